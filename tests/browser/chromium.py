"""Finds Chromium and opens pages in it, without a window and without a network."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, Page, ViewportSize, sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome")
MISSING = (
    "no Chromium found: install it (Debian, Ubuntu: sudo apt install chromium; macOS: brew install chromium) "
    f"or put one of these on the PATH: {', '.join(NAMES)}"
)
PROJECTOR: ViewportSize = {"width": 1280, "height": 720}

_FLAGS = [
    "--no-sandbox",  # Debian's Chromium run by root, as in a container, starts no other way
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1",
]
_READY = (
    "[data-testid=stApp][data-test-connection-state=CONNECTED][data-test-script-state=notRunning]"
    ":has([data-testid=stMain] [data-testid=stElementContainer])"
    ":not(:has([data-testid=stSkeleton]))"
)


def find_chromium() -> str | None:
    """The path of an installed Chromium or Chrome, or None."""
    return next((path for path in map(shutil.which, NAMES) if path), None)


@contextmanager
def chromium() -> Iterator[Browser]:
    """A headless Chromium that reaches this machine and no other.

    Raises FileNotFoundError, saying what to install, where there is none.
    """
    path = find_chromium()
    if path is None:
        raise FileNotFoundError(MISSING)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=_FLAGS)
        try:
            yield browser
        finally:
            browser.close()


def ready(page: Page, timeout: float = 60) -> Page:
    """Wait up to `timeout` seconds until the page is connected, its script has run and all is drawn."""
    page.locator(_READY).wait_for(state="attached", timeout=timeout * 1000)
    return page
