"""Live training in the app, page open and following, beside a plain script of the same loop."""

from __future__ import annotations

import re
import tempfile
import time
from pathlib import Path

import numpy as np
import torch
from _bare import main as bare
from _bare import run_bare
from _figures import ratio
from playwright.sync_api import Browser, Page

from rnnviz.training.link import preset
from rnnviz.training.run import Run
from rnnviz.training.runner import SLICE_SECONDS
from tests.browser.chromium import PROJECTOR, chromium
from tests.browser.server import serve
from tests.browser.trainer import open_trainer

BAR = 1.15
ITERATIONS = {"lstm": 2000, "gru": 400}
"""Of the script in one round, and of either loop without a page."""
LIVE = {("lstm", "auto"): 60_000, ("gru", "auto"): 60_000, ("lstm", "nn"): 4000, ("gru", "nn"): 700}
"""Of the app in one round, by cell and engine: enough for some seconds."""
ROUNDS = 5
PIECES = 8
"""The comparison without a page is made in smaller pieces: more of them fit between two moods of the machine."""

_FOLLOW = """() => {
    window.pressed = null;
    window.seen = [];
    addEventListener('pointerdown', () => (window.pressed ??= performance.now()), true);
    const note = () => {
        const node = document.querySelector('[data-testid=stProgress]');
        if (node) window.seen.push([performance.now(), node.innerText]);
    };
    new MutationObserver(note).observe(document.body, { subtree: true, childList: true, characterData: true });
}"""


def live(page: Page, url: str, iterations: int, **choices: str) -> tuple[float, float, float]:
    """Train in the app with the page open.

    Returns:
        Seconds from the press to the word "done"; seconds that the page's own iterations say for as many, by the line
        through all that it showed, NaN where it was too quick for one; pictures a second.
    """
    query = "&".join(f"{field}={value}" for field, value in choices.items())
    trainer = open_trainer(page, url, f"?iterations={iterations}&{query}")
    page.evaluate(_FOLLOW)
    loads = trainer.counters()["loads"]
    trainer.press("Train")
    trainer.wait_for("done", 300_000)
    pressed: float = page.evaluate("window.pressed")
    seen = [(time, re.match(r"Iteration (\d+) of", text), text) for time, text in page.evaluate("window.seen")]
    done = next(time for time, _, text in seen if text.endswith("done"))
    times = {int(match[1]): time for time, match, _ in reversed(seen) if match}  # when each was first shown
    inner = [iteration for iteration in times if 0 < iteration < iterations]
    slope = np.polyfit(inner, [times[iteration] for iteration in inner], 1)[0] if len(inner) > 1 else np.nan
    seconds = (done - pressed) / 1000
    return seconds, float(slope) * iterations / 1000, (trainer.counters()["loads"] - loads) / seconds


def in_the_app(browser: Browser) -> None:
    """The app in its own process against the script in its own, in turn; times are of as many iterations."""
    with tempfile.TemporaryDirectory() as folder, serve(Path(folder)) as server:
        wait_for_kernels(browser, server.url)
        for (cell, engine), iterations in LIVE.items():
            whole, own, script, pictures = [], [], [], []
            for _ in range(ROUNDS):
                context = browser.new_context(viewport=PROJECTOR)
                seconds, by_line, rate = live(context.new_page(), server.url, iterations, cell=cell, engine=engine)
                context.close()
                whole.append(seconds)
                own.append(by_line)
                pictures.append(rate)
                script.append(run_bare(cell, ITERATIONS[cell]) * iterations / ITERATIONS[cell])
            figure = f"live training in the app over a plain script, sine, {cell}, engine {engine}"
            bar = BAR if engine == "auto" else None
            ratio(figure, own, script, bar, iterations=iterations, pictures_a_second=float(np.median(pictures)))
            ratio(f"{figure}, from the press of Train to 'done'", whole, script, bar, iterations=iterations)


def wait_for_kernels(browser: Browser, url: str) -> None:
    """Open a page and wait until what is compiled behind it is ready."""
    context = browser.new_context(viewport=PROJECTOR)
    page = context.new_page()
    for _ in range(60):
        live(page, url, 3000, cell="gru")
        if page.get_by_text("trained by compiled equations").is_visible():
            break
    context.close()


def in_slices(cell: str, iterations: int) -> float:
    """Seconds of the app's own loop without a page: slices of a tenth of a second."""
    run = Run(preset(cell, "sine").changed(iterations=iterations))
    run.play()
    begun = time.perf_counter()
    while run.training:
        run.train_slice(SLICE_SECONDS)
    return time.perf_counter() - begun


def slicing() -> None:
    """The same in one process without a page: what slices and checkpoints cost."""
    torch.set_num_threads(1)
    for cell, iterations in ITERATIONS.items():
        piece = iterations // PIECES
        pairs = [(in_slices(cell, piece), bare(cell, piece)) for _ in range(2 * PIECES)]
        ours, theirs = zip(*pairs, strict=True)
        ratio(f"training in slices over a plain script, sine, {cell}, no page", ours, theirs, BAR)


if __name__ == "__main__":
    slicing()
    with chromium() as opened:
        in_the_app(opened)
