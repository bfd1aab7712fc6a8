"""Every cell of the catalogue learns what its kind can learn: line by line, and compiled."""

import numpy as np
import pytest

from rnnviz.cells import CELLS
from rnnviz.training.link import preset
from rnnviz.training.run import Run

QUICK = ("lstm_coupled", "mgu", "indrnn", "minlstm")
"""Those that are tried in every test run; the others with the slow tests."""
KEYS = [key if key in QUICK else pytest.param(key, marks=pytest.mark.slow) for key in CELLS]


def losses(cell: str, task: str, engine: str = "torch", **choices: object) -> np.ndarray:
    run = Run(preset(cell, task).changed(engine=engine, device="cpu", **choices))
    run.play()
    while run.training:
        run.train_slice(10)
    assert run.status == "done", run.error
    return run.view().losses


@pytest.mark.parametrize("cell", KEYS)
def test_it_turns_one_word_into_another(cell: str) -> None:
    """Six letters, whose order has to be remembered: a letter is told from its place, not from itself alone."""
    found = losses(cell, "words", learning_rate=0.05, iterations=120, hidden=8, readout="linear")
    assert found[-1] < 0.3 * found[0]


@pytest.mark.parametrize("cell", KEYS)
def test_it_tags_the_words_of_a_sentence(cell: str) -> None:
    """Which part of speech each word of two sentences is."""
    found = losses(cell, "tags", optimiser="adam", learning_rate=0.05, iterations=100, hidden=8)
    assert found[-2:].mean() < 0.1 * found[:2].mean()


@pytest.mark.slow
@pytest.mark.parametrize("cell", list(CELLS))
def test_it_follows_a_sine(cell: str) -> None:
    """Below the loss of repeating the input, which needs no memory."""
    found = losses(cell, "sine", "compiled", iterations=300, hidden=8)
    baseline = preset(cell, "sine").make_task().baseline
    assert baseline is not None
    # The minGRU reads a slope out of a weighted mean alone, and is slower.
    assert found[-1] < (2 if cell == "mingru" else 1) * baseline
    assert found[-1] < 0.05 * found[0]


@pytest.mark.slow
@pytest.mark.parametrize("cell", sorted(set(CELLS) - {"mingru", "minlstm"}))
def test_it_tells_the_first_symbol_after_a_few_others(cell: str) -> None:
    """Well below guessing; gates that see the input alone cannot tell the first symbol from the others by its place."""
    guessing = preset(cell, "recall", {"steps": 5}).make_task().baseline
    choices = {"options": {"steps": 5}, "iterations": 300, "learning_rate": 0.02, "batch": 32, "forget_bias": None}
    found = losses(cell, "recall", "compiled", **choices)
    assert guessing is not None
    assert found[-10:].mean() < 0.7 * guessing
