"""E4: "beyond" becomes "ynbode", with nn.RNN, with nn.RNNCell, and with an embedding."""

import pytest

from rnnviz.training.link import preset
from tests.tasks import scripts
from tests.tasks.trained import trained

pytestmark = pytest.mark.usefixtures("kernels_are_ready")

LOW, HIGH = 3.85, 4.85
"""3.9 to 4.8, as printed."""


def test_the_settings() -> None:
    config = preset("rnn", "words")
    assert (config.hidden, config.readout, config.optimiser) == (6, "none", "adam")
    assert (config.learning_rate, config.iterations) == (0.05, 30)
    batch = config.make_task().batch(1, 0, 0)
    assert batch.inputs.tolist() == [[0, 2, 5, 4, 3, 1]]
    assert batch.targets.tolist() == [[5, 3, 0, 4, 1, 2]]


@pytest.mark.parametrize("seed", range(5))
def test_rnn(seed: int) -> None:
    _, losses, report = trained("rnn", "words", seed=seed)
    expected, said = scripts.word(seed)
    scripts.assert_same_losses(losses, expected)
    assert said == "ynbode"
    assert report.answer == "beyond → ynbode"
    assert 0.545 < losses[-1] < 0.695  # 0.55 to 0.69, as printed


BELOW = "3.64 with this seed, and in the plain script: the range noted is that of the letters in alphabet order"
IN_ORDER = [0, 1, pytest.param(2, marks=pytest.mark.xfail(strict=True, reason=BELOW))]


@pytest.mark.parametrize("seed", IN_ORDER)
def test_rnncell_with_the_letters_in_the_order_met(seed: int) -> None:
    assert LOW < by_cell("met", "beyond", seed) < HIGH


@pytest.mark.parametrize("seed", range(3))
def test_rnncell_with_the_letters_in_the_order_of_the_alphabet(seed: int) -> None:
    assert LOW < by_cell("sorted", "bdenoy", seed) < HIGH


@pytest.mark.parametrize("seed", range(3))
def test_rnncell_says_the_word_with_the_losses_of_the_script(seed: int) -> None:
    by_cell("met", "beyond", seed)


def by_cell(alphabet: str, letters: str, seed: int) -> float:
    """The last loss, summed over the six steps; held against the script with nn.RNNCell on the way."""
    options = {"alphabet": alphabet, "adding": "sum"}
    choices = {"learning_rate": 0.001, "iterations": 800}
    _, losses, report = trained("rnn", "words", options, seed=seed, **choices)
    expected, said = scripts.word_by_cell(letters, seed)
    scripts.assert_same_losses(losses, expected)
    assert said == "ynbode"
    assert report.answer == "beyond → ynbode"
    return float(losses[-1])


@pytest.mark.parametrize("cell", ["rnn", "lstm", "gru"])
def test_an_embedding_with_two_layers_and_a_readout(cell: str) -> None:
    config, losses, report = trained(cell, "words", {"letters": "embedding"})
    assert (config.layers, config.readout, config.make_task().encoding) == (2, "linear", "embedding")
    assert losses[-1] < 0.05
    assert report.answer == "beyond → ynbode"
