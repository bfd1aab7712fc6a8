"""Scaling, windows and forecasts against plain loops."""

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from rnnviz.tasks.series import Scale, forecast, window_order, windows

NUMBER = st.floats(-1e6, 1e6)


@given(NUMBER, NUMBER, st.lists(NUMBER, min_size=1, max_size=20))
def test_scaling_has_an_inverse_and_its_ends(low: float, high: float, values: list[float]) -> None:
    assume(high - low > 1)
    scale = Scale(low, high)
    np.testing.assert_allclose(scale.original(scale.scaled(np.array(values))), values, rtol=1e-9, atol=1e-8)
    np.testing.assert_allclose(scale.scaled(np.array([low, (low + high) / 2, high])), [-1, 0, 1], atol=1e-9)


@given(st.integers(1, 8), st.integers(1, 20))
def test_windows_are_those_of_a_loop(length: int, more: int) -> None:
    values = np.random.default_rng([length, more]).normal(size=length + more)
    seen, following = windows(values, length)
    assert seen.shape == (more, length, 1)
    for begin in range(more):
        for step in range(length):
            assert seen[begin, step, 0] == np.float32(values[begin + step])
        assert following[begin, 0] == np.float32(values[begin + length])


@given(st.integers(1, 50), st.integers(0, 5), st.integers(0, 300))
def test_one_window_at_a_time_goes_in_order(count: int, seed: int, iteration: int) -> None:
    assert window_order(count, 1, seed, iteration) == [iteration % count]


@given(st.integers(1, 30), st.integers(2, 70), st.integers(0, 5))
def test_larger_batches_visit_every_window_once_an_epoch(count: int, size: int, seed: int) -> None:
    visited = np.concatenate([window_order(count, size, seed, iteration) for iteration in range(count)])
    epochs = visited.reshape(size, count)  # count batches of size windows are size epochs
    np.testing.assert_array_equal(np.sort(epochs, 1), np.tile(np.arange(count), (size, 1)))


def test_epochs_and_seeds_have_orders_of_their_own() -> None:
    orders = [tuple(window_order(120, 120, seed, epoch)) for seed in (0, 1) for epoch in (0, 1)]
    assert len(set(orders)) == 4


class Adds:
    """Says the first value of the window plus the last, at every step."""

    def predict(self, inputs: np.ndarray) -> np.ndarray:
        total = inputs[:, :1] + inputs[:, -1:]
        return np.repeat(total, inputs.shape[1], 1)

    def free_run(self, first: np.ndarray, steps: int) -> None:
        return None


@pytest.mark.parametrize("steps", [1, 2, 7])
def test_a_forecast_feeds_on_itself(steps: int) -> None:
    values = [1.0, 2, 3]
    for _ in range(steps):
        values.append(values[-3] + values[-1])
    np.testing.assert_array_equal(forecast(Adds(), np.array([1.0, 2, 3]), steps), values[3:])
