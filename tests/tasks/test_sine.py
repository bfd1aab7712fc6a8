"""The sine task against its formula and the experiment's known losses."""

import math

import numpy as np
import pytest

from rnnviz.tasks import make_task
from rnnviz.tasks.sine import Sine
from tests.tasks.plain import train

VALUES = [math.sin(step / 10) for step in range(101)]


def test_one_wave_is_the_formula() -> None:
    batch = Sine().batch(1, 7, 3)
    wave = np.sin(np.linspace(0, 10, 101)).astype(np.float32)
    np.testing.assert_array_equal(batch.inputs[0, :, 0], wave[:-1])
    np.testing.assert_array_equal(batch.targets[0, :, 0], wave[1:])
    np.testing.assert_allclose(wave, VALUES, atol=1e-7)


@pytest.mark.parametrize("size", [2, 5])
def test_more_waves_have_evenly_spaced_phases(size: int) -> None:
    batch = Sine().batch(size, 1, 0)
    np.testing.assert_array_equal(batch.inputs[0], Sine().batch(1, 1, 0).inputs[0])
    for which in range(size):
        expected = [math.sin(step / 10 + 2 * math.pi * which / size) for step in range(101)]
        np.testing.assert_allclose(batch.inputs[which, :, 0], expected[:-1], atol=1e-6)
        np.testing.assert_allclose(batch.targets[which, :, 0], expected[1:], atol=1e-6)


def test_the_first_example_is_the_wave_that_is_trained_on() -> None:
    np.testing.assert_array_equal(Sine().example(0).inputs, Sine().batch(1, 1, 0).inputs)


def test_baseline_is_the_error_of_repeating_the_input() -> None:
    assert Sine().baseline == pytest.approx(sum((VALUES[i + 1] - VALUES[i]) ** 2 for i in range(100)) / 100)


class Repeats:
    """Says its input again; run freely it stays at the first value."""

    def predict(self, inputs: np.ndarray) -> np.ndarray:
        return inputs.copy()

    def free_run(self, first: np.ndarray, steps: int) -> np.ndarray:
        return np.repeat(first[None], steps, 0)


def test_report_of_a_known_predictor() -> None:
    ahead, free = Sine().report(Repeats()).scores
    assert ahead.value == pytest.approx(Sine().baseline ** 0.5, rel=1e-5)
    assert free.value == pytest.approx((sum(value**2 for value in VALUES[1:]) / 100) ** 0.5)


def test_report_says_why_a_network_cannot_run_freely() -> None:
    class Backward(Repeats):
        def free_run(self, first: np.ndarray, steps: int) -> None:  # type: ignore[override]
            return None

    [score] = Sine().report(Backward()).scores
    assert "cannot run freely" in score.note


def test_strip_draws_free_running_only_where_there_is_some() -> None:
    example = Sine().example()
    outputs = np.zeros((100, 1))
    assert [line.role for line in Sine().strip(example, outputs).lines] == ["input", "target", "prediction"]
    assert Sine().strip(example, outputs, outputs + 1).lines[-1].role == "free"


@pytest.mark.parametrize(
    ("cell", "first", "later"), [("rnn", 0.4465, 9.84e-5), ("lstm", 0.4296, 2.36e-5), ("gru", 0.5688, 1.92e-4)]
)
def test_the_experiments_losses_come_out(cell: str, first: float, later: float) -> None:
    losses = train(make_task("sine"), cell, seed=1, iterations=101).losses
    assert losses[0] == pytest.approx(first, rel=2e-4)
    assert losses[100] == pytest.approx(later, rel=0.05)
