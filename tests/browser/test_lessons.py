"""Lessons in a browser: a link opens one, a press sets it up, and the way back is there."""

import re

from playwright.sync_api import expect

from tests.browser.chromium import ready
from tests.browser.conftest import Visit
from tests.browser.trainer import BASE_PATH_SEARCH
from tests.browser.watch import Watch


def test_from_a_link_through_the_experiment_and_back(visit: Visit, watch: Watch) -> None:
    watch.allow(BASE_PATH_SEARCH)
    page = visit("/lessons?lesson=forget-bias")
    expect(page.get_by_role("heading", name="Why the forget gate stays near 1")).to_be_visible()
    answer = page.get_by_text("A bias is a beginning, not a goal")
    expect(answer).to_be_hidden()
    page.get_by_text("The answer").click()
    expect(answer).to_be_visible()
    page.get_by_test_id("stRadioGroup").get_by_text("Only the one that begins with 4").click()
    page.get_by_role("button", name="Forget bias 1").click()
    page.wait_for_url(re.compile("/train\\?cell=lstm&task=recall&forget_bias=1"))
    page.get_by_role("button", name="Next: Forget bias 4").click()
    expect(page.get_by_role("button", name="Next:")).to_have_count(0)
    expect(page.get_by_text("Look at the row f, the forget gate")).to_be_visible()
    page.get_by_role("link", name="Back to the lesson").click()
    page.wait_for_url(re.compile("/lessons\\?lesson=forget-bias"))
    ready(page)
    expect(page.get_by_role("radio", name="Only the one that begins with 4")).to_be_checked()


def test_the_next_lesson_begins_at_its_top_and_has_its_own_address(visit: Visit, watch: Watch) -> None:
    watch.allow(BASE_PATH_SEARCH)
    page = visit("/lessons?lesson=sine")
    after = page.get_by_role("button", name="Three gates, told as a story →")
    after.scroll_into_view_if_needed()
    after.click()
    page.wait_for_url(re.compile("lesson=three-gates"))
    expect(page.get_by_role("heading", name="Three gates, told as a story")).to_be_in_viewport()
    page.go_back()
    expect(page.get_by_role("heading", name="A wave, one step ahead")).to_be_visible()
