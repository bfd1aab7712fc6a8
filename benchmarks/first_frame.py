"""From the press of Train to the first live picture, on a server that has trained before.

Beside it, in the same page, a press of Reset: what a click alone takes there and back.
"""

from __future__ import annotations

import tempfile
from pathlib import Path
from statistics import median

from _figures import at_most, ratio
from playwright.sync_api import Browser

from tests.browser.chromium import PROJECTOR, chromium
from tests.browser.server import serve
from tests.browser.trainer import Trainer, open_trainer

ROUNDS = 9
_WATCH_PRESSES = "addEventListener('pointerdown', () => (window.pressed = performance.now()), true)"


def seconds_to_next(trainer: Trainer, button: str) -> float:
    """Press a button; seconds until the player shows another iteration."""
    trainer.record(trainer.iteration_text)
    trainer.press(button)
    trainer.page.wait_for_function("window.__recorded.length > 0")
    time, _ = trainer.recorded()[0]
    return (time - float(trainer.page.evaluate("window.pressed"))) / 1000


def measure(browser: Browser, url: str) -> None:
    """Train, Pause, Reset, again and again."""
    for cell in ("lstm", "gru"):
        context = browser.new_context(viewport=PROJECTOR)
        page = context.new_page()
        trainer = open_trainer(page, url, f"?cell={cell}&iterations=100000")
        page.evaluate(_WATCH_PRESSES)
        first, click = [], []
        for _ in range(ROUNDS + 1):
            first.append(seconds_to_next(trainer, "Train"))
            trainer.press("Pause")
            trainer.wait_for("paused")
            page.wait_for_timeout(500)
            click.append(seconds_to_next(trainer, "Reset"))
            page.wait_for_timeout(500)
        context.close()
        first, click = first[1:], click[1:]  # the first loads what the others find
        figure = f"press of Train to the first live picture, {cell}"
        spread = [round(min(first), 3), round(max(first), 3)]
        at_most(figure, median(first), 0.5, unit="s", lowest_highest=spread, rounds=ROUNDS)
        ratio(f"{figure}, over a click on Reset", first, click, None)


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder, serve(Path(folder)) as server, chromium() as opened:
        measure(opened, server.url)
