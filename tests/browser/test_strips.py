"""The strips of symbols and of images, and symbols that wear a value: read back from the picture itself."""

import numpy as np
import pytest
from playwright.sync_api import Page

from rnnviz.figures.theme import PALETTES
from rnnviz.player import unpack
from rnnviz.player.scene import scene
from rnnviz.tasks import make_task
from rnnviz.tracing.run import trace_run
from rnnviz.training.build import start
from rnnviz.training.link import preset
from tests.browser.watch import Watch
from tests.player.bare import Bare, arrays_of, header_of, mount

pytestmark = pytest.mark.browser

H = 5
PIXEL = """([selector, x, y]) => {
  const canvas = root.querySelector(selector);
  const box = canvas.getBoundingClientRect();
  const [column, row] = [x - box.x, y - box.y].map((place) => Math.floor(place * devicePixelRatio));
  return [...canvas.getContext("2d").getImageData(column, row, 1, 1).data].slice(0, 3);
}"""
AXIS = "() => { const b = root.querySelector('.ruler-track').getBoundingClientRect(); return [b.x, b.width] }"


def symbols(tokens: str, classes: str = "AB", **changes: object) -> dict[str, object]:
    said = classes[0] * len(tokens)
    return {"kind": "symbols", "tokens": list(tokens), "classes": list(classes), "target": [None] * len(tokens),
            "said": list(said), "asked": [None] * len(tokens), "read_steps": [len(tokens) - 1]} | changes  # fmt: skip


def numbers(steps: int, classes: int = 2) -> dict[str, np.ndarray]:
    shares = np.full((steps, classes), 1 / classes)
    return arrays_of(steps, H) | {"strip.probabilities": shares, "strip.certainty": shares.max(-1)}


def colour(stops: tuple[tuple[float, str], ...], share: float) -> np.ndarray:
    places = [place for place, _ in stops]
    channels = np.array([[int(text[i : i + 2], 16) for i in (1, 3, 5)] for _, text in stops])
    return np.array([np.interp(share, places, channel) for channel in channels.T])


def shown(player: Bare) -> list[np.ndarray]:
    """Return the background of each token of the reader."""
    texts = player.page.evaluate(
        "[...root.querySelectorAll('.glyph b')].map((b) => getComputedStyle(b).backgroundColor)"
    )
    return [np.array([int(part) for part in text[4:-1].split(",")]) for text in texts]


@pytest.fixture
def reading(page: Page, watch: Watch) -> Bare:
    player = mount(page)
    player.give(header_of(64, H, strip=symbols("to be " * 10 + "next")), numbers(64))
    return player


def test_tokens_answers_and_probabilities(page: Page, watch: Watch) -> None:
    strip = symbols("A··?", target=[None, None, None, 1], said=list("ABAB"), asked=[None, None, None, "B"])
    arrays = numbers(4) | {"strip.certainty": np.array([0.9, 0.6, 0.5, 0.8])}
    player = mount(page)
    player.give(header_of(4, H, strip=strip), arrays)
    assert player.texts(".legend-value") == ["A", "–", "A 0.900"]
    player.press("End")
    assert player.texts(".legend-value") == ["?", "B", "B 0.800"]
    assert player.page.evaluate("root.querySelector('.reader-text').offsetParent === null")  # the columns have room


def test_tokens_that_do_not_fit_their_columns_are_read_above(reading: Bare) -> None:
    assert "".join(reading.texts(".glyph b")) == "to be " * 10 + "next"
    assert reading.page.evaluate("root.querySelector('.reader-text').offsetParent !== null")
    reading.press("ArrowRight", "ArrowRight")
    assert reading.page.evaluate("[...root.querySelectorAll('.glyph')].findIndex((g) => g.matches('.now'))") == 2
    reading.page.locator(".glyph").nth(40).click()
    assert reading.text(".place") == "step 41 of 64"
    reading.page.wait_for_timeout(80)
    assert reading.sent("step")[-1] == 40


def test_only_an_answer_that_was_asked_for_can_be_right(page: Page, watch: Watch) -> None:
    player = mount(page, 400)
    strip = symbols("abc" * 20, said=list("AB" * 30), asked=[None, "B", "B"] * 20)
    player.give(header_of(60, H, strip=strip), numbers(60))
    right = player.page.evaluate("[...root.querySelectorAll('.glyph')].map((glyph) => glyph.matches('.right'))")
    assert right[:6] == [False, True, False, False, False, True]


def test_symbols_wear_the_value_that_is_lit_on_its_own_scale(reading: Bare) -> None:
    palette, arrays = PALETTES["light"], arrays_of(64, H)
    assert reading.text(".reader-caption > span") == "coloured by h of unit 1"
    for step, found in enumerate(shown(reading)):
        np.testing.assert_allclose(found, colour(palette.diverging, (arrays["h"][step, 0] + 1) / 2), atol=2.5)
    reading.press("ArrowDown")
    reading.page.locator(".lane").nth(1).hover()
    assert reading.text(".reader-caption > span") == "coloured by f of unit 2"
    assert reading.texts(".reader-scale span") == ["0", "", "1"]
    for step, found in enumerate(shown(reading)):
        np.testing.assert_allclose(found, colour(palette.sequential, arrays["f"][step, 1]), atol=2.5)


def test_a_bias_is_the_same_at_every_step_and_colours_nothing(reading: Bare) -> None:
    reading.page.locator('[data-symbol="b"]').first.hover()
    assert reading.count('[data-symbol="b"].lit') > 0
    assert reading.text(".reader-caption > span") == "coloured by h of unit 1"


def test_a_click_keeps_a_value_lit_and_another_lets_go(reading: Bare) -> None:
    caption = ".reader-caption > span"
    gutter = reading.page.locator(".lane-gutter").nth(1)
    gutter.click()
    reading.page.mouse.move(1, 1)
    reading.page.evaluate("root.activeElement.blur()")
    assert reading.text(caption) == "coloured by f of unit 1"
    assert reading.count(".lane.held") == 1
    reading.page.locator(".lane-gutter").nth(0).hover()
    assert reading.text(caption) == "coloured by i of unit 1"
    gutter.click()
    reading.page.mouse.move(1, 1)
    reading.page.evaluate("root.activeElement.blur()")
    assert reading.text(caption) == "coloured by h of unit 1"
    assert reading.count(".held") == 0


def test_by_keyboard_alone(reading: Bare) -> None:
    caption = ".reader-caption > span"
    reading.page.locator(".lane").nth(1).focus()
    reading.page.keyboard.press("Enter")
    reading.page.evaluate("root.querySelector('.stage').focus()")
    assert reading.text(caption) == "coloured by f of unit 1"
    reading.press("Escape")
    assert reading.text(caption) == "coloured by h of unit 1"
    reading.press("v")
    assert reading.text(caption) == "coloured by i of unit 1"


def test_a_press_on_a_heat_map_keeps_nothing(reading: Bare) -> None:
    reading.page.locator(".lane canvas").first.click()
    assert reading.count(".held") == 0


def digits(page: Page, mode: str = "light") -> tuple[Bare, dict[str, np.ndarray]]:
    config, task = preset("lstm", "digits"), make_task("digits")
    trace = trace_run(config, start(config))
    assert trace.outputs is not None
    block = scene(trace, run="run", layer="layer0", strip=task.strip(task.example(), trace.outputs)).block
    header, arrays = unpack(block)
    player = mount(page)
    player.paint(mode)
    player.give({key: header[key] for key in header if key not in ("theme", "words", "arrays", "version")}, arrays)
    return player, arrays


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_the_image_is_lit_row_by_row(page: Page, mode: str, watch: Watch) -> None:
    player, arrays = digits(page, mode)
    player.press("Home", *["ArrowRight"] * 13)
    scale = PALETTES[mode].sequential  # type: ignore[index]
    box = page.evaluate("() => { const b = root.querySelector('.strip').getBoundingClientRect(); return [b.x, b.y] }")
    pixel, left, top = 5, 14, 7  # as the gutter of 168 pixels has room for
    for row, column in ((8, 12), (8, 2), (10, 15), (20, 12), (20, 3)):
        place = [box[0] + left + (column + 0.5) * pixel, box[1] + top + (row + 0.5) * pixel]
        found = np.array(page.evaluate(PIXEL, [".strip-picture", *place]), float)
        alpha = page.evaluate(PIXEL.replace(".slice(0, 3)", "[3]"), [".strip-picture", *place])
        np.testing.assert_allclose(found, colour(scale, float(arrays["strip.image"][row, column])), atol=4)
        assert alpha == (255 if row <= 13 else pytest.approx(0.3 * 255, abs=2))
    assert player.texts(".legend-value")[:2] == ["row 14", "7"]


def test_probabilities_of_every_digit_stand_after_every_row(page: Page, watch: Watch) -> None:
    player, arrays = digits(page)
    left, width = page.evaluate(AXIS)
    box = page.evaluate(
        "() => { const b = root.querySelector('.strip').getBoundingClientRect(); return [b.y, b.height] }"
    )
    row = (box[1] - 3 - 18) / 10  # above the classes, and the foot that says where the loss is read
    for step in (0, 9, 27):
        for k in (0, 3, 6, 9):
            place = [left + (step + 0.5) * width / 28, box[0] + 3 + (k + 0.5) * row]
            found = page.evaluate(PIXEL, [".strip-picture", *place])
            share = float(arrays["strip.probabilities"][step, k])
            np.testing.assert_allclose(found, colour(PALETTES["light"].sequential, share), atol=3)
    player.press("End")
    best = int(arrays["strip.probabilities"][27].argmax())
    certainty = float(arrays["strip.probabilities"][27, best])
    assert player.texts(".legend-value") == ["row 28", "7", f"{best} {certainty:.3f}"]


@pytest.mark.parametrize("width", [400, 772, 1240, 1500])
def test_an_image_fits_every_width(page: Page, width: int, watch: Watch) -> None:
    page.set_viewport_size({"width": width + 20, "height": 720})
    player, _ = digits(page)
    page.evaluate("width => (document.getElementById('host').style.width = `${width}px`)", width)
    overflow = "() => { const b = root.querySelector('.stage'); return b.scrollWidth - b.clientWidth }"
    assert page.evaluate(overflow) <= 0
    assert player.texts(".legend-value")[1] == "7"


def test_new_data_move_nothing(page: Page, watch: Watch) -> None:
    boxes = """() => [...root.querySelectorAll('.glyph, .strip, .lane')]
        .map((node) => JSON.stringify(node.getBoundingClientRect()))"""
    player = mount(page)
    strip = symbols("to be " * 10 + "next")
    player.give(header_of(64, H, strip=strip), numbers(64))
    before = player.page.evaluate(boxes)
    player.page.evaluate("() => (window.first = root.querySelector('.glyph'))")
    player.give(header_of(64, H, strip=strip | {"said": ["B"] * 64}), numbers(64) | arrays_of(64, H, 3))
    assert player.page.evaluate(boxes) == before
    assert player.page.evaluate("first === root.querySelector('.glyph')")
