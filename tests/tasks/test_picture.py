"""The plain values that pictures are made of."""

import numpy as np
import pytest
import torch

from rnnviz.tasks.picture import Line, softmax
from rnnviz.tasks.task import rmse


def test_a_line_needs_as_many_x_as_y() -> None:
    with pytest.raises(ValueError, match=r"line 'a' has x of shape \(2,\) and y of \(3,\)"):
        Line("a", "input", np.zeros(2), np.zeros(3))


def test_softmax_is_torchs_and_bears_large_numbers() -> None:
    logits = np.array([[1e4, 0, -1e4], [0.3, -2, 1.5]])
    np.testing.assert_allclose(softmax(logits), torch.from_numpy(logits).softmax(-1).numpy())


def test_rmse() -> None:
    assert rmse(np.array([1.0, 2]), np.array([4.0, 6])) == pytest.approx((25 / 2) ** 0.5)


def test_rmse_does_not_broadcast() -> None:
    with pytest.raises(ValueError, match=r"\(2, 1\), truth has \(2,\)"):
        rmse(np.zeros((2, 1)), np.zeros(2))
