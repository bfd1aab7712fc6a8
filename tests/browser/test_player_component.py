"""The player alone in a page: it plays smoothly, shows the numbers it was given, and says little to the server."""

import numpy as np
import pytest
from playwright.sync_api import Page

from rnnviz.player.scene import Scene
from tests.browser.watch import Watch
from tests.player.bare import NAMES, Bare, arrays_of, equation, header_of, mount

T, H = 40, 5


@pytest.fixture
def player(page: Page, watch: Watch) -> Bare:
    bare = mount(page)
    bare.give(header_of(T, H), arrays_of(T, H))
    return bare


def shown(bare: Bare, key: str) -> list[float]:
    """Return the numbers that the equations show for `key`, read back from the page."""
    texts = bare.texts(f'.numbers [data-value="{key}"]')
    return [float(text.replace("−", "-")) for text in texts]


def test_the_equations_show_the_numbers_of_the_step_and_unit(player: Bare) -> None:
    arrays = arrays_of(T, H)
    player.press("End", "ArrowLeft", "ArrowDown", "ArrowDown")
    assert player.text(".place") == f"step {T - 1} of {T}"
    for name in NAMES:
        assert shown(player, name) == pytest.approx([arrays[name][T - 2, 2]], abs=5.1e-4)
        assert shown(player, f"W_{name}@x") == pytest.approx([arrays[f"W_{name}@x"][T - 2, 2]], abs=5.1e-4)
    assert shown(player, "b") == pytest.approx([arrays["b"][2]] * len(NAMES), abs=5.1e-4)
    assert player.texts(".lane-number") == [player.text(f'.numbers [data-value="{name}"]') for name in NAMES]


def test_playing_is_smooth_and_silent(page: Page, watch: Watch) -> None:
    player = mount(page, 1240)
    player.give(header_of(200, 64), arrays_of(200, 64))
    player.press("ArrowRight", " ")
    page.wait_for_timeout(300)
    messages = len(player.page.evaluate("sent"))
    rates, costs = [], []
    for _ in range(3):
        before = player.counters()
        page.wait_for_timeout(1000)
        after = player.counters()
        frames = after["frames"] - before["frames"]
        rates.append(1000 * frames / (after["now"] - before["now"]))
        costs.append((after["drawMs"] - before["drawMs"]) / max(1, frames))
    assert max(rates) >= 55
    assert min(costs) < 2
    assert len(player.page.evaluate("sent")) == messages


def test_keys_step_and_jump_and_tell_python_once(player: Bare) -> None:
    player.press("ArrowRight", "ArrowRight", "ArrowRight", "Shift+ArrowRight")
    player.page.wait_for_timeout(120)
    assert player.text(".place") == f"step 14 of {T}"
    assert player.sent("step")[-1] == 13
    player.press("Home")
    assert player.text(".place") == f"step 1 of {T}"
    player.press("ArrowUp")
    assert player.sent("unit") == []
    player.press("ArrowDown", "l")
    assert player.sent("unit") == [1]
    assert player.sent("layer") == ["layer1"]


def test_space_plays_and_pauses_and_other_keys_are_left_to_the_page(player: Bare) -> None:
    player.page.evaluate(
        "() => { window.heard = []; onkeydown = (event) => heard.push([event.key, event.defaultPrevented]) }"
    )
    player.press(" ")
    player.page.wait_for_timeout(400)
    player.press(" ", "r", "c")
    place = player.text(".place")
    assert place != f"step 1 of {T}"
    assert player.sent("step") == [int(place.split()[1]) - 1]
    assert player.page.evaluate("heard") == [["r", False], ["c", False]]


def test_new_data_neither_remounts_nor_moves_anything(player: Bare) -> None:
    boxes = """() => [...root.querySelectorAll('.lane, .node, mn, .place, .timeline-info, select, canvas')]
        .map((node) => JSON.stringify(node.getBoundingClientRect()))"""
    player.page.evaluate("() => (window.first = root.querySelector('.lane'))")
    player.press("ArrowRight", " ")
    before = player.page.evaluate(boxes)
    for seed in range(1, 6):
        player.give(header_of(T, H), arrays_of(T, H, seed))
        player.page.wait_for_timeout(100)
    assert player.page.evaluate(boxes) == before
    assert player.page.evaluate("first === root.querySelector('.lane')")
    counters = player.counters()
    assert (counters["mounts"], counters["loads"]) == (1, 6)
    assert player.text(".place") != f"step 2 of {T}"


def test_the_same_data_again_is_not_loaded_again(player: Bare) -> None:
    player.give(header_of(T, H), arrays_of(T, H))
    assert player.counters()["loads"] == 1


def test_pulling_the_timeline_snaps_and_sends_at_most_twenty_a_second(player: Bare) -> None:
    track = player.page.locator(".timeline-track").bounding_box()
    assert track is not None
    x, y, width, height = (track[side] for side in ("x", "y", "width", "height"))
    mouse = player.page.mouse
    mouse.move(x + width - 10, y + height / 2)
    mouse.down()
    for share in np.linspace(0.95, 0.3, 60):
        mouse.move(x + width * share, y + height / 2)
    mouse.up()
    player.page.wait_for_timeout(120)
    times = [time for name, _, time in player.page.evaluate("sent") if name == "moment"]
    moments = player.sent("moment")
    assert all(moment % 10 == 0 for moment in moments)
    assert moments[-1] in (20, 30)
    assert min(np.diff(times), default=50) >= 45
    player.page.get_by_role("button", name="Latest").click()
    player.page.wait_for_timeout(120)
    assert player.sent("moment")[-1] is None


def test_training_is_played_through_only_as_fast_as_its_moments_arrive(player: Bare) -> None:
    player.page.get_by_role("button", name="Play through training").click()
    player.page.wait_for_timeout(700)
    assert player.sent("moment") == [0]
    timeline = dict(header_of(T, H)["timeline"], shown=0)  # type: ignore[call-overload]
    player.give(header_of(T, H, timeline=timeline), arrays_of(T, H))
    player.page.wait_for_timeout(400)
    assert player.sent("moment") == [0, 10]
    assert player.texts(".timeline-info span") == ["iteration 0 of 100", "loss 1.00"]


def test_pointing_lights_a_value_everywhere(player: Bare) -> None:
    player.page.locator(".lane").nth(1).hover()
    assert player.count('.lane.lit, .node.lit, [data-symbol="f"].lit, [data-value="f"].lit') == 4
    assert player.text(".meaning-text") == "value f: what f means"
    player.page.locator('[data-symbol="i"]').hover()
    assert player.count(".lane.lit") == 1
    assert player.count(".wire.lit") == 1
    player.page.mouse.move(1, 1)
    player.press("v")
    assert player.count(".lit") >= 4


def test_a_press_on_a_heat_map_chooses_unit_and_step(player: Bare) -> None:
    box = player.page.locator(".lane canvas").first.bounding_box()
    assert box is not None
    heat = box["height"] * 0.6 - 4
    player.page.mouse.click(box["x"] + box["width"] * 20.5 / T, box["y"] + heat * 3.5 / H)
    player.page.wait_for_timeout(80)
    assert player.sent("unit") == [3]
    assert player.sent("step") == [20]


@pytest.mark.parametrize(("motion", "plays"), [("reduce", False), ("no-preference", True)])
def test_it_starts_by_itself_only_where_motion_is_welcome(page: Page, motion: str, plays: bool, watch: Watch) -> None:
    page.emulate_media(reduced_motion=motion)  # type: ignore[arg-type]
    player = mount(page)
    player.give(header_of(T, H, autoplay=True), arrays_of(T, H))
    page.wait_for_timeout(400)
    assert (player.text(".place") != f"step 1 of {T}") is plays


def test_text_from_outside_stays_text(page: Page, watch: Watch) -> None:
    bad = "<img src=x onerror=alert(1)>"
    sums = equation("i", ("b",))
    sums["symbols"] = sums["symbols"].replace(
        "<mo>=</mo>", '<script xmlns="http://www.w3.org/1999/xhtml">alert(1)</script><mo onclick="alert(1)">=</mo>'
    )
    player = mount(page)
    player.give(header_of(T, H, caption=bad, check=bad, equations=[sums]), arrays_of(T, H))
    assert player.text(".caption") == bad
    assert player.count("img, script, [onclick], [onerror]") == 0
    assert player.count("mo") == 2


def test_parts_without_data_are_left_out(page: Page, watch: Watch) -> None:
    player = mount(page)
    player.give(header_of(T, H, strip=None, diagram=None, timeline=None, equations=[], charts=[]), arrays_of(T, H))
    visible = """names => names.filter((name) => root.querySelector(name).offsetParent !== null)"""
    names = [".strip", ".diagram", ".timeline", ".equations", ".charts", ".gates", ".transport"]
    assert player.page.evaluate(visible, names) == [".gates", ".transport"]
    player.press("ArrowRight", ".", "ArrowDown")
    assert player.text(".place") == f"step 2 of {T}"


def test_it_follows_the_theme(player: Bare) -> None:
    mode = "() => root.querySelector('.rnnviz').dataset.mode"
    assert player.page.evaluate(mode) == "light"
    player.paint("dark")
    player.give(header_of(T, H), arrays_of(T, H))
    assert player.page.evaluate(mode) == "dark"
    assert player.counters()["loads"] == 1


@pytest.mark.parametrize("width", [400, 560, 772, 960, 1240, 1500])
def test_it_fits_every_width(page: Page, width: int, watch: Watch) -> None:
    page.set_viewport_size({"width": width + 20, "height": 720})
    player = mount(page, width)
    player.give(header_of(T, H), arrays_of(T, H))
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    overflow = "() => { const b = root.querySelector('.stage'); return b.scrollWidth - b.clientWidth }"
    assert page.evaluate(overflow) <= 0


def test_who_comes_back_finds_it_where_it_was(player: Bare) -> None:
    player.press("End", "]")
    player.page.evaluate("cleanup()")
    frames = player.counters()["frames"]
    player.page.wait_for_timeout(100)
    assert player.counters()["frames"] == frames
    player.give(header_of(T, H), arrays_of(T, H))
    assert player.text(".place") == f"step {T} of {T}"
    assert player.page.evaluate("root.querySelector('select[name=speed]').value") == "2"


def test_the_timeline_believes_what_python_shows(player: Bare) -> None:
    timeline = dict(header_of(T, H)["timeline"], shown=40)  # type: ignore[call-overload]
    latest = player.page.locator(".timeline .word")
    player.give(header_of(T, H, run="another", timeline=timeline), arrays_of(T, H))
    assert latest.get_attribute("aria-pressed") == "false"
    player.press(".")
    player.give(header_of(T, H, run="another", timeline=timeline), arrays_of(T, H, 1))
    assert player.sent("moment") == [50]
    assert latest.get_attribute("aria-pressed") == "false"
    player.give(header_of(T, H, run="a third"), arrays_of(T, H))
    assert latest.get_attribute("aria-pressed") == "true"


def test_a_layer_on_its_way_is_chosen_at_once_and_drawn_when_it_comes(player: Bare) -> None:
    chosen = "root.querySelector('select[name=layer]').value"
    before = player.texts(".lane-bound")
    player.press("l")
    player.give(header_of(T, H), arrays_of(T, H, 1))
    assert player.page.evaluate(chosen) == "layer1"
    assert player.texts(".lane-bound") == before
    player.give(header_of(T, H, layer="layer1"), arrays_of(T, H, 2) | {"c": np.full((T, H), 40.0)})
    assert player.page.evaluate(chosen) == "layer1"
    assert player.texts(".lane-bound")[8:10] == ["−50", "50"]


def test_a_block_that_tells_what_differs_waits_for_its_base_and_keeps_the_rest(page: Page, watch: Watch) -> None:
    player = mount(page)
    arrays = arrays_of(T, H)
    base = Scene(header_of(T, H, original=True), arrays)
    moved = Scene(header_of(T, H, original=True, caption="moved"), {**arrays, "f": arrays["f"] / 2})
    block = moved.since(base, "base")
    assert len(block) < len(base.block) / 5
    player.hand("player", block)
    assert player.counters()["loads"] == 0
    player.hand("base", base.block)
    assert player.counters()["loads"] == 1
    assert player.text(".caption") == "moved"
    assert shown(player, "f") == pytest.approx([arrays["f"][0, 0] / 2], abs=5.1e-4)
    assert shown(player, "W_f@x") == pytest.approx([arrays["W_f@x"][0, 0]], abs=5.1e-4)
    other = Scene(base.header, {**arrays, "o": arrays["o"] / 4})
    player.hand("base", other.block)
    assert player.counters()["loads"] == 1  # that base is of another block, which is still on its way
    player.hand("player", moved.since(other, "base"))
    assert shown(player, "o") == pytest.approx([arrays["o"][0, 0]], abs=5.1e-4)
    picture = "() => root.querySelectorAll('.lane-picture')[1].toDataURL()"
    drawn = player.page.evaluate(picture)
    player.hand("player", Scene(moved.header, {**moved.arrays, "f": arrays["f"]}).since(other, "base"))
    assert player.page.evaluate(picture) != drawn
    assert shown(player, "f") == pytest.approx([arrays["f"][0, 0]], abs=5.1e-4)


# Whether a row of the picture's pixels holds a whole run of the colour of a line: the mark is wider than the line.
MARKED = """([at, width]) => {
  const canvas = root.querySelector('.strip-picture');
  const pixels = canvas.getContext('2d').getImageData(0, at < 0 ? canvas.height + at : at, canvas.width, 1).data;
  const is = (x) => [0, 1, 2].every((k) => Math.abs(pixels[4 * x + k] - COLOUR[k]) < 3);
  for (let x = 0, run = 0; x < canvas.width; x++) if ((run = is(x) ? run + 1 : 0) >= width) return true;
  return false;
}"""


def test_what_is_changed_keeps_its_ranges_and_what_goes_beyond_is_marked(page: Page, watch: Watch) -> None:
    player = mount(page)
    arrays = arrays_of(T, H)
    header = header_of(T, H, original=True)
    base = Scene(header, arrays)
    player.hand("base", base.block)
    player.hand("player", Scene({**header, "caption": "same"}, arrays).since(base, "base"))
    bounds = ["0", "1", "0", "1", "−1", "1", "0", "1", "−1", "1", "−1", "1"]
    assert player.texts(".lane-bound") == bounds
    changed = {"f": arrays["f"] * 2, "c": arrays["c"] * 1e9, "strip.2.y": np.where(np.arange(T) < 20, 0.0, 3.0)}
    player.hand("player", Scene(header, {**arrays, **changed}).since(base, "base"))
    assert player.texts(".lane-bound") == [*bounds[:3], "≥ 1", *bounds[4:8], "≤ −1", "≥ 1", *bounds[10:]]
    blue = player.page.evaluate("() => getComputedStyle(root.querySelectorAll('.legend-name')[2]).color")
    marked = MARKED.replace("COLOUR", blue.replace("rgb(", "[").replace(")", "]"))
    assert player.page.evaluate(marked, [7, 8])
    assert not player.page.evaluate(marked, [-8, 8])
    player.hand("player", Scene({**header, "caption": "same"}, arrays).since(base, "base"))
    assert player.texts(".lane-bound") == bounds
    assert not player.page.evaluate(marked, [7, 8])


def test_several_blocks_arrive_together(page: Page, watch: Watch) -> None:
    player = mount(page)
    base = Scene(header_of(T, H), arrays_of(T, H))
    moved = Scene(header_of(T, H, caption="moved"), arrays_of(T, H))
    player.hand_together({"base": base.block, "player": moved.since(base, "base")})
    assert player.text(".caption") == "moved"
