"""The page Train & watch as the hands and eyes of a person: what can be pressed there and what can be read."""

import re
from typing import Any

from playwright.sync_api import Locator, Page, expect

from tests.browser.chromium import ready

# Streamlit asks below a page's own path first, to learn where the app lives, and takes the 404 for an answer.
BASE_PATH_SEARCH = r"404 \(Not Found\) \(http://127\.0\.0\.1:\d+/\w+/_stcore/(health|host-config)\)"
WARM = 60_000
"""Milliseconds that a fresh server may need to load torch on a busy machine."""


class Trainer:
    """The open page; made by `open_trainer`."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.iteration_text = page.locator(".timeline-iteration")
        self.loss_text = page.locator(".timeline-loss")
        self.place = page.locator(".place")
        self.stage = page.locator(".stage")
        self.progress = page.get_by_test_id("stProgress")
        self.caption = page.locator(".print .caption")
        self.timeline = page.locator(".timeline-track")
        self.ruler = page.locator(".ruler-track")

    def button(self, name: str) -> Locator:
        """A button of the page around the player."""
        return (
            self.page.get_by_test_id("stMain").get_by_test_id("stButton").get_by_role("button", name=name, exact=True)
        )

    def press(self, name: str) -> None:
        """Press a button of the page around the player."""
        self.button(name).click()

    def choose(self, field: str, value: str) -> None:
        """Type a number or a text, or pick an entry of a list."""
        widgets = self.page.locator("[data-testid=stSelectbox], [data-testid=stNumberInput], [data-testid=stTextInput]")
        entry = widgets.get_by_label(field, exact=True)
        if entry.get_attribute("role") == "combobox":
            entry.click()
            self.page.get_by_role("option", name=value, exact=True).click()
        else:
            entry.fill(value)
            entry.press("Enter")

    def iteration(self) -> int:
        """The iteration that the player shows."""
        return int(self.iteration_text.inner_text().split()[1])

    def planned(self) -> tuple[int, int]:
        """The iteration and the planned total of the progress sentence."""
        words = self.progress.inner_text().split()
        return int(words[1]), int(words[3])

    def step(self) -> int:
        """The time step that the player shows, counted from 1."""
        return int(self.place.inner_text().split()[1])

    def numbers(self) -> list[str]:
        """Every number that the equations show."""
        return self.page.locator(".numbers [data-value]").all_text_contents()

    def curve(self) -> str:
        """The picture of the loss curve."""
        picture: str = self.page.locator(".timeline-picture").evaluate("canvas => canvas.toDataURL()")
        return picture

    def train_to_the_end(self) -> None:
        """Press Train and wait until it is done and the player shows the end."""
        self.press("Train")
        self.wait_for("done")
        total = self.planned()[1]
        expect(self.iteration_text).to_have_text(f"iteration {total} of {total}")

    def wait_for(self, status: str, timeout: float = 60_000) -> None:
        """Wait until the progress sentence ends in a status."""
        expect(self.progress).to_contain_text(re.compile(rf"· {status}( · |$)"), timeout=timeout)

    def wait_beyond(self, iteration: int) -> int:
        """Wait until the player shows a later iteration than this; return that one."""
        self.page.wait_for_function(
            "([node, than]) => Number(node.textContent.split(' ')[1]) > than",
            arg=[self.iteration_text.element_handle(), iteration],
        )
        return self.iteration()

    def wait_until_trained_beyond(self, iteration: int) -> None:
        """Wait until the training itself, whatever moment of it is shown, is beyond this iteration."""
        self.page.wait_for_function(
            # Right after a reconnection the page may be without its progress for a moment.
            "than => Number(document.querySelector('[data-testid=stProgress]')?.textContent.split(' ')[1]) > than",
            arg=iteration,
        )

    def record(self, node: Locator) -> None:
        """Note every text of a node from now on, with its time; `recorded` tells them."""
        node.evaluate(
            """node => {
                window.__recorded = [];
                const note = () => window.__recorded.push([performance.now(), node.textContent]);
                new MutationObserver(note).observe(node, { childList: true, characterData: true, subtree: true });
            }"""
        )

    def recorded(self) -> list[tuple[float, str]]:
        """Times in milliseconds and texts since `record`."""
        notes: list[Any] = self.page.evaluate("window.__recorded")
        return [(float(time), str(text)) for time, text in notes]

    def counters(self) -> dict[str, float]:
        """How often the player was mounted, loaded with data and drawn."""
        counted: dict[str, float] = self.page.evaluate("({ ...window.__rnnviz })")
        return counted


def open_trainer(page: Page, url: str, query: str = "") -> Trainer:
    """Open Train & watch and wait for the player."""
    page.goto(f"{url}/train{query}")
    trainer = Trainer(ready(page))
    expect(trainer.iteration_text).to_be_visible(timeout=WARM)
    return trainer
