"""Fixtures of the tests in a browser: the running app, a headless Chromium, a page that must stay clean."""

import os
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, TimeoutError, expect

from tests.browser.chromium import MISSING, PROJECTOR, chromium, find_chromium, ready
from tests.browser.server import Server, serve
from tests.browser.trainer import BASE_PATH_SEARCH, Trainer, open_trainer
from tests.browser.watch import Watch

# On a machine that does other work as well, what is right after a moment may take more than the usual five seconds.
expect.set_options(timeout=20_000)

Visit = Callable[[str], Page]
Train = Callable[[str], Trainer]


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the tests of this folder and run them last: the others are quicker to fail."""
    here = [item for item in items if Path(__file__).parent in item.path.parents]
    for item in here:
        item.add_marker("browser")
    items[:] = [item for item in items if item not in here] + here


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A headless Chromium. Without one the test is skipped, or fails where CI is set."""
    if find_chromium() is None:
        (pytest.fail if os.environ.get("CI") else pytest.skip)(MISSING)
    with chromium() as opened:
        yield opened


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The app, one for all tests: as in a class, where many use the same."""
    with serve(tmp_path_factory.mktemp("server")) as running:
        yield running


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """An empty page as wide and high as a projector, in a browser profile of its own."""
    context = browser.new_context(viewport=PROJECTOR, locale="en-GB")
    context.set_default_timeout(20_000)
    yield context.new_page()
    context.close()


@pytest.fixture
def watch(page: Page) -> Iterator[Watch]:
    """What goes wrong on the page. The test fails at its end when anything did that it did not allow()."""
    watching = Watch(page)
    yield watching
    assert watching.problems() == []


@pytest.fixture
def visit(server: Server, page: Page, watch: Watch) -> Visit:
    """Open a path of the app, such as "/train?cell=gru", and wait until it is drawn; the page is watched."""

    def open_path(path: str = "/") -> Page:
        page.goto(server.url + path)
        return ready(page)

    return open_path


@pytest.fixture
def train(server: Server, page: Page, watch: Watch) -> Iterator[Train]:
    """Open Train & watch with a query such as "?cell=gru"; what still trains at the end is paused."""
    watch.allow(BASE_PATH_SEARCH)
    yield lambda query="": open_trainer(page, server.url, query)
    pause = page.locator(".st-key-pause button")
    while not page.is_closed() and pause.is_visible():
        with suppress(TimeoutError, AssertionError):  # it is done by itself, or the page was busy with the press before
            pause.click(timeout=1000)
            expect(pause).to_be_hidden(timeout=2000)
