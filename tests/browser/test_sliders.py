"""Sliders that answer while they move: the last value wins, nothing is made anew, undo and keyboard work."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.chromium import ready
from tests.browser.server import Server
from tests.browser.trainer import BASE_PATH_SEARCH, WARM
from tests.browser.watch import Watch


class Bench:
    """A page with sliders above and a player below, open."""

    def __init__(self, page: Page, slider: str, number: str) -> None:
        self.page = page
        self.slider: Locator = page.locator(slider).first
        self.number: Locator = page.locator(number).first

    def drag(self, to: float, moves: int = 40) -> None:
        """Pull the slider from its middle to a share of its width, quicker than any server answers."""
        box = self.slider.bounding_box()
        assert box is not None
        y = box["y"] + box["height"] / 2
        self.page.mouse.move(box["x"] + box["width"] / 2, y)
        self.page.mouse.down()
        for move in range(moves + 1):
            self.page.mouse.move(box["x"] + box["width"] * (0.5 + (to - 0.5) * move / moves), y)
            self.page.wait_for_timeout(8)

    def value(self) -> float:
        """What the number beside it says: the places of a slider may be other than its values."""
        return float(self.slider.locator("xpath=following-sibling::input").input_value())

    def expect_shown(self, value: float) -> None:
        """The picture shows what has been computed with this value."""
        expect(self.number).to_have_text(f"{value:.3f}".replace("-", "\u2212"))

    def counted(self) -> dict[str, float]:
        """How often player and sliders were mounted, and messages sent."""
        told: dict[str, float] = self.page.evaluate(
            "({ mounts: window.__rnnviz.mounts + window.__rnnvizSliders.mounts, sent: window.__rnnvizSliders.sent,"
            " now: performance.now() })"
        )
        return told


@pytest.fixture
def lab(server: Server, page: Page, watch: Watch) -> Bench:
    """Gate lab with a leak; the number is the forget bias in the equation."""
    watch.allow(BASE_PATH_SEARCH)
    page.goto(f"{server.url}/lab?preset=leak3")
    ready(page)
    bench = Bench(page, '[data-control="b_f.0"] input[type="range"]', '.numbers [data-value="b_f"]')
    expect(bench.number).to_have_text("3.000", timeout=WARM)
    return bench


@pytest.fixture
def surgery(server: Server, page: Page, watch: Watch) -> Bench:
    """Gate surgery on the shipped network, its forget gate set to a value; the number is that gate at step 1."""
    watch.allow(BASE_PATH_SEARCH)
    page.goto(f"{server.url}/surgery")
    ready(page)
    bench = Bench(page, '.control.slider input[type="range"]', "[data-control] >> nth=0")
    expect(page.locator(".lane").last).to_be_visible(timeout=WARM)
    page.locator(".control.choice select").nth(1).select_option("clamp")
    bench.number = page.locator(".lane-number").nth(1)
    bench.expect_shown(0)
    return bench


@pytest.mark.parametrize("which", ["lab", "surgery"])
def test_the_last_value_wins_and_nothing_is_made_anew(which: str, request: pytest.FixtureRequest) -> None:
    bench: Bench = request.getfixturevalue(which)
    before = bench.counted()
    bench.drag(0.9)
    after = bench.counted()
    while_held = bench.value()
    bench.expect_shown(while_held)  # the pointer is still down
    bench.page.mouse.up()
    bench.drag(0.2)
    bench.page.mouse.up()
    bench.expect_shown(bench.value())
    assert bench.value() != while_held
    assert after["mounts"] == bench.counted()["mounts"] == before["mounts"] == 2
    assert 2 <= after["sent"] - before["sent"] <= 2 + (after["now"] - before["now"]) / 33
    expect(bench.page.get_by_test_id("stException")).to_have_count(0)


def test_undo_takes_back_a_whole_drag_and_the_keyboard_moves(lab: Bench) -> None:
    lab.drag(0.9)
    lab.page.mouse.up()
    lab.expect_shown(lab.value())
    undo = lab.page.get_by_role("button", name="Undo")
    expect(undo).to_be_enabled()
    undo.click()
    lab.expect_shown(3)
    assert lab.value() == 3
    expect(undo).to_be_disabled()
    lab.slider.focus()
    lab.page.keyboard.press("ArrowRight")
    lab.expect_shown(lab.value())
    assert lab.value() > 3
    half_life = lab.page.locator(".lane-label").nth(1)
    expect(half_life).to_have_text(re.compile(r"half-life [\d.]+ steps"))


def test_what_is_drawn_is_read_and_the_address_brings_it_back(lab: Bench, server: Server) -> None:
    picture = lab.page.locator(".curve-picture").first
    box = picture.bounding_box()
    assert box is not None
    lab.page.mouse.move(box["x"] + box["width"] * 0.5, box["y"] + box["height"] * 0.5)
    lab.page.mouse.down()
    lab.page.mouse.move(box["x"] + box["width"] * 0.8, box["y"] + 4, steps=5)
    lab.page.mouse.up()
    typed = lab.page.locator(".curve .control-input").first
    drawn = typed.input_value()
    assert len(drawn.split()) == 40
    assert max(map(float, drawn.split())) > 0.9
    typed.fill("0.5 -0.25")
    typed.press("Enter")
    number = lab.page.locator('.numbers [data-value="W_i@x"]').first
    expect(number).to_have_text("20.000")  # 40 · 0.5
    expect(lab.page).to_have_url(re.compile("w=.*x=.5_-.25_"))
    lab.page.goto(lab.page.url)
    ready(lab.page)
    expect(number).to_have_text("20.000", timeout=WARM)


def test_surgery_keeps_what_was_behind_and_can_be_taken_back(surgery: Bench) -> None:
    page = surgery.page
    score = page.locator(".panel-facts")
    unchanged = re.search(r"loss here (\S+) → ", score.inner_text())
    assert unchanged is not None
    surgery.drag(0.1)
    page.mouse.up()
    surgery.expect_shown(surgery.value())
    expect(score).to_contain_text(f"loss here {unchanged[1]} → ")
    page.get_by_role("button", name="Freeze memory").click()
    expect(page.locator(".group")).to_have_count(3)
    page.locator(".group").first.get_by_role("button", name="Remove").click()
    expect(page.locator(".group")).to_have_count(2)
    for _ in range(2):
        page.get_by_role("button", name="Undo").click()
    expect(page.locator(".group")).to_have_count(1)
    surgery.expect_shown(surgery.value())
    page.locator('.switch input[role="switch"]').uncheck()
    expect(surgery.number).not_to_have_text(f"{surgery.value():.3f}")
    expect(score).to_contain_text(f"→ {unchanged[1]}")
    page.emulate_media(color_scheme="dark")
    expect(page.locator(".panel").locator("xpath=..")).to_have_attribute("data-mode", "dark")


COVERED = """() => [...document.querySelectorAll('.equation')].flatMap((row) => {
  const note = row.querySelector('.equation-note').getBoundingClientRect();
  const after = row.querySelector('.equation-after').getBoundingClientRect();
  const others = [...row.querySelectorAll('math')].map((line) => line.getBoundingClientRect());
  const right = row.getBoundingClientRect().right + 1;
  const [symbols, numbers] = others;
  const free = note.left >= symbols.right && after.left >= numbers.right && Math.max(note.right, after.right) <= right;
  return free ? [] : [row.dataset.name];
})"""


def test_what_was_done_covers_nothing_on_a_small_screen(server: Server, page: Page, watch: Watch) -> None:
    watch.allow(BASE_PATH_SEARCH)
    page.set_viewport_size({"width": 1280, "height": 720})
    changes = "layer0.f~clamp~1~s50-~~layer0.g~shift~-0.25~u1-4~s20-80~~layer0.U_f~set~-0.0351234567~r1.1"
    page.goto(f"{server.url}/surgery?changes={changes}")
    ready(page)
    expect(page.locator(".lane").last).to_be_visible(timeout=WARM)
    expect(page.locator(".equation-note").nth(1)).to_have_text("set to 1, from 50")
    expect(page.locator(".lane-label").nth(1)).to_have_text("forget gate")
    page.locator(".rnnviz .stage:not(.panel)").focus()
    page.keyboard.press("End")
    expect(page.locator(".equation-after").nth(1)).to_have_text("→ 1.000")
    assert page.evaluate(COVERED) == []
    weight = page.locator(".control.slider .control-number").nth(2)
    expect(weight).to_have_value("-0.03512")
    assert weight.evaluate("node => node.scrollWidth <= node.clientWidth")


def test_a_changed_network_travels_in_the_address(surgery: Bench, server: Server) -> None:
    page = surgery.page
    surgery.drag(0.8)
    expect(page).to_have_url(re.compile("changes=layer0.f~clamp~0$"))  # the pointer is still down
    page.mouse.up()
    value = surgery.value()
    surgery.expect_shown(value)
    expect(page).to_have_url(re.compile(f"changes=layer0.f~clamp~{f'{value:g}'.lstrip('0')}$"))
    shown = page.locator(".panel-facts").inner_text()
    page.goto(page.url)
    ready(page)
    expect(surgery.number).to_have_text(f"{value:.3f}", timeout=WARM)
    assert surgery.value() == value
    expect(page.locator(".panel-facts")).to_have_text(shown, use_inner_text=True)
