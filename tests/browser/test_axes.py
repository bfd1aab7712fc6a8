"""The axes of charts and of the training timeline: the words that a canvas wears, and where they stand."""

import numpy as np
import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Visit
from tests.browser.trainer import BASE_PATH_SEARCH, WARM
from tests.browser.watch import Watch
from tests.player.bare import Bare, arrays_of, header_of, mount

pytestmark = pytest.mark.browser

T, H = 20, 3
TOLD = """(() => {
  const { clearRect, fillText } = CanvasRenderingContext2D.prototype;
  CanvasRenderingContext2D.prototype.clearRect = function (...box) {
    this.canvas.told = [];
    clearRect.apply(this, box);
  };
  CanvasRenderingContext2D.prototype.fillText = function (text, x, y) {
    this.canvas.told?.push([text, x, y, this.measureText(text).width]);
    fillText.call(this, text, x, y);
  };
})()"""
"""Run in a page, it keeps at each canvas what was written on it since it was cleared."""
NAME = "always the mean"


def timeline(page: Page, losses: np.ndarray, baseline: float) -> list[tuple[str, float, float, float]]:
    """The texts of the training timeline: what it says, x and y of the place in CSS pixels, and how wide it is."""
    player = mount(page)
    page.evaluate(TOLD)
    give(player, losses, baseline)
    return read(player)


def give(player: Bare, losses: np.ndarray, baseline: float) -> None:
    header = header_of(T, H)
    told = {"total": len(losses) - 1, "shown": len(losses) - 1, "moments": [0, len(losses) - 1], "baseline": baseline}
    curve = {"timeline.iterations": np.arange(len(losses)), "timeline.losses": losses}
    player.give(header | {"timeline": {**header["timeline"], **told}}, arrays_of(T, H) | curve)  # type: ignore[dict-item]


def read(player: Bare) -> list[tuple[str, float, float, float]]:
    told = player.page.evaluate("root.querySelector('.timeline-picture').told")
    return [(text, x, y, width) for text, x, y, width in told]


def ticks(told: list[tuple[str, float, float, float]]) -> list[str]:
    return [text for text, *_ in told if text != NAME]


def test_losses_within_a_decade_have_an_axis_of_their_own(page: Page, watch: Watch) -> None:
    told = timeline(page, np.geomspace(1.97, 1.68, 200), 1.75)
    assert ticks(told) == ["1.6", "1.8", "2"]
    places = {text: y for text, _, y, _ in told}
    assert places["1.6"] - places["2"] > 30


@pytest.mark.parametrize(
    ("losses", "baseline", "wanted"),
    [
        (np.geomspace(2.3, 0.3, 100), 1.2, ["0.5", "1", "2"]),
        (np.geomspace(3, 0.002, 100), 1.2, ["10⁻³", "10⁻²", "10⁻¹", "1", "10"]),
        (np.full(50, 0.6931), 0.6931, ["0.6", "0.65", "0.7"]),
        (np.array([0.02]), 0.03, ["0.02", "0.03"]),
    ],
)
def test_ticks_are_round_numbers(
    page: Page, watch: Watch, losses: np.ndarray, baseline: float, wanted: list[str]
) -> None:
    found = ticks(timeline(page, losses, baseline))
    assert set(found) <= set(wanted)
    assert len(found) >= 2


def test_the_axis_of_a_run_only_grows(page: Page, watch: Watch) -> None:
    player = mount(page)
    page.evaluate(TOLD)
    give(player, np.geomspace(1.97, 0.9, 200), 1.75)
    before = ticks(read(player))
    give(player, np.geomspace(1.97, 1.7, 200), 1.75)
    assert ticks(read(player)) == before
    give(player, np.geomspace(1.97, 0.01, 200), 1.75)
    assert {"10", "10⁻²"} & set(ticks(read(player)))


@pytest.mark.parametrize("end", [0.0066, 0.0072, 0.009, 0.05])
def test_no_curve_runs_through_the_name_of_the_baseline(page: Page, watch: Watch, end: float) -> None:
    losses = np.geomspace(0.5, end, 300)
    told = timeline(page, losses, 0.007)
    [(_, x, y, width)] = [each for each in told if each[0] == NAME]
    wide = page.evaluate("root.querySelector('.timeline-picture').getBoundingClientRect().width")
    heights = {text: height for text, _, height, _ in told}
    top, decade = heights["1"], (heights["10⁻²"] - heights["1"]) / 2
    xs = 42 + np.arange(300) / 299 * (wide - 8 - 42)
    ys = top - decade * np.log10(losses)
    beside = (xs > x) & (xs < x + width)
    assert beside.any()
    assert np.abs(ys[beside] - y).min() > 7


def test_charts_of_gradients_have_the_same_ticks_and_fit_what_has_come_to_rest(
    visit: Visit, page: Page, watch: Watch
) -> None:
    watch.allow(BASE_PATH_SEARCH)
    page.add_init_script(TOLD)
    visit("/gradients?cells=rnn_relu,lstm&task=adding&hidden=16&recurrent_scale=2.5&iterations=300&seed=1")
    charts = page.locator(".bands-picture")
    expect(charts).to_have_count(2, timeout=WARM)

    def told() -> list[list[str]]:
        found = charts.evaluate_all("all => all.map((canvas) => canvas.told.map(([text]) => text))")
        return [[text for text in each if text[0].isdigit()] for each in found]

    page.wait_for_function("chart => chart.told?.length > 10", arg=charts.first.element_handle())
    left, right = told()
    assert left == right
    assert left[-5:] == ["10", "20", "30", "40", "50"]
    assert "10¹⁴" in left
    page.get_by_role("button", name="Train", exact=True).click()
    expect(page.get_by_test_id("stProgress")).to_contain_text("2 of 2 runs are done", timeout=WARM)
    page.wait_for_function("chart => !chart.told.some(([text]) => text === '10¹⁴')", arg=charts.first.element_handle())
