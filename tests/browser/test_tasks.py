"""What each task shows on the page: predictions, forecasts, symbols, scores."""

import re

from playwright.sync_api import Page, expect

from tests.browser.conftest import Train


def test_the_sine_is_predicted_one_step_ahead_and_runs_freely(train: Train, page: Page) -> None:
    trainer = train("")
    trainer.train_to_the_end()
    legend = page.locator(".strip-legend .legend-name")
    expect(legend).to_have_text(["input", "next value", "prediction", "free running"])
    scores = page.get_by_test_id("stMain").get_by_test_id("stMarkdown")
    expect(scores.first).to_have_text(re.compile(r"RMSE one step ahead 0\.00\d+.*free running 0\.\d+"))
    trainer.stage.focus()
    page.keyboard.press("End")
    values = page.locator(".legend-value")
    before, numbers = values.all_text_contents(), trainer.numbers()
    page.get_by_text("Free running", exact=True).click()
    page.wait_for_function(
        "([node, before]) => node.textContent !== before",
        arg=[page.locator(".numbers [data-value]").first.element_handle(), numbers[0]],
    )
    assert trainer.numbers() != numbers
    assert values.all_text_contents() == before
    expect(trainer.place).to_have_text("step 100 of 100")


def test_a_network_that_reads_backward_cannot_run_freely_and_the_page_says_why(train: Train, page: Page) -> None:
    trainer = train("?bidirectional=1&iterations=20")
    expect(page.locator(".strip-legend .legend-name")).to_have_text(["input", "next value", "prediction"])
    expect(page.get_by_text("Free running", exact=True)).to_have_count(0)
    trainer.page.get_by_test_id("stMain").get_by_test_id("stTooltipHoverTarget").last.hover()
    expect(page.get_by_test_id("stTooltipContent")).to_contain_text("This network also reads backward")


def test_the_passengers_are_forecast_beside_two_naive_rules(train: Train, page: Page) -> None:
    trainer = train("?task=passengers&iterations=30")
    trainer.train_to_the_end()
    scores = page.get_by_test_id("stMain").get_by_test_id("stMarkdown").first
    expect(scores).to_have_text(re.compile(r"forecast RMSE [\d.]+ .*103\.0.*50\.7\d thousand passengers", re.DOTALL))
    figure = page.get_by_role("figure", name="The held-out year: forecast and truth")
    expect(figure.locator(".legend-name")).to_have_text(
        ["months trained on", "repeat the last month", "repeat last year", "held-out year", "forecast of the network"]
    )


def test_recall_shows_its_symbols_and_the_right_one(train: Train, page: Page) -> None:
    trainer = train("?task=recall&task.steps=10&iterations=20")
    expect(page.locator(".strip")).to_have_attribute("data-kind", "symbols")
    values = page.locator(".legend-value")
    expect(values.nth(0)).to_have_text("A")
    expect(values.nth(1)).to_have_text("–")
    page.get_by_role("button", name="To the end").click()
    expect(values.nth(0)).to_have_text(re.compile("^[pq]$"))
    expect(values.nth(1)).to_have_text("A")
    expect(values.nth(2)).to_have_text(re.compile(r"^[ABCD] 0\.\d{3}$"))
    trainer.choose("Example", "Example 2")
    expect(values.nth(1)).to_have_text("B")
