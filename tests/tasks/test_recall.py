"""First-symbol recall: what a sequence is, and what the forget bias makes of it."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rnnviz.tasks import Symbols, make_task
from rnnviz.tasks.recall import Recall
from tests.tasks.plain import train


@given(st.integers(5, 200), st.integers(1, 100), st.integers(0, 2**31 - 1), st.integers(0, 100_000))
def test_one_symbol_then_distractors(steps: int, size: int, seed: int, iteration: int) -> None:
    batch = Recall(steps).batch(size, seed, iteration)
    assert ((batch.inputs[:, 0] >= 0) & (batch.inputs[:, 0] < 4)).all()
    assert ((batch.inputs[:, 1:] >= 4) & (batch.inputs[:, 1:] < 6)).all()
    np.testing.assert_array_equal(batch.targets, batch.inputs[:, 0])


def test_seeds_and_iterations_draw_anew() -> None:
    drawn = [Recall().batch(8, seed, iteration).inputs for seed in range(20) for iteration in range(20)]
    assert len({inputs.tobytes() for inputs in drawn}) == 400


def test_symbols_and_distractors_are_evenly_frequent_and_independent() -> None:
    batch = Recall().batch(20_000, 3, 4)
    np.testing.assert_allclose(np.bincount(batch.targets) / 20_000, 0.25, atol=0.02)
    for first in range(4):
        shares = (batch.inputs[batch.targets == first, 1:] == 4).mean(0)
        np.testing.assert_allclose(shares, 0.5, atol=0.04)  # five standard deviations at each of 49 steps


class Keeps:
    """Remembers what it is fed: `predict` answers the first symbol, and the sequences are there to look at."""

    def predict(self, inputs: np.ndarray) -> np.ndarray:
        self.inputs = inputs.copy()
        answers = np.eye(4)[inputs[:, 0]]
        return np.repeat(answers[:, None], inputs.shape[1], 1)

    def free_run(self, first: np.ndarray, steps: int) -> None:
        return None


def test_report_of_a_perfect_memory() -> None:
    [score] = Recall().report(Keeps()).scores
    assert score.value == 1
    assert "0.25" in score.note


def test_training_never_sees_a_test_sequence_nor_an_example() -> None:
    network, task = Keeps(), Recall()
    task.report(network)
    kept = {row.tobytes() for row in network.inputs} | {task.example(i).inputs.tobytes() for i in range(task.examples)}
    trained = {row.tobytes() for seed in range(3) for i in range(600) for row in task.batch(64, seed, i).inputs}
    assert len(kept) == 256 + task.examples
    assert not kept & trained


def test_the_test_is_the_same_for_every_network() -> None:
    first, second = Keeps(), Keeps()
    Recall().report(first)
    Recall().report(second)
    np.testing.assert_array_equal(first.inputs, second.inputs)


def test_examples_begin_with_each_symbol_in_turn() -> None:
    assert [int(Recall().example(index).inputs[0, 0]) for index in range(8)] == [0, 1, 2, 3, 0, 1, 2, 3]


def test_truth_is_the_first_symbol_at_every_step() -> None:
    task = Recall(7)
    held = {name: values.tolist() for name, values in task.truth(task.example(2)).items()}
    assert held == {f"first was {name}": [float(name == "C")] * 7 for name in "ABCD"}


def test_strip_shows_symbols_and_probabilities() -> None:
    task = Recall(5)
    example = task.example(1)
    logits = np.log(np.tile([0.1, 0.2, 0.3, 0.4], (5, 1)))
    strip = task.strip(example, logits)
    assert isinstance(strip, Symbols)
    assert strip.tokens[0] == "B"
    assert set(strip.tokens[1:]) <= {"p", "q"}
    assert strip.target == (None, None, None, None, 1)
    np.testing.assert_allclose(strip.probabilities[3], [0.1, 0.2, 0.3, 0.4])


def test_baseline_is_the_loss_of_guessing() -> None:
    shares = np.full(4, 0.25)
    assert Recall().baseline == pytest.approx(-(shares * np.log(shares)).sum())


@pytest.mark.slow
@pytest.mark.parametrize("seed", [0, 1, 2])
def test_a_forget_bias_of_4_recalls_and_one_of_1_does_not(seed: int) -> None:
    task = make_task("recall")
    [low], [high] = (task.report(train(task, "lstm", seed, forget_bias=bias)).scores for bias in (1.0, 4.0))
    assert low.value < 0.4
    assert high.value > 0.95
