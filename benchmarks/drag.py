"""Dragging a slider: from each move of the hand to the picture that shows it or a later one, and pictures a second."""

from __future__ import annotations

import tempfile
from pathlib import Path

from _figures import at_least, at_most, share
from playwright.sync_api import Browser, Page, expect

from tests.browser.chromium import PROJECTOR, chromium, ready
from tests.browser.server import serve

MOVES, PAUSE = 240, 16
HIDDEN, STEPS = 32, 100

# Notes each input of a slider with the number beside it (its places may be other than its values), and each text of a
# number of the picture, after it has been painted.
# Where a pattern is given, the number is what it finds in the text.
_RECORD = """([slider, number, pattern]) => {
    window.__drag = { inputs: [], shown: [] };
    const told = () => Number(slider.parentElement.querySelector(".control-number").value);
    slider.addEventListener("input", () => window.__drag.inputs.push([performance.now(), told()]));
    new MutationObserver(() => {
        const whole = number.textContent.replace("\\u2212", "-");
        const text = pattern ? whole.match(pattern)?.[1] : whole;
        requestAnimationFrame(() => window.__drag.shown.push([performance.now(), Number(text)]));
    }).observe(number, { childList: true, characterData: true, subtree: true });
}"""


def drag(page: Page, slider: str, number: str, pattern: str = "") -> tuple[list[float], float, bool]:
    """Pull a slider to and fro.

    Args:
        slider, number: selectors; the number shows the slider's value once it has been computed with.
        pattern: finds the number in a text.

    Returns:
        Milliseconds from each input to the first picture that shows it or a later one, pictures a second, and whether
        the last value is shown at the end.
    """
    range_, text = page.locator(slider).first, page.locator(number).first
    page.evaluate(_RECORD, [range_.element_handle(), text.element_handle(), pattern])
    box = range_.bounding_box()
    assert box is not None
    middle, reach = box["y"] + box["height"] / 2, box["width"] * 0.8
    page.mouse.move(box["x"] + box["width"] * 0.1, middle)
    page.mouse.down()
    for move in range(MOVES):
        to_and_fro = abs((2 * move / 120) % 2 - 1)
        page.mouse.move(box["x"] + box["width"] * 0.1 + reach * (1 - to_and_fro), middle)
        page.wait_for_timeout(PAUSE)
    page.mouse.up()
    page.wait_for_timeout(1500)
    log = page.evaluate("window.__drag")
    last = float(range_.locator("xpath=following-sibling::input").input_value())
    return *_delays(log["inputs"], log["shown"]), bool(abs(log["shown"][-1][1] - last) < 1e-3)


def _delays(inputs: list[list[float]], shown: list[list[float]]) -> tuple[list[float], float]:
    """Each picture is matched with the input of its value before it: that one, and all before, are shown by it."""
    delays, at = [], 0
    for time, value in shown:
        known = [k for k in range(at, len(inputs)) if abs(inputs[k][1] - value) < 1e-3 and inputs[k][0] < time]
        if known:
            # The first: a value that comes again later has not been shown yet.
            end = known[0] + 1
            delays += [time - inputs[k][0] for k in range(at, end)]
            at = end
    length = (inputs[-1][0] - inputs[0][0]) / 1000
    return delays, len([1 for time, _ in shown if time <= inputs[-1][0] + 200]) / length


def surgery(page: Page, url: str) -> None:
    """A gate of a trained LSTM is set to what the hand says."""
    page.goto(f"{url}/surgery?cell=lstm&task=sine&hidden={HIDDEN}&iterations=30")
    ready(page)
    page.get_by_role("button", name="Train one now").click()
    expect(page.locator(".print .caption").last).to_contain_text(f"hidden size {HIDDEN}", timeout=60_000)
    page.wait_for_timeout(1000)
    page.locator(".control.choice select").nth(1).select_option("clamp")
    page.wait_for_timeout(1000)
    report("surgery", page, '.control.slider input[type="range"]', ".lane-number >> nth=1")


def lab(page: Page, url: str) -> None:
    """The forget gate's bias of one cell, with the equations' numbers, the curves and the gates over all steps."""
    page.goto(f"{url}/lab?preset=leak3")
    ready(page)
    expect(page.locator(".lane-number").first).to_be_visible(timeout=60_000)
    page.wait_for_timeout(1000)
    report("lab", page, '[data-control="b_f.0"] input[type="range"]', '.numbers [data-value="b_f"]')


def retrain(page: Page, url: str) -> None:
    """The seed of E1's LSTM: 300 iterations from the start for every picture."""
    page.goto(f"{url}/train?cell=lstm&task=sine")
    ready(page)
    page.get_by_text("Retrain while I drag").click()
    slider = '[data-group="seed"] input[type="range"]'
    expect(page.locator(slider)).to_be_visible(timeout=60_000)
    page.wait_for_timeout(1000)
    report("retrain", page, slider, ".print .caption", r"seed (\d+)", bar=150)


SIZES = {
    "surgery": {"hidden": HIDDEN, "steps": STEPS},
    "lab": {"hidden": 1, "steps": 40},
    "retrain": {"hidden": 16, "steps": 100, "iterations": 300},
}


def report(name: str, page: Page, slider: str, number: str, pattern: str = "", bar: float = 100) -> None:
    """Print the figures of one drag."""
    delays, rate, last = drag(page, slider, number, pattern)
    details = {**SIZES[name], "last_value_shown": last, "moves": len(delays)}
    at_most(
        f"{name}: drag to changed picture, p95", share(delays, 0.95), bar, unit="ms", p50=share(delays, 0.5), **details
    )
    at_least(f"{name}: pictures a second while dragging", rate, 15 if bar == 100 else None, **details)


def measure(browser: Browser, url: str) -> None:
    """Each page in a tab of its own; the first waits until torch is loaded, which would hold the others up."""
    for each in (surgery, lab, retrain):
        context = browser.new_context(viewport=PROJECTOR)
        each(context.new_page(), url)
        context.close()


def main() -> None:
    """Serve the app and print the figures."""
    with tempfile.TemporaryDirectory() as folder, serve(Path(folder)) as server, chromium() as browser:
        measure(browser, server.url)


if __name__ == "__main__":
    main()
