"""A person's own data on the page: chosen, trained on, refused, and opened by nobody else."""

import math
import re

from playwright.sync_api import Browser, Page, expect

from tests.browser.chromium import PROJECTOR
from tests.browser.conftest import Train
from tests.browser.server import Server
from tests.browser.trainer import BASE_PATH_SEARCH, Trainer, open_trainer
from tests.browser.watch import Watch

NAME = "![x](http.example.org) :red[a] <b>c</b>.csv"
SALES = "month;sales;costs\r\n" + "".join(
    f"{2001 + i // 12}-{i % 12 + 1:02};{100 + 1.5 * i + 20 * math.sin(i / 2):.2f};{i * i % 37}\r\n".replace(".", ",")
    for i in range(150)
)
STORY = "It was a bright cold day in April, and the clocks were striking thirteen.\n" * 30


def choose_file(page: Page, data: bytes, name: str = "sales.csv") -> None:
    chooser = page.get_by_test_id("stFileUploader").locator("input[type=file]")
    chooser.set_input_files({"name": name, "mimeType": "text/csv", "buffer": data})


def choose_column(trainer: Trainer, name: str) -> None:
    """A list closes when its page is scrolled: the scrolling must be over before it is opened."""
    trainer.page.get_by_label("Column", exact=True).scroll_into_view_if_needed()
    trainer.page.wait_for_timeout(500)
    trainer.choose("Column", name)


def expect_in_use(page: Page, what: str) -> None:
    expect(page.get_by_test_id("stSidebar").get_by_text(f"In use: {what}")).to_be_visible()


def test_a_file_is_trained_on_and_its_address_opens_it_for_nobody_else(
    train: Train, browser: Browser, server: Server
) -> None:
    trainer = train("?task=series&iterations=40")
    choose_file(trainer.page, SALES.encode("utf-8-sig"), NAME)
    expect_in_use(trainer.page, f"{NAME} · sales, 150 values.")
    choose_column(trainer, "costs")
    expect_in_use(trainer.page, f"{NAME} · costs, 150 values.")
    choose_column(trainer, "sales")
    expect_in_use(trainer.page, f"{NAME} · sales, 150 values.")
    trainer.train_to_the_end()
    expect(trainer.button("Train 40 more")).to_be_visible()
    trainer.choose("Window: values that predict the next", "12")
    expect(trainer.button("Train anew")).to_be_enabled()
    trainer.page.wait_for_url(re.compile(r"task\.file=u[0-9a-f]{24}"))
    assert "sales" not in trainer.page.url
    query = trainer.page.url.partition("?")[2]
    other = browser.new_context(viewport=PROJECTOR, locale="en-GB")
    stranger = other.new_page()
    watching = Watch(stranger)
    watching.allow(BASE_PATH_SEARCH)
    open_trainer(stranger, server.url, f"?{query}")
    expect(stranger.get_by_text("upload the file again")).to_be_visible()
    assert "sales" not in stranger.locator("body").inner_text()
    assert "task.file" not in stranger.url
    assert watching.problems() == []
    other.close()


def test_after_a_reload_the_data_are_not_there_and_a_sentence_says_so(train: Train) -> None:
    trainer = train("?task=series&iterations=40")
    choose_file(trainer.page, SALES.encode())
    expect_in_use(trainer.page, "sales.csv · sales, 150 values.")
    trainer.train_to_the_end()
    trainer.page.reload()
    expect(trainer.page.get_by_text("upload the file again")).to_be_visible()
    expect(trainer.progress).to_have_text(re.compile("^Iteration 0 of 40"))


def test_the_data_outlast_a_visit_to_another_page_and_can_be_given_up(train: Train) -> None:
    trainer = train("?task=series&iterations=40")
    choose_file(trainer.page, SALES.encode())
    expect_in_use(trainer.page, "sales.csv · sales, 150 values.")
    trainer.page.get_by_test_id("stTopNavLink").filter(has_text="Start").click()
    expect(trainer.page.get_by_test_id("stFileUploader")).to_have_count(0)
    trainer.page.get_by_test_id("stTopNavLink").filter(has_text="Train & watch").click()
    expect_in_use(trainer.page, "sales.csv · sales, 150 values.")
    trainer.page.get_by_role("button", name="Use what is shipped").click()
    expect(trainer.page.get_by_text("In use:")).to_have_count(0)
    expect(trainer.page).to_have_url(re.compile(r"^(?!.*task\.file)"))


def test_files_that_cannot_be_read_get_their_sentence(train: Train) -> None:
    trainer = train("?task=series")
    for data, says in [
        (b"%PDF-1.7", "is a PDF document, not text"),
        (SALES.encode() + b"2020-01;x;5\r\n", "column 'sales', line 152: 'x' is no number"),
        (b"", "is empty"),
    ]:
        choose_file(trainer.page, data, NAME)
        alert = trainer.page.get_by_test_id("stSidebar").get_by_role("alert")
        expect(alert).to_contain_text(says)
        expect(alert).to_contain_text(NAME)
        expect(alert.locator("img, a, b, code")).to_have_count(0)
    expect(trainer.button("Train")).to_be_enabled()


def test_a_pasted_text_is_trained_on(train: Train) -> None:
    trainer = train("?task=text&iterations=10")
    area = trainer.page.get_by_label("Or paste a text")
    area.fill(STORY)
    area.press("Control+Enter")
    expect_in_use(trainer.page, "The pasted text, 2\u202f220 characters.")
    trainer.train_to_the_end()


def test_an_address_brings_no_picture_from_elsewhere(train: Train) -> None:
    trainer = train("?cell=![](//example.org/a.png)&task=series&task.file=![](//example.org/b.png)")
    warning = trainer.page.get_by_test_id("stMain").get_by_role("alert")
    expect(warning).to_contain_text("'![](//example.org/a.png)' is not known")
    expect(warning).to_contain_text("upload the file again")
    expect(warning.locator("img, a")).to_have_count(0)
