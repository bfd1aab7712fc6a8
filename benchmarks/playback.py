"""Playing 200 time steps of 64 units: frames a second, messages to the server, and time in the script for a frame."""

from __future__ import annotations

import tempfile
from pathlib import Path
from statistics import median

from _figures import at_least, at_most
from playwright.sync_api import Browser, Page

from tests.browser.chromium import PROJECTOR, chromium, ready
from tests.browser.server import serve

ROUNDS = 5
MILLISECONDS = 4000

_EMPTY_FRAMES = """milliseconds => new Promise((told) => {
    let [frames, begun] = [0, null];
    const tick = (now) => {
        begun ??= now;
        if (now - begun >= milliseconds) return told((1000 * frames) / (now - begun));
        frames += 1;
        requestAnimationFrame(tick);
    };
    requestAnimationFrame(tick);
})"""
_COUNTERS = "({ ...window.__rnnviz, now: performance.now() })"


def played(page: Page) -> tuple[float, float]:
    """Frames a second that the player draws, and milliseconds in its script for each."""
    before = page.evaluate(_COUNTERS)
    page.wait_for_timeout(MILLISECONDS)
    after = page.evaluate(_COUNTERS)
    frames = after["frames"] - before["frames"]
    return 1000 * frames / (after["now"] - before["now"]), (after["drawMs"] - before["drawMs"]) / frames


def measure(browser: Browser, url: str) -> None:
    """Play, beside an empty page of the same browser, in turn."""
    context = browser.new_context(viewport=PROJECTOR)
    page = context.new_page()
    sent: list[str | bytes] = []
    page.on("websocket", lambda socket: socket.on("framesent", lambda message: sent.append(message)))
    page.goto(url)
    ready(page)
    page.wait_for_function("window.__rnnviz?.frames > 60")
    loud, heard = bool(sent), 0
    empty = context.new_page()  # hides the other: only the page in front is drawn
    rates, times, usual = [], [], []
    for _ in range(ROUNDS):
        page.bring_to_front()
        page.wait_for_timeout(300)
        sent.clear()
        rate, milliseconds = played(page)
        heard += len(sent)
        rates.append(rate)
        times.append(milliseconds)
        empty.bring_to_front()
        usual.append(empty.evaluate(_EMPTY_FRAMES, MILLISECONDS))
    context.close()
    rate, reference = median(rates), median(usual)
    figure = "playing 200 steps of 64 units"
    spread = {"lowest_highest": [round(min(rates), 1), round(max(rates), 1)], "rounds": ROUNDS}
    at_least(f"{figure}: frames a second", rate, 55, empty_page=reference, over_empty_page=rate / reference, **spread)
    at_most(f"{figure}: milliseconds of script a frame", median(times), None, of_a_frame=median(times) * rate / 1000)
    at_most(f"{figure}: messages to the server", heard, 0, seconds=ROUNDS * MILLISECONDS / 1000, heard_before=loud)


if __name__ == "__main__":
    script = Path(__file__).parent / "_player_app.py"
    with tempfile.TemporaryDirectory() as folder, chromium() as opened, serve(Path(folder), script) as server:
        measure(opened, server.url)
