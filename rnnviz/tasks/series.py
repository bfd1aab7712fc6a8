"""A series of numbers as something to learn: scaled, cut into windows, forecast beyond its end."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from rnnviz.tasks.task import TRAINING, Array, Predictor


@dataclass(frozen=True)
class Scale:
    """The straight line that maps `low` to -1 and `high` to 1."""

    low: float
    high: float

    def scaled(self, values: Array) -> Array:
        """From the series' own unit to -1 … 1; values outside low … high go beyond."""
        return 2 * (values - self.low) / (self.high - self.low) - 1

    def original(self, values: Array) -> Array:
        """Back to the series' own unit."""
        return (values + 1) / 2 * (self.high - self.low) + self.low


def windows(values: Array, length: int) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Every window of `values` [n] with the value after it.

    Returns:
        Windows [n - length, length, 1] and targets [n - length, 1].
    """
    numbers = values.astype(np.float32)
    seen = np.lib.stride_tricks.sliding_window_view(numbers[:-1], length)
    return seen[:, :, None].copy(), numbers[length:, None].copy()


def window_order(count: int, size: int, seed: int, iteration: int) -> NDArray[np.int64]:
    """Which of `count` windows an iteration (counted from 0) learns from [size].

    One at a time they come in order, epoch after epoch. Larger batches walk through an order that is drawn anew for
    each epoch: windows that follow each other hold nearly the same months, so a batch of neighbours teaches little.
    """
    places = iteration * size + np.arange(size, dtype=np.int64)
    if size == 1:
        return places % count
    epochs, which = np.unique(places // count, return_inverse=True)
    orders = np.stack([_order(count, seed, int(epoch)) for epoch in epochs])
    chosen: NDArray[np.int64] = orders[which, places % count]
    return chosen


@lru_cache(maxsize=8)
def _order(count: int, seed: int, epoch: int) -> NDArray[np.int64]:
    """One epoch's order [count]: kept, since all batches of the epoch walk through it."""
    return np.random.default_rng([TRAINING, seed, epoch]).permutation(count)


def forecast(predictor: Predictor, window: Array, steps: int) -> Array:
    """Forecast beyond a scaled window [length], each value from the last `length` ones, from a zero state.

    Returns:
        The next `steps` values [steps], scaled.
    """
    values = list(window)
    for _ in range(steps):
        inputs = np.array(values[-len(window) :], np.float32)[None, :, None]
        values.append(float(predictor.predict(inputs)[0, -1, 0]))
    return np.array(values[len(window) :])
