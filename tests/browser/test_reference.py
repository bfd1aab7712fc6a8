"""The page Reference in a browser: links lead to every part, pictures are drawn, choices are answered."""

import re

import pytest
from playwright.sync_api import Page, expect

from rnnviz.cells import CELLS
from rnnviz.cells.program import ProgramSizes, numpy_program
from tests.browser.chromium import ready
from tests.browser.conftest import Visit
from tests.browser.trainer import BASE_PATH_SEARCH, WARM
from tests.browser.watch import Watch

PARTS = {
    "": "comes out",
    "?part=shapes&view=walk": "Two layers in one call",
    "?part=equations&cell=rnn": "Elman 1990",
    "?part=equations&cell=lstm&lstm-view=stages": "A student knows some mathematics",
    "?part=equations&cell=gru&gru-view=conventions": "z keeps",
    "?part=scratch": "line of the program",
    "?part=scratch&show=program": "nothing is missing",
    "?part=scratch&show=weights": "That is U beside W",
}


@pytest.fixture(autouse=True)
def _deep_links(watch: Watch) -> None:
    watch.allow(BASE_PATH_SEARCH)


def expect_sound(page: Page) -> None:
    ready(page)
    expect(page.get_by_test_id("stException")).to_have_count(0)
    overflow = "main => main.scrollWidth - main.clientWidth"
    assert page.get_by_test_id("stMain").evaluate(overflow) <= 1, "the page is wider than the window"


@pytest.mark.parametrize("query", PARTS)
def test_a_link_leads_to_every_part(visit: Visit, query: str) -> None:
    page = visit(f"/reference{query}")
    expect(page.get_by_text(PARTS[query]).first).to_be_visible(timeout=WARM)
    expect_sound(page)


def test_the_picture_follows_the_layers_and_an_unsound_choice_is_told(visit: Visit) -> None:
    page = visit("/reference")
    boxes = page.locator(".st-key-stack svg text").filter(has_text="layer ")
    expect(boxes).to_have_count(2, timeout=WARM)
    page.get_by_text("bidirectional", exact=True).click()
    expect(boxes).to_have_count(4)
    layers = page.get_by_label("num_layers")
    layers.fill("0")
    layers.press("Enter")
    expect(page.get_by_test_id("stAlert")).to_contain_text("A network has at least 1 layer")
    expect(page.get_by_text("ValueError: num_layers must be greater than zero")).to_be_visible()
    expect_sound(page)


def test_choices_are_in_the_address_and_survive_a_reload(visit: Visit) -> None:
    page = visit("/reference")
    page.get_by_role("radio", name="Equations").click()
    page.get_by_role("combobox", name="Cell", exact=True).click()
    page.get_by_role("option", name="GRU", exact=True).click()
    expect(page.locator(".st-key-diagram-gru svg")).to_be_visible()
    expect(page).to_have_url(re.compile("part=equations.*cell=gru"))
    page.reload()
    ready(page)
    expect(page.locator(".st-key-diagram-gru svg")).to_be_visible()


def test_the_story_goes_on_and_back(visit: Visit) -> None:
    page = visit("/reference?part=equations&cell=lstm&lstm-view=stages")
    bars = page.locator(".st-key-stages svg rect")
    expect(bars).to_have_count(3)  # what was known, the share of it that stays, and its outline
    for title in ("Read", "Know", "Answer"):
        page.get_by_role("button", name="Next").click()
        expect(page.get_by_role("heading", name=title)).to_be_visible()
    expect(page.get_by_role("button", name="Next")).to_be_disabled()
    page.get_by_role("button", name="Back").click()
    expect(page.get_by_role("heading", name="Know")).to_be_visible()


def test_what_is_copied_is_the_whole_program(visit: Visit) -> None:
    page = visit("/reference?part=scratch&show=program")
    code = page.get_by_test_id("stCode").filter(has_text="def network").first
    expect(code).to_be_visible(timeout=WARM)
    shown = code.locator("code").inner_text()
    assert shown.split() == numpy_program(CELLS["lstm"], ProgramSizes()).split()
