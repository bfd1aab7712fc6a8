"""The tasks on words and weather as a person meets them: pictures, answers, and choices that bring their settings."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Train

SCORES = {
    "windows": "test RMSE",
    "rain": "AUC",
    "words": "letters right",
    "tags": "tags right",
    "text": "held-out text",
}


@pytest.mark.parametrize("task", SCORES)
def test_each_task_trains_a_little_and_says_its_score(train: Train, task: str) -> None:
    trainer = train(f"?cell=gru&task={task}&iterations=5")
    expect(trainer.page.get_by_test_id("stMain").get_by_text(SCORES[task])).to_be_visible()
    before = trainer.numbers()
    trainer.train_to_the_end()
    expect(trainer.progress).to_contain_text("Iteration 5 of 5 · done")
    expect(trainer.iteration_text).to_have_text("iteration 5 of 5")
    assert trainer.numbers() != before


def test_beyond_becomes_ynbode(train: Train) -> None:
    trainer = train("?cell=rnn&task=words")
    answer = trainer.page.get_by_text("beyond →")
    expect(answer).not_to_have_text("beyond → ynbode")
    trainer.train_to_the_end()
    expect(answer).to_have_text("beyond → ynbode")


def test_other_words_bring_as_many_hidden_units(train: Train) -> None:
    trainer = train("?cell=rnn&task=words")
    trainer.choose("Word that is read", "absolute")
    expect(trainer.page.get_by_text("absolute has 8 letters and ynbode has 6")).to_be_visible()
    trainer.choose("Word that is asked for", "etulosba")
    expect(trainer.page.get_by_text("absolute →")).to_be_visible()
    expect(trainer.page.get_by_label("Hidden size")).to_have_value("8")


def test_the_grammar_brings_its_own_settings(train: Train) -> None:
    trainer = train("?cell=lstm&task=tags&task.corpus=grammar")
    expect(trainer.page.get_by_label("Hidden size")).to_have_value("16")
    expect(trainer.page.get_by_text("of ambiguous words, most frequent tag")).to_be_visible()
    trainer.train_to_the_end()
    expect(trainer.progress).to_have_text("Iteration 300 of 300 · done")
