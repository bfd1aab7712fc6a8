"""A word to another one: letters, alphabets, and the plain scripts with nn.RNN and nn.RNNCell."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rnnviz.tasks import Symbols, make_task
from rnnviz.tasks.words import Words
from rnnviz.training.config import ConfigError, RunConfig
from rnnviz.training.link import preset
from tests.tasks.trained import trained

LETTERS = st.text("abcdefghé学", min_size=2, max_size=24).filter(lambda word: len(set(word)) > 1)


def test_the_articles_numbers() -> None:
    batch = Words().batch(1, 0, 0)
    assert Words().symbols == tuple("bdenoy")
    assert batch.inputs.tolist() == [[0, 2, 5, 4, 3, 1]]
    assert batch.targets.tolist() == [[5, 3, 0, 4, 1, 2]]
    assert Words(alphabet="met").symbols == tuple("beyond")
    assert Words(alphabet="met").batch(2, 0, 9).inputs.tolist() == [[0, 1, 2, 3, 4, 5]] * 2


@given(LETTERS, st.randoms(use_true_random=False), st.sampled_from(["sorted", "met"]))
def test_any_two_words_of_one_length_are_told_by_their_letters(source: str, random: object, alphabet: str) -> None:
    target = "".join(random.sample(source + "xyz", len(source)))  # type: ignore[attr-defined]
    task = make_task("words", {"source_word": source, "target_word": target, "alphabet": alphabet})
    batch = task.batch(1, 0, 0)
    symbols = task.symbols  # type: ignore[attr-defined]
    assert set(symbols) == set(source + target)
    assert "".join(symbols[k] for k in batch.inputs[0]) == source
    assert "".join(symbols[k] for k in batch.targets[0]) == target
    assert preset("rnn", "words", {"source_word": source, "target_word": target}).hidden == len(symbols)


@pytest.mark.parametrize(
    ("choices", "says"),
    [
        ({"source_word": "one", "target_word": "four"}, "one has 3 letters and four has 4"),
        ({"source_word": "aa", "target_word": "aa"}, "one letter alone, a"),
        ({"source_word": "a1", "target_word": "bc"}, r"\(source_word\) is a1; allowed are 2 to 24 letters"),
        ({"source_word": "x" * 25}, "allowed are 2 to 24 letters"),
        ({"alphabet": "greek"}, "allowed is one of sorted, met"),
    ],
)
def test_words_that_do_not_fit(choices: dict[str, object], says: str) -> None:
    with pytest.raises(ValueError, match=says):
        make_task("words", choices)


def test_longer_words_need_more_hidden_units_or_a_readout() -> None:
    options = {"source_word": "abcdefgh", "target_word": "hgfedcba"}
    with pytest.raises(ConfigError, match="the hidden units are the 8 outputs themselves; hidden size is 6"):
        RunConfig(task="words", options=options, readout="none", hidden=6)
    assert RunConfig(task="words", options=options, hidden=6).readout == "linear"


def test_baseline_is_the_loss_of_equal_probabilities() -> None:
    assert Words().baseline == pytest.approx(-math.log(1 / 6))
    assert Words(adding="sum").baseline == pytest.approx(6 * -math.log(1 / 6))


def test_strip_and_report_of_a_network_that_says_what_it_reads() -> None:
    class Repeats:
        def predict(self, inputs: np.ndarray) -> np.ndarray:
            return 5.0 * np.eye(6)[inputs]

        def free_run(self, first: np.ndarray, steps: int) -> None:
            return None

    task = Words()
    strip = task.strip(task.example(), Repeats().predict(task.example().inputs)[0])
    assert isinstance(strip, Symbols)
    assert "".join(strip.tokens) == "beyond"
    assert "".join(strip.classes[k] for k in strip.target if k is not None) == "ynbode"
    assert "".join(strip.classes[k] for k in strip.probabilities.argmax(-1)) == "beyond"
    report = task.report(Repeats())
    assert report.answer == "beyond → beyond"
    assert report.scores[0].value == pytest.approx(1 / 6)  # both words have their o in the same place


def test_a_letter_that_stands_twice_needs_memory() -> None:
    options = {"source_word": "banana", "target_word": "abcdef"}
    _, _, report = trained("rnn", "words", options, iterations=200)
    assert report.answer == "banana → abcdef"
