"""The map in a browser: tiles fill in place, speak, obey arrow keys, and open their training."""

import re

from playwright.sync_api import Page, expect

from tests.browser.conftest import Visit
from tests.browser.trainer import WARM
from tests.browser.watch import Watch

SMALL = "/map?task=recall&task.steps=5&across=seed&up=clip&iterations=12"


def test_a_map_fills_and_a_tile_opens_its_training(visit: Visit, page: Page, watch: Watch) -> None:
    watch.allow(r"404 \(Not Found\) \(http://127\.0\.0\.1:\d+/map/_stcore/(health|host-config)\)")
    visit(SMALL)
    tiles = page.locator(".tile")
    expect(tiles).to_have_count(40, timeout=WARM)
    page.evaluate("() => (window.first = document.querySelector('.tile'))")
    page.get_by_role("button", name="Train all").click()
    expect(page.get_by_test_id("stProgress")).to_contain_text("40 of 40", timeout=WARM)
    expect(tiles.first).to_have_text(re.compile(r"\d"))
    assert page.evaluate("first === document.querySelector('.tile')"), "tiles are coloured in place"

    page.locator(".tile[tabindex='0']").focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowUp")
    expect(page.locator(".tiles-reading")).to_contain_text("Gradient clipping 0.01, Seed 2: loss")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/train\?.*seed=2"), timeout=WARM)
    expect(page).to_have_url(re.compile(r"clip=0\.01"))
    expect(page.get_by_test_id("stProgress")).to_contain_text("Iteration 12 of 12 · done", timeout=WARM)
