"""The cell designer in a browser: the caret stays, mistakes stand under their line, and what was typed trains."""

import re

from playwright.sync_api import Page, expect

from tests.browser.chromium import ready
from tests.browser.conftest import Visit
from tests.browser.trainer import BASE_PATH_SEARCH, WARM
from tests.browser.watch import Watch

LINE = "q = tanh(W_q @ x + v * c_prev)"
CARET = "area => area.selectionStart"


def opened(visit: Visit, watch: Watch, path: str = "/designer") -> Page:
    watch.allow(BASE_PATH_SEARCH)
    page = visit(path)
    expect(page.locator(".ink .line")).not_to_have_count(0, timeout=WARM)
    return page


def after_line(page: Page, number: int) -> None:
    """Put the caret at the end of a line, counted from 1, and begin a new one below it."""
    area = page.locator("textarea")
    area.click()
    # Not by the arrow keys: a long line is shown as several.
    end = len("\n".join(area.input_value().split("\n")[:number]))
    area.evaluate("(area, end) => area.setSelectionRange(end, end)", end)
    page.keyboard.press("Enter")


def test_typing_keeps_the_caret_and_everything_follows(visit: Visit, watch: Watch) -> None:
    page = opened(visit, watch)
    after_line(page, 4)
    begun = page.locator("textarea").evaluate(CARET)
    page.keyboard.type(LINE, delay=40)  # slowly enough for many answers to come in between
    assert page.locator("textarea").evaluate(CARET) == begun + len(LINE)
    expect(page.locator(".ink .line").nth(4)).to_have_text(LINE)
    expect(page.locator(".st-key-designer-diagram svg text").filter(has_text=re.compile("^q$"))).to_have_count(1)
    expect(page.locator(".katex").first).to_contain_text("q")
    expect(page.get_by_text("A cell of your own")).to_be_visible()
    assert page.locator("textarea").evaluate(CARET) == begun + len(LINE), "an answer has moved the caret"
    assert page.locator("textarea").evaluate("area => area.getRootNode().activeElement === area")


def test_a_mistake_stands_under_its_line_until_it_is_mended(visit: Visit, watch: Watch) -> None:
    page = opened(visit, watch)
    after_line(page, 4)
    page.keyboard.type("q = tanh(W_q @ c)")
    line = page.locator(".ink .line").nth(4)
    expect(line.locator(".note")).to_have_text("'c' is used before line 7 gives it.")
    expect(line.locator(".mark")).to_have_text("c")
    expect(page.locator(".message")).to_have_text(re.compile("^Line 5, column 16: .* Move that line up, or use c_prev"))
    expect(page.get_by_role("button", name="Train", exact=True)).to_be_disabled()
    note, below = line.locator(".note").bounding_box(), page.locator(".ink .line").nth(5).bounding_box()
    assert note
    assert below
    assert note["y"] + note["height"] <= below["y"] + 10, "the note covers the next line"
    page.keyboard.press("ArrowLeft")
    page.keyboard.type("_prev")
    expect(page.locator(".note")).to_have_count(0)
    expect(page.get_by_role("button", name="Train", exact=True)).to_be_enabled()


def test_undo_takes_back_and_a_change_is_one_press_away(visit: Visit, watch: Watch) -> None:
    page = opened(visit, watch)
    expect(page.locator(".ink .line")).to_have_count(7)
    page.get_by_role("button", name="Delete the forget gate").click()
    expect(page.locator(".ink .line")).to_have_count(6)
    expect(page.locator("textarea")).to_have_value(re.compile("c = c_prev"))
    page.get_by_role("button", name="Undo").click()
    expect(page.locator(".ink .line")).to_have_count(7)
    expect(page.locator("textarea")).to_have_value(re.compile("# My LSTM\n"))


def test_what_was_typed_trains_and_its_address_opens_it_elsewhere(visit: Visit, watch: Watch) -> None:
    page = opened(visit, watch, "/designer?cell=rnn")
    page.locator("textarea").click()
    page.keyboard.press("Control+A")
    page.keyboard.type("# Quick\nh = tanh(W @ x + u * h_prev + b)  # state: all there is")
    expect(page.get_by_role("heading", name="Quick")).to_be_visible()
    page.get_by_role("button", name="Train", exact=True).click()
    expect(page.get_by_text(re.compile("Iteration 300 of 300"))).to_be_visible(timeout=WARM)
    ready(page)
    expect(page.get_by_role("combobox", name="Cell", exact=True)).to_have_value("✎ Quick")
    expect(page.locator(".rnnviz")).to_contain_text("state")
    shared = re.sub(r"&run=[^&]*|run=[^&]*&", "", page.url)
    assert "cell=own." in shared
    page.goto("about:blank")
    page.goto(shared)
    ready(page)
    expect(page.get_by_role("combobox", name="Cell", exact=True)).to_have_value("✎ Quick", timeout=WARM)
