"""Every page opens, by menu and as the first request of a fresh server, in light and in dark."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.chromium import PROJECTOR, ready
from tests.browser.conftest import Train, Visit
from tests.browser.server import serve
from tests.browser.trainer import BASE_PATH_SEARCH, WARM
from tests.browser.watch import Watch

START = "See inside a recurrent network while it learns"


def expect_start(page: Page) -> None:
    expect(page.get_by_role("heading", name=START)).to_be_visible()
    expect(page.locator(".place")).to_have_text(re.compile(r"step [2-9]\d of 100"), timeout=WARM)  # it plays by itself


def expect_train(page: Page) -> None:
    expect(page.get_by_role("button", name="Train", exact=True)).to_be_visible(timeout=WARM)
    expect(page.locator(".place")).to_have_text("step 1 of 100", timeout=WARM)


def expect_there(name: str) -> Callable[[Page], None]:
    """A page has something to press, or a heading, of this name."""

    def expect_it(page: Page) -> None:
        pressed = page.get_by_role("button", name=name, exact=True).or_(page.get_by_role("radio", name=name))
        expect(pressed.or_(page.get_by_role("heading", name=name)).first).to_be_visible(timeout=WARM)

    return expect_it


PAGES: dict[str, Callable[[Page], None]] = {
    "/": expect_start,
    "/lessons": expect_there("Lessons"),
    "/train": expect_train,
    "/compare": expect_there("Train all"),
    "/reference": expect_there("Shapes"),
}
FURTHER: dict[str, Callable[[Page], None]] = {
    "/lab": expect_there("All weights 0"),
    "/surgery": expect_there("Freeze memory"),
    "/gradients": expect_there("RNN vanishes, LSTM keeps"),
    "/map": expect_there("Train all"),
    "/designer": expect_there("Add a peephole"),
}
NAMES = {
    "/": "Start",
    "/lessons": "Lessons",
    "/train": "Train & watch",
    "/compare": "Compare",
    "/reference": "Reference",
    "/lab": "Gate lab",
    "/surgery": "Gate surgery",
    "/gradients": "Gradients",
    "/map": "Map",
    "/designer": "Cell designer",
}


def open_experiments(page: Page) -> None:
    page.get_by_test_id("stTopNavSection").filter(has_text="Experiments").click()


def expect_sound(page: Page, path: str) -> None:
    """Menu and page are there, and nothing went wrong on it."""
    ready(page)
    entries = page.get_by_test_id("stTopNavLink")
    expect(entries).to_have_text([NAMES[each] for each in PAGES])
    if path in PAGES:
        expect(entries.filter(has_text=NAMES[path])).to_have_attribute("aria-current", "page")
    {**PAGES, **FURTHER}[path](page)
    expect(page.get_by_test_id("stException")).to_have_count(0)
    expect(page.get_by_test_id("stAlert")).to_have_count(0)


@pytest.mark.parametrize("path", [path for path in [*PAGES, *FURTHER] if path not in ("/", "/train")])
def test_every_page_can_be_the_first_request(browser: Browser, tmp_path: Path, path: str) -> None:
    with serve(tmp_path) as server:
        context = browser.new_context(viewport=PROJECTOR, locale="en-GB")
        page = context.new_page()
        watch = Watch(page)
        watch.allow(BASE_PATH_SEARCH)
        page.goto(server.url + path)
        expect_sound(page, path)
        assert watch.problems() == []
        context.close()
        assert "Traceback" not in server.printed()


@pytest.mark.parametrize("path", ["/", "/train"])
@pytest.mark.parametrize("mode", ["light", "dark"])
def test_a_deep_link_is_the_first_request_of_a_fresh_server(
    browser: Browser, tmp_path: Path, path: str, mode: str
) -> None:
    dark = mode == "dark"
    with serve(tmp_path) as server:
        context = browser.new_context(viewport=PROJECTOR, color_scheme="dark" if dark else "light", locale="en-GB")
        page = context.new_page()
        watch = Watch(page)
        watch.allow(BASE_PATH_SEARCH)
        page.goto(server.url + path)
        expect_sound(page, path)
        expect(page.get_by_test_id("stApp")).to_have_css(
            "background-color", "rgb(14, 17, 23)" if dark else "rgb(255, 255, 255)"
        )
        expect(page.locator(".rnnviz")).to_have_attribute("data-mode", mode)
        assert watch.problems() == []
        context.close()
        assert "Traceback" not in server.printed()


def test_the_menu_leads_to_every_page_and_back(visit: Visit) -> None:
    page = visit("/")
    for path in [*list(PAGES)[1:], *FURTHER, "/"]:
        if path in FURTHER:
            open_experiments(page)
            page.get_by_test_id("stTopNavDropdownLink").filter(has_text=NAMES[path]).click()
        else:
            page.get_by_test_id("stTopNavLink").filter(has_text=NAMES[path]).click()
        expect_sound(page, path)


def test_the_start_page_leads_to_training(visit: Visit) -> None:
    page = visit("/")
    page.get_by_role("button", name="Train your own").click()
    expect_train(page)


def test_nothing_is_cut_off_at_the_top(train: Train) -> None:
    trainer = train("")
    bar = trainer.page.get_by_test_id("stHeader").bounding_box()
    first = trainer.button("Train").bounding_box()
    assert bar
    assert first
    assert first["y"] >= bar["y"] + bar["height"]
