"""Settings and a running training outlive a reload, another page, a cut network; a second tab takes nothing away."""

import re
import time
from urllib.parse import parse_qs, urlsplit

from playwright.sync_api import Page, expect

from tests.browser.chromium import ready
from tests.browser.conftest import Train
from tests.browser.proxy import Proxy
from tests.browser.server import Server
from tests.browser.trainer import BASE_PATH_SEARCH, WARM, Trainer, open_trainer
from tests.browser.watch import Watch

LONG = "?cell=gru&hidden=12&iterations=20000&engine=nn"
CUT_SECONDS = 5


def run_of(page: Page) -> str:
    """The run that the address names."""
    return parse_qs(urlsplit(page.url).query)["run"][0]


def expect_going_on(trainer: Trainer, beyond: int, run: str) -> None:
    """The same run trains on from where it was, with the settings it had."""
    expect(trainer.button("Pause")).to_be_visible(timeout=WARM)
    assert trainer.planned()[0] >= beyond
    trainer.wait_until_trained_beyond(trainer.planned()[0])
    expect(trainer.page.get_by_label("Hidden size", exact=True)).to_have_value("12")
    expect(trainer.caption).to_contain_text("GRU · Sine wave · hidden size 12")
    assert run_of(trainer.page) == run


def begin(trainer: Trainer) -> tuple[int, str]:
    """Start the training; how far it is, and its run."""
    trainer.press("Train")
    trainer.wait_beyond(0)
    return trainer.planned()[0], run_of(trainer.page)


def test_a_reload_finds_the_running_training(train: Train, page: Page) -> None:
    trainer = train(LONG)
    at, run = begin(trainer)
    page.reload()
    ready(page)
    expect_going_on(trainer, at, run)


def test_a_reload_keeps_settings_that_wait_for_a_new_run(train: Train, page: Page) -> None:
    trainer = train("?iterations=20")
    trainer.train_to_the_end()
    numbers = trainer.numbers()
    trainer.choose("Hidden size", "8")
    expect(trainer.button("Train anew")).to_be_enabled()
    expect(page).to_have_url(re.compile("hidden=8"))
    page.reload()
    ready(page)
    expect(trainer.button("Train anew")).to_be_enabled(timeout=WARM)
    expect(page.get_by_label("Hidden size", exact=True)).to_have_value("8")
    expect(trainer.caption).to_contain_text("hidden size 16")
    assert trainer.numbers() == numbers


def test_another_page_and_back(train: Train, page: Page) -> None:
    trainer = train(LONG)
    at, run = begin(trainer)
    menu = page.get_by_test_id("stTopNavLink")
    menu.filter(has_text="Start").click()
    expect(page.get_by_role("heading", name="See inside")).to_be_visible()
    menu.filter(has_text="Train & watch").click()
    expect_going_on(trainer, at, run)


def test_a_cut_network(server: Server, page: Page, watch: Watch) -> None:
    watch.allow("net::ERR_|WebSocket|disconnected from server|reaching server endpoint|server is not responding")
    watch.allow(BASE_PATH_SEARCH)
    with Proxy(server.port) as proxy:
        trainer = open_trainer(page, proxy.url, LONG)
        at, run = begin(trainer)
        proxy.cut()
        app = page.get_by_test_id("stApp")
        expect(app).not_to_have_attribute("data-test-connection-state", "CONNECTED")
        time.sleep(CUT_SECONDS)
        proxy.mend()
        expect(app).to_have_attribute("data-test-connection-state", "CONNECTED", timeout=30_000)
        expect_going_on(trainer, at, run)
        trainer.press("Pause")
        trainer.wait_for("paused")


def test_a_copied_address_gives_a_run_of_its_own(train: Train, page: Page, server: Server) -> None:
    trainer = train(LONG)
    at, run = begin(trainer)
    other = page.context.new_page()
    copied = open_trainer(other, server.url, f"?{urlsplit(page.url).query}")
    expect(copied.caption).to_contain_text("GRU · Sine wave · hidden size 12")
    expect(copied.progress).to_contain_text("Iteration 0 of 20000 · not trained yet")
    assert run_of(other) != run
    expect_going_on(trainer, at, run)
    other.close()
