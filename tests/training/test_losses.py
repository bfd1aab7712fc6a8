"""Each kind of loss against sums written down one by one."""

from dataclasses import dataclass

import numpy as np
import pytest
import torch

from rnnviz.training.advance import task_loss


@dataclass
class Has:
    """All of a task that its loss asks for."""

    loss: str


def value(loss: str, outputs: np.ndarray, targets: np.ndarray) -> float:
    return task_loss(Has(loss), torch.from_numpy(outputs), torch.from_numpy(targets)).item()  # type: ignore[arg-type]


OUTPUTS = np.random.default_rng(1).normal(size=(3, 5, 1))
TARGETS = np.random.default_rng(2).normal(size=(3, 5, 1))
LOGITS = np.random.default_rng(3).normal(size=(3, 5, 4))
CLASSES = np.random.default_rng(4).integers(4, size=(3, 5))


def surprise(b: int, t: int) -> float:
    powers = np.exp(LOGITS[b, t])
    return float(-np.log(powers[CLASSES[b, t]] / powers.sum()))


def test_mean_squared_error_compares_each_step_with_its_own_target() -> None:
    expected = np.mean([(OUTPUTS[b, t, 0] - TARGETS[b, t, 0]) ** 2 for b in range(3) for t in range(5)])
    assert value("mse", OUTPUTS, TARGETS) == pytest.approx(expected)


def test_the_broadcast_error_compares_each_step_with_every_target() -> None:
    expected = [(OUTPUTS[b, t, 0] - TARGETS[b, s, 0]) ** 2 for b in range(3) for t in range(5) for s in range(5)]
    assert value("mse_broadcast", OUTPUTS, TARGETS) == pytest.approx(np.mean(expected))
    # The slip itself, for one sequence: [T, 1] minus [T].
    slip = [((OUTPUTS[b] - TARGETS[b, :, 0]) ** 2).mean() for b in range(3)]
    assert value("mse_broadcast", OUTPUTS, TARGETS) == pytest.approx(np.mean(slip))


def test_cross_entropy_is_the_mean_surprise_and_its_sum_that_of_a_sequence() -> None:
    surprises = [[surprise(b, t) for t in range(5)] for b in range(3)]
    assert value("cross_entropy", LOGITS, CLASSES) == pytest.approx(np.mean(surprises))
    assert value("cross_entropy_sum", LOGITS, CLASSES) == pytest.approx(np.mean(np.sum(surprises, axis=1)))


def test_of_the_last_step_alone_there_is_nothing_to_add_up() -> None:
    expected = np.mean([surprise(b, 4) for b in range(3)])
    for loss in ("cross_entropy", "cross_entropy_sum"):
        assert value(loss, LOGITS[:, 4], CLASSES[:, 4]) == pytest.approx(expected)
