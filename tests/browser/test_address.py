"""The address bar holds the configuration; what is wrong in it, and what goes wrong later, is said in a sentence."""

import re
from urllib.parse import parse_qsl, urlsplit

from playwright.sync_api import Page, expect

from rnnviz.cells import CELLS
from rnnviz.tasks import TASKS
from tests.browser.conftest import Train


def query(page: Page) -> dict[str, str]:
    """The configuration in the address, without the run."""
    return {key: value for key, value in parse_qsl(urlsplit(page.url).query) if key != "run"}


def test_choices_are_written_and_defaults_left_out(train: Train, page: Page) -> None:
    trainer = train("")
    expect(page).to_have_url(re.compile("run="))
    assert query(page) == {"cell": "lstm", "task": "sine"}
    trainer.choose("Hidden size", "8")
    expect(page).to_have_url(re.compile("hidden=8"))
    trainer.choose("Cell", "GRU")
    expect(page).to_have_url(re.compile("cell=gru"))
    assert query(page) == {"cell": "gru", "task": "sine", "hidden": "8"}
    trainer.choose("Hidden size", "16")
    expect(page).not_to_have_url(re.compile("hidden"))
    expect(trainer.page.get_by_label("Unit", exact=True)).to_contain_text("1 / 16")


def test_another_task_brings_its_own_settings(train: Train, page: Page) -> None:
    trainer = train("?hidden=8")
    trainer.choose("Task", "Airline passengers")
    expect(page.get_by_label("Hidden size", exact=True)).to_have_value("64")
    expect(page.get_by_label("Iterations", exact=True)).to_have_value("800")
    expect(trainer.place).to_have_text("step 1 of 12")
    expect(page).to_have_url(re.compile("task=passengers"))
    assert query(page) == {"cell": "lstm", "task": "passengers"}


def test_an_address_restores_every_choice(train: Train, page: Page) -> None:
    trainer = train(
        "?cell=gru&task=recall&task.steps=20&hidden=12&layers=2&bidirectional=1&optimiser=rmsprop&learning_rate=0.02"
        "&clip=2&batch=4&iterations=40&seed=7&device=cpu"
    )
    expect(trainer.caption).to_have_text(
        "GRU · First-symbol recall · hidden size 12 · 2 layers · bidirectional · RMSprop · learning rate 0.02 · "
        "clipping at 2 · batch 4 · seed 7"
    )
    expect(trainer.place).to_have_text("step 1 of 20")
    expect(page.get_by_label("Layer", exact=True).locator("option")).to_have_count(4)
    before = query(page)
    page.reload()
    expect(trainer.caption).to_contain_text("hidden size 12")
    assert query(page) == before


def test_each_thing_wrong_in_an_address_is_said_and_the_page_works(train: Train, page: Page) -> None:
    trainer = train("?cell=x&task=y&hidden=1000000000&learning_rate=nan&batch=0&iterations=z&seed=5&run=absent")
    told = page.get_by_test_id("stAlert")
    for sentence in (
        f"Cell 'x' is not known; choose one of {', '.join(CELLS)}. Cell lstm is used instead.",
        f"Task 'y' is not known; choose one of {', '.join(TASKS)}. Task sine is used instead.",
        "Hidden size is '1000000000'; allowed is a whole number from 1 to 256. Hidden size 16 is used instead.",
        "Learning rate is 'nan'; allowed is a number from 1e-06 to 10. Learning rate 0.01 is used instead.",
        "Batch is '0'; allowed is a whole number from 1 to 512. Batch 1 is used instead.",
        "Iterations is 'z'; allowed is a whole number from 1 to 100000. Iterations 300 is used instead.",
    ):
        expect(told).to_contain_text(sentence)
    expect(trainer.caption).to_contain_text("seed 5")
    assert query(page) == {"cell": "lstm", "task": "sine", "seed": "5"}
    trainer.press("Understood")
    expect(told).to_have_count(0)
    trainer.train_to_the_end()


def test_a_training_that_diverges_says_so_keeps_its_picture_and_can_begin_again(train: Train, page: Page) -> None:
    trainer = train("?cell=rnn_relu&optimiser=sgd&learning_rate=10")
    trainer.press("Train")
    told = page.get_by_test_id("stAlert")
    expect(told).to_contain_text("is not a finite number: the training has diverged.")
    expect(told).to_contain_text("Try a smaller learning rate (now 10) or gradient clipping, for example at 1")
    expect(trainer.progress).to_contain_text("stopped")
    expect(trainer.button("Resume")).to_be_disabled()
    assert len(trainer.numbers()) == 4
    expect(trainer.stage).to_be_visible()
    assert trainer.counters()["mounts"] == 1, "the player stays, whatever is said above it"
    trainer.press("Reset")
    expect(told).to_have_count(0)
    expect(trainer.progress).to_contain_text("Iteration 0 of 300 · not trained yet")
    slider = page.get_by_role("slider", name="Learning rate")
    slider.press("Home")
    expect(trainer.caption).to_contain_text("learning rate 0.0001")
    trainer.train_to_the_end()
