"""Brackets: after each one, say whether all are closed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from rnnviz.tasks.option import TaskOption
from rnnviz.tasks.picture import Report, Symbols
from rnnviz.tasks.puzzle import LONGER, USUAL, Drawn, accuracy_scores, answers, entropy, length
from rnnviz.tasks.task import Array, Batch, Encoding, Loss, Predictor, Reads
from rnnviz.words import N

BRACKETS = ("(", ")")
CLASSES = ("0", "+")
TESTS = 256
DEPTH = N("depth")


@dataclass(frozen=True)
class Dyck(Drawn):
    """Brackets that open and close at random, never closing one that is not open; is the depth above 0?

    Attributes:
        steps: T, 10 to 200.

    Source: Suzgun et al., LSTM Networks Can Perform Dynamic Counting (2019): a single LSTM unit suffices.

    Raises:
        ValueError: `steps` is not allowed.
    """

    steps: int = 40

    key: ClassVar[str] = "dyck"
    title: ClassVar[str] = N("Bracket depth")
    memory: ClassVar[str] = N(
        "The network must count how many brackets are open: one more with each (, one less with each ). "
        "A cell state is made for it: a forget gate near 1 keeps the count, the candidate adds and subtracts."
    )
    source: ClassVar[str] = "Suzgun et al. 2019, Dyck-1"
    options: ClassVar[tuple[TaskOption, ...]] = (length(10, 200, 40),)
    encoding: ClassVar[Encoding] = "one_hot"
    features: ClassVar[int] = len(BRACKETS)
    outputs: ClassVar[int] = len(CLASSES)
    loss: ClassVar[Loss] = "cross_entropy"
    reads: ClassVar[Reads] = "every step"
    baseline_name: ClassVar[str] = N("look at this symbol only")
    defaults: ClassVar[Mapping[str, object]] = {**USUAL, "hidden": 1, "iterations": 1500}

    def draw(self, rng: np.random.Generator, size: int, steps: int) -> Batch:
        """Brackets, and whether any is open after each."""
        closes = rng.random((steps, size)) < 0.5
        symbols = np.empty((size, steps), np.int64)
        depth = np.zeros(size, np.int64)
        for step in range(steps):
            symbols[:, step] = closes[step] & (depth > 0)
            depth += 1 - 2 * symbols[:, step]
        return Batch(symbols, (_depths(symbols) > 0).astype(np.int64))

    @property
    def baseline(self) -> float:
        """The loss of who knows how often a closing bracket is the last one open, and nothing else."""
        return _baseline(self.steps)

    def truth(self, example: Batch) -> Mapping[str, Array]:
        """How many brackets are open after every step."""
        return {DEPTH: _depths(example.inputs[0]).astype(np.float64)}

    def strip(self, example: Batch, outputs: Array, free: Array | None = None) -> Symbols:
        """The brackets with the probability that some are open; `free` is not drawn, there is none."""
        return answers(example, BRACKETS, CLASSES, outputs)

    def report(self, predictor: Predictor) -> Report:
        """The share of right answers at the length of the training, and at three times that."""
        test, longer = (self.test(TESTS, n * self.steps) for n in (1, LONGER))
        return Report(accuracy_scores(predictor, test, longer))


def _depths(symbols: NDArray[np.generic]) -> NDArray[np.int64]:
    depths: NDArray[np.int64] = np.cumsum(1 - 2 * symbols.astype(np.int64), axis=-1)
    return depths


@cache
def _baseline(steps: int) -> float:
    """After an opening bracket the answer is known; after a closing one it is a matter of chance."""
    at = np.zeros(steps + 2)  # the probability of each depth
    at[0] = 1
    closing = closed = 0.0
    for _ in range(steps):
        up, down = at / 2, at / 2
        up[0], down[0] = at[0], 0
        at = np.zeros_like(at)
        at[1:] += up[:-1]
        at[:-1] += down[1:]
        closing += down.sum()
        closed += down[1]
    return closing / steps * entropy(closed / closing)
