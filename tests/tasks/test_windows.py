"""Sine windows against the formula and the plain script, with the right loss and the one that broadcasts."""

import math

import numpy as np
import pytest

from rnnviz.tasks import make_task
from rnnviz.tasks.windows import Windows

WAVE = [math.sin(1 + 0.01 * n) for n in range(900)]


def test_windows_come_in_order_and_predict_themselves_a_step_later() -> None:
    for iteration in (0, 1, 699, 700, 6999):
        batch = Windows().batch(1, 3, iteration)
        begin = iteration % 700
        np.testing.assert_allclose(batch.inputs[0, :, 0], WAVE[begin : begin + 10], atol=1e-6)
        np.testing.assert_allclose(batch.targets[0, :, 0], WAVE[begin + 1 : begin + 11], atol=1e-6)


def test_larger_batches_visit_every_training_window_once_an_epoch() -> None:
    firsts = np.concatenate([Windows().batch(70, 5, iteration).inputs[:, 0, 0] for iteration in range(10)])
    np.testing.assert_allclose(np.sort(firsts), np.sort(WAVE[:700]), atol=1e-6)


def test_examples_are_of_the_test_stretch_first_and_then_of_the_training_stretch() -> None:
    starts = [float(Windows().example(index).inputs[0, 0, 0]) for index in range(10)]
    assert starts == pytest.approx([WAVE[n] for n in (700, 747, 794, 841, 888, 0, 174, 349, 524, 699)], abs=1e-6)


def test_baseline_of_the_right_loss_is_repeating_the_input() -> None:
    errors = [(WAVE[i + k + 1] - WAVE[i + k]) ** 2 for i in range(700) for k in range(10)]
    assert Windows().baseline == pytest.approx(np.mean(errors), rel=1e-4)
    assert Windows().baseline_name == "repeat the input"


def test_no_output_costs_less_than_the_mean_where_each_step_meets_every_target() -> None:
    task = Windows("article")
    costs = []
    for begin in range(700):
        following = np.array(WAVE[begin + 1 : begin + 11])
        mean = following.mean()
        costs.append(np.mean((mean - following) ** 2))
        assert all(np.mean((mean + away - following) ** 2) > costs[-1] for away in (-0.5, -0.01, 0.01, 0.5))
    assert task.baseline == pytest.approx(np.mean(costs), rel=1e-4)
    assert task.loss == "mse_broadcast"
    assert task.baseline > 5 * Windows().baseline  # with the slip even the best answer pays


class Repeats:
    """Says its input again."""

    def predict(self, inputs: np.ndarray) -> np.ndarray:
        return inputs.copy()

    def free_run(self, first: np.ndarray, steps: int) -> None:
        return None


def test_report_of_a_network_that_repeats_its_input() -> None:
    report = Windows().report(Repeats())
    test, known, repeated = (score.value for score in report.scores)
    errors = [(WAVE[i + 10] - WAVE[i + 9]) ** 2 for i in range(889)]
    assert test == repeated == pytest.approx(np.mean(errors[700:]) ** 0.5, rel=1e-4)
    assert known == pytest.approx(np.mean(errors[:700]) ** 0.5, rel=1e-4)
    assert report.chart is not None
    lines = {line.role: line for line in report.chart.lines}
    np.testing.assert_allclose(lines["context"].y, WAVE[10:710], atol=1e-6)
    np.testing.assert_allclose(lines["target"].y, np.sin(np.asarray(lines["target"].x)), atol=1e-6)
    np.testing.assert_allclose(lines["prediction"].y, WAVE[708:898], atol=1e-6)


def test_a_choice_that_is_not_there() -> None:
    with pytest.raises(ValueError, match=r"Loss \(compared\) is wrong; allowed is one of right, article"):
        make_task("windows", {"compared": "wrong"})
