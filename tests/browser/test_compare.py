"""Compare in a browser: all train and are judged, the board changes in place, the players play as one."""

import re
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, TimeoutError, expect

from tests.browser.chromium import ready
from tests.browser.server import Server, serve
from tests.browser.trainer import WARM
from tests.browser.watch import Watch

BASE_PATH_SEARCH = r"404 \(Not Found\) \(http://127\.0\.0\.1:\d+/compare/_stcore/(health|host-config)\)"
SHORT = "?hidden=4&iterations=15"
LONG = "?hidden=4&iterations=100000&seeds=1&engine=nn"


class Comparer:
    """The open page."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.progress = page.get_by_test_id("stProgress")
        self.verdict = page.locator(".st-key-verdict")
        self.players = page.locator(".stage:not(.board)")
        self.places = page.locator(".ruler-handle")
        self.charts = page.locator(".bands-plot")

    def press(self, name: str) -> None:
        self.page.get_by_role("button", name=name, exact=True).click()

    def pictures(self) -> list[str]:
        """The charts of the board, drawn."""
        return [
            str(picture)
            for picture in self.page.locator(".bands-picture").evaluate_all("all => all.map((c) => c.toDataURL())")
        ]

    def steps(self) -> set[str]:
        """The time steps that the players show."""
        return set(self.places.all_text_contents())

    def name_nodes(self) -> None:
        """Give the nodes of board and players a mark that only they have."""
        self.marked().evaluate_all("all => all.forEach((node) => (node.mark = true))")

    def marked(self) -> Locator:
        return self.page.locator(".stage, .bands-picture, .lane")

    def all_marked(self) -> bool:
        return bool(self.marked().evaluate_all("all => all.every((node) => node.mark)"))


Compare = Callable[[str], Comparer]


@pytest.fixture
def compare(server: Server, page: Page, watch: Watch) -> Iterator[Compare]:
    """Open Compare with a query; what still trains at the end is paused, for the next test."""
    watch.allow(BASE_PATH_SEARCH)

    def open_page(query: str = "") -> Comparer:
        page.goto(f"{server.url}/compare{query}")
        comparer = Comparer(ready(page))
        expect(page.locator(".scores tbody tr").first).to_be_visible(timeout=WARM)
        expect(page.locator(".lane").last).to_be_visible()
        return comparer

    yield open_page
    pause = page.locator(".st-key-compare-pause button")
    if not page.is_closed() and pause.is_visible():
        with suppress(TimeoutError):
            pause.click(timeout=1000)


def test_all_train_and_are_judged_and_nothing_is_built_anew(compare: Compare) -> None:
    comparer = compare(SHORT)
    expect(comparer.verdict).to_contain_text("Press Train all")
    expect(comparer.players).to_have_count(4)
    untrained = comparer.pictures()
    comparer.name_nodes()
    comparer.press("Train all")
    expect(comparer.progress).to_have_text("9 of 9 runs are done", timeout=60_000)
    expect(comparer.verdict).to_contain_text(re.compile("seeds are too few to tell|better than .* in every seed"))
    trained = comparer.pictures()
    assert all(before != after for before, after in zip(untrained, trained, strict=True))
    assert comparer.all_marked()
    expect(comparer.page.locator(".follows .title")).to_have_text(
        [re.compile(rf"^{re.escape(cell)} · hidden size 4 · iteration 15$") for cell in ("RNN (tanh)", "LSTM", "GRU")]
    )
    comparer.press("Reset all")
    expect(comparer.verdict).to_contain_text("Press Train all")


def test_the_pointer_reads_the_chart(compare: Compare) -> None:
    comparer = compare(SHORT)
    comparer.press("Train all")
    expect(comparer.progress).to_have_text("9 of 9 runs are done", timeout=60_000)
    chart = comparer.charts.first
    chart.hover()
    expect(chart.locator(".reading")).to_contain_text(re.compile(r"iteration \d+RNN \(tanh\)[\d.×⁻⁰-⁹]+"))
    comparer.progress.hover()
    expect(chart.locator(".reading")).to_be_hidden()


def test_the_players_play_as_one(compare: Compare) -> None:
    comparer = compare("?seeds=1")
    assert comparer.steps() == {"1"}
    comparer.page.locator(".stage.leads .button.main").click()
    expect(comparer.places.last).to_have_text(re.compile(r"^\d\d$"))
    lanes = comparer.page.locator(".stage.follows").last
    lanes.focus()
    comparer.page.keyboard.press(" ")
    comparer.page.wait_for_timeout(200)
    (stopped,) = comparer.steps()
    comparer.page.wait_for_timeout(300)
    assert comparer.steps() == {stopped}
    comparer.page.keyboard.press("ArrowRight")
    assert comparer.steps() == {str(int(stopped) + 1)}
    expect(comparer.page.locator(".stage.leads .place")).to_have_text(f"step {int(stopped) + 1} of 100")
    comparer.page.keyboard.press("Home")
    assert comparer.steps() == {"1"}


def test_what_a_value_means_hides_no_title(compare: Compare) -> None:
    comparer = compare("?cells=rnn,lstm&seeds=1")
    player = comparer.page.locator(".stage.follows").first
    player.locator(".lane").first.hover()
    meaning, title = player.locator(".meaning"), player.locator(".title")
    expect(meaning).to_be_visible()
    expect(title).to_have_text("RNN (tanh) · hidden size 16 · iteration 0")
    said, named, choice = meaning.bounding_box(), title.bounding_box(), player.locator(".choices").bounding_box()
    assert said is not None
    assert named is not None
    assert choice is not None
    assert named["x"] + named["width"] < said["x"]
    assert said["x"] + said["width"] < choice["x"]


def test_one_playhead_crosses_all_players_at_one_place(compare: Compare) -> None:
    comparer = compare("?seeds=1")
    boxes = comparer.page.locator(".ruler-track").evaluate_all(
        "all => all.map((node) => { const { left, width } = node.getBoundingClientRect(); return [left, width]; })"
    )
    assert len(boxes) == 4
    assert all(box == boxes[0] for box in boxes)


def test_a_reload_and_another_page_lose_nothing(compare: Compare) -> None:
    comparer = compare(LONG)
    comparer.press("Train all")
    expect(comparer.progress).to_contain_text("iteration of the slowest seed")
    menu = comparer.page.get_by_test_id("stTopNavLink")
    menu.filter(has_text="Start").click()
    expect(comparer.page.get_by_role("heading", name="See inside")).to_be_visible()
    menu.filter(has_text="Compare").click()
    expect(comparer.progress).to_contain_text("iteration of the slowest seed")
    comparer.press("Pause all")
    expect(comparer.progress).to_contain_text("paused")
    comparer.page.wait_for_timeout(1000)  # the slices in flight end
    losses = comparer.page.locator(".scores tbody").inner_text()
    comparer.page.reload()
    ready(comparer.page)
    expect(comparer.progress).to_contain_text("paused", timeout=WARM)
    expect(comparer.page.get_by_role("button", name="Resume all")).to_be_visible()
    assert comparer.page.locator(".scores tbody").inner_text() == losses
    comparer.press("Reset all")


def test_the_board_follows_the_theme(compare: Compare) -> None:
    comparer = compare("?seeds=1")
    expect(comparer.page.locator(".board").locator("xpath=..")).to_have_attribute("data-mode", "light")
    comparer.page.emulate_media(color_scheme="dark")
    expect(comparer.page.locator(".board").locator("xpath=..")).to_have_attribute("data-mode", "dark")


def test_a_deep_link_is_the_first_request_of_a_fresh_server(page: Page, watch: Watch, tmp_path: Path) -> None:
    watch.allow(BASE_PATH_SEARCH)
    with serve(tmp_path) as server:
        page.goto(f"{server.url}/compare?cells=gru,lstm&seeds=1&matched=1")
        ready(page)
        rows = page.locator(".scores tbody th")
        expect(rows).to_have_text(["GRU", "LSTM"], timeout=WARM)
        expect(page.get_by_test_id("stTopNavLink").filter(has_text="Compare")).to_have_attribute("aria-current", "page")
        expect(page.get_by_test_id("stException")).to_have_count(0)
        assert "Traceback" not in server.printed()
