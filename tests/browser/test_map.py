"""The map in a browser: tiles fill in place, speak, obey arrow keys, and open their training."""

import re

from playwright.sync_api import Page, expect

from tests.browser.conftest import Visit
from tests.browser.trainer import WARM
from tests.browser.watch import Watch

SMALL = "/map?task=sine&across=learning_rate&up=clip&iterations=60"


def light(colour: str) -> float:
    """Relative luminance of "rgb(r, g, b)", as WCAG 2.2 defines it."""
    shares = [int(part) / 255 for part in re.findall(r"\d+", colour)[:3]]
    red, green, blue = [s / 12.92 if s <= 0.04045 else ((s + 0.055) / 1.055) ** 2.4 for s in shares]
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """The ratio of their light, 1 to 21."""
    less, more = sorted([light(one), light(other)])
    return (more + 0.05) / (less + 0.05)


def test_a_map_fills_and_a_tile_opens_its_training(visit: Visit, page: Page, watch: Watch) -> None:
    watch.allow(r"404 \(Not Found\) \(http://127\.0\.0\.1:\d+/map/_stcore/(health|host-config)\)")
    visit(SMALL)
    tiles = page.locator(".tile")
    expect(tiles).to_have_count(40, timeout=WARM)
    tiles.first.evaluate("(tile) => void (window.first = tile)")
    page.get_by_role("button", name="Train all").click()
    expect(page.get_by_test_id("stProgress")).to_contain_text("40 of 40", timeout=WARM)
    expect(tiles.first).to_have_text(re.compile(r"\d"))
    assert tiles.first.evaluate("(tile) => tile === window.first"), "tiles are coloured in place"

    looks = tiles.evaluate_all(
        "(tiles) => tiles.map((tile) => getComputedStyle(tile)).map((s) => [s.color, s.backgroundColor])"
    )
    assert len({background for _, background in looks}) > 5
    assert min(contrast(*look) for look in looks) >= 4.5, "WCAG 2.2, 1.4.3: numbers are read on every colour"

    page.locator(".tile[tabindex='0']").focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowUp")
    expect(page.locator(".tiles-reading")).to_contain_text("Gradient clipping 0.01, Learning rate 0.001: loss")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/train\?.*learning_rate=0\.001"), timeout=WARM)
    expect(page).to_have_url(re.compile(r"clip=0\.01"))
    expect(page.get_by_test_id("stProgress")).to_contain_text("Iteration 60 of 60 · done", timeout=WARM)

    page.go_back()
    expect(page).to_have_url(re.compile(r"/map\?"), timeout=WARM)
    expect(tiles).to_have_count(40, timeout=WARM)
    expect(page.get_by_test_id("stProgress")).to_contain_text("40 of 40", timeout=WARM)
