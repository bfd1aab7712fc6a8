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


PAGES: dict[str, Callable[[Page], None]] = {"/": expect_start, "/train": expect_train}
NAMES = {"/": "Start", "/train": "Train & watch", "/compare": "Compare", "/map": "Map", "/reference": "Reference"}


def expect_sound(page: Page, path: str) -> None:
    """Menu and page are there, and nothing went wrong on it."""
    ready(page)
    entries = page.get_by_test_id("stSidebarNavLink")
    expect(entries).to_have_text(list(NAMES.values()))
    expect(entries.filter(has_text=NAMES[path])).to_have_attribute("aria-current", "page")
    PAGES[path](page)
    expect(page.get_by_test_id("stException")).to_have_count(0)
    expect(page.get_by_test_id("stAlert")).to_have_count(0)


@pytest.mark.parametrize("path", PAGES)
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
    for path in ("/train", "/"):
        page.get_by_test_id("stSidebarNavLink").filter(has_text=NAMES[path]).click()
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
