"""The batches of many iterations as a kernel takes them: one after the other in flat arrays."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from rnnviz.tasks.registry import make_task
from rnnviz.tasks.task import Batch, Repeating, Task
from rnnviz.training.config import RunConfig

MOST_AGAIN = 1000
"""Batches that are kept for the next time, where a task's come again."""


@dataclass(frozen=True, eq=False)
class Given:
    """Batches as the kernel takes them; see `numeric.training.train`."""

    which: NDArray[np.int64]
    steps: NDArray[np.int64]
    arrays: tuple[NDArray[Any], ...]


class Batches:
    """The batches of iterations, one after the other in flat arrays; those that come again are made once."""

    def __init__(self, config: RunConfig, task: Task) -> None:
        self.config, self.task = config, task
        period = task.repeats_after(config.batch) if isinstance(task, Repeating) else 0
        self.period = period if period <= MOST_AGAIN else 0
        self.bytes = 1

    def take(self, iteration: int, count: int) -> Given:
        """The batches of `count` iterations."""
        if self.period:
            arrays = _all_batches(
                self.config.task, self.config.options, self.config.batch, self.config.seed, self.period
            )
            which = np.arange(iteration, iteration + count) % self.period
        else:
            arrays = _joined([self._batch(k) for k in range(iteration, iteration + count)])
            which = np.arange(count)
            self.bytes = max(1, sum(array.nbytes for array in arrays) // count)
        return Given(which, arrays[0], (which, *arrays))

    def _batch(self, iteration: int) -> Batch:
        return self.task.batch(self.config.batch, self.config.seed, iteration)


@lru_cache(maxsize=32)
def _all_batches(
    task: str, options: tuple[tuple[str, float | str], ...], size: int, seed: int, period: int
) -> tuple[NDArray[Any], ...]:
    """The batches of a task that repeats itself: made once, also for trainings that come later."""
    made = make_task(task, dict(options))
    return _joined([made.batch(size, seed, iteration) for iteration in range(period)])


def _joined(batches: list[Batch]) -> tuple[NDArray[Any], ...]:
    """Steps, beginnings of inputs and targets, then symbols, numbers, classes and values."""
    inputs, targets = [batch.inputs for batch in batches], [batch.targets for batch in batches]
    none, empty = np.zeros(0, np.int64), np.zeros(0, np.float32)
    x, y = _run_together(inputs), _run_together(targets)
    return (
        np.array([array.shape[1] for array in inputs], np.int64),
        _beginnings(inputs),
        _beginnings(targets),
        *((x, empty) if x.dtype == np.int64 else (none, x)),
        *((y, empty) if y.dtype == np.int64 else (none, y)),
    )


def _run_together(arrays: list[NDArray[Any]]) -> NDArray[Any]:
    return np.concatenate([array.ravel() for array in arrays])


def _beginnings(arrays: list[NDArray[Any]]) -> NDArray[np.int64]:
    return np.cumsum([0, *(array.size for array in arrays[:-1])], dtype=np.int64)
