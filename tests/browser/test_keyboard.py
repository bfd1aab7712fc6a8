"""By keyboard alone, and without motion."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.chromium import PROJECTOR, ready
from tests.browser.conftest import Train
from tests.browser.server import Server
from tests.browser.trainer import WARM

FOCUSED = """() => {
    let node = document.activeElement;
    while (node.shadowRoot?.activeElement) node = node.shadowRoot.activeElement;
    return node.getAttribute('aria-label') || node.textContent;
}"""


@pytest.fixture
def still_page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport=PROJECTOR, reduced_motion="reduce", locale="en-GB")
    yield context.new_page()
    context.close()


def tab_to(page: Page, name: str, most: int = 40) -> None:
    """Press Tab until the focus is on what has this name."""
    seen = []
    for _ in range(most):
        page.keyboard.press("Tab")
        seen.append(page.evaluate(FOCUSED))
        if seen[-1] == name:
            return
    pytest.fail(f"{name!r} was not reached; the focus went to {seen}")


def test_train_and_player_are_reached_and_used_without_a_mouse(train: Train, page: Page) -> None:
    trainer = train("?iterations=60")
    tab_to(page, "Train")
    page.keyboard.press("Enter")
    trainer.wait_for("done")
    tab_to(page, "training iteration")
    page.keyboard.press("Home")
    page.keyboard.press("ArrowLeft")
    expect(trainer.iteration_text).to_have_text("iteration 59 of 60")
    tab_to(page, "Play")
    page.keyboard.press("Enter")
    expect(trainer.place).to_have_text(re.compile(r"step [1-9]\d of 100"))
    page.keyboard.press("Enter")
    tab_to(page, "time step")
    page.keyboard.press("Home")
    page.keyboard.press("ArrowRight")
    expect(trainer.ruler).to_have_attribute("aria-valuetext", "step 2 of 100")
    page.keyboard.press("v")
    expect(page.locator(".lit").first).to_be_visible()
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Keys")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog", name="Keys")).to_have_count(0)


def test_the_start_page_keeps_still_for_those_who_ask_for_less_motion(server: Server, still_page: Page) -> None:
    still_page.goto(server.url)
    ready(still_page)
    expect(still_page.get_by_role("button", name="Play", exact=True)).to_be_visible(timeout=WARM)
    expect(still_page.locator(".place")).to_have_text("step 1 of 100")
    expect(still_page.get_by_role("button", name="Pause", exact=True)).to_have_count(0)
    still_page.get_by_role("button", name="Play", exact=True).click()
    expect(still_page.locator(".place")).to_have_text(re.compile(r"step [1-9]\d of 100"))
