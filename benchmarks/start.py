"""From `streamlit run` to a page that can be used, beside a one-line Streamlit app under the same settings."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from _figures import at_most, ratio
from _process import memory
from playwright.sync_api import Browser, Page

from tests.browser.chromium import PROJECTOR, chromium
from tests.browser.server import serve

ROUNDS = 7
ONE_LINE = 'import streamlit as st; st.write("Hello")\n'
_PLAYER_DRAWN = "window.__rnnviz?.frames > 0 && document.querySelector('[data-testid=stMain] h2') !== null"


@dataclass(frozen=True)
class Started:
    """Seconds until the page could be used, and the server's megabytes then; None where nobody tells."""

    seconds: float
    megabytes: float | None


def start(browser: Browser, folder: Path, script: Path | str, path: str, usable: Callable[[Page], object]) -> Started:
    """Start a server, open one page in a browser profile that has seen nothing, wait until it can be used."""
    context = browser.new_context(viewport=PROJECTOR, locale="en-GB")
    context.set_default_timeout(60_000)
    page = context.new_page()
    begun = time.perf_counter()
    with serve(folder, script) as server:
        page.goto(server.url + path, wait_until="commit")
        usable(page)
        seconds = time.perf_counter() - begun
        megabytes = memory(server.process.pid)
    context.close()
    return Started(seconds, megabytes)


def player_drawn(page: Page) -> None:
    """The start page: its player has drawn."""
    page.wait_for_function(_PLAYER_DRAWN)


def train_offered(page: Page) -> None:
    """The page Train & watch: the button can be pressed."""
    page.locator(".st-key-play button:enabled").wait_for()


def measure(browser: Browser, folder: Path) -> None:
    """One after the other, again and again."""
    hello = folder / "hello.py"
    hello.write_text(ONE_LINE)
    starts: dict[str, list[Started]] = {"hello": [], "start": [], "train": []}
    for _ in range(ROUNDS + 1):
        starts["hello"].append(start(browser, folder, hello, "/", lambda page: page.get_by_text("Hello").wait_for()))
        starts["start"].append(start(browser, folder, "app.py", "/", player_drawn))
        starts["train"].append(start(browser, folder, "app.py", "/train", train_offered))
    seconds = {name: [each.seconds for each in found[1:]] for name, found in starts.items()}  # [0]: cold disk
    ratio("start to the first page, player drawn, over a one-line app", seconds["start"], seconds["hello"], 1.4)
    ratio("start to a Train button that can be pressed, over a one-line app", seconds["train"], seconds["hello"], None)
    for name in ("start", "train"):
        pairs = [(a.megabytes, b.megabytes) for a, b in zip(starts[name], starts["hello"], strict=True)]
        known = [(a, b) for a, b in pairs if a is not None and b is not None]
        if known:
            ours, theirs = median(a for a, _ in known), median(b for _, b in known)
            at_most(f"memory of the server, page {name}, over a one-line app", ours / theirs, None, a=ours, b=theirs)


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as name, chromium() as opened:
        measure(opened, Path(name))
