"""Parity: say after every bit whether the number of ones so far is odd."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import log
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from rnnviz.tasks.option import ChoiceOption, TaskOption
from rnnviz.tasks.picture import Report, Symbols
from rnnviz.tasks.puzzle import USUAL, Drawn, accuracy_scores, answers, length
from rnnviz.tasks.task import TRAINING, Array, Batch, Encoding, Loss, Predictor, Reads
from rnnviz.words import N

BITS = ("0", "1")
CLASSES = ("=", "≠")
TESTS, LONG = 256, 100
SHORTEST, PATIENCE = 2, 30
"""Growing sequences begin with this length, and grow by one step each time so many iterations are over."""
PARITY = N("parity")


@dataclass(frozen=True)
class Parity(Drawn):
    """Random bits; after each one, is the number of ones so far even (=) or odd (≠)?

    Attributes:
        steps: T, 5 to 100.
        lengths: "growing" begins with sequences of two steps and lengthens them; "full" has all of length T at once.

    Source: Hochreiter, Schmidhuber, LSTM Can Solve Hard Long Time Lag Problems (1996).

    Raises:
        ValueError: `steps` or `lengths` is not allowed.
    """

    steps: int = 20
    lengths: str = "growing"

    key: ClassVar[str] = "parity"
    title: ClassVar[str] = N("Parity")
    memory: ClassVar[str] = N(
        "One bit must be kept at every 0 and turned round at every 1; a single slip spoils all that follows. "
        "The forget gate can do it: it holds at 0, and at 1 it closes so that the state is written anew."
    )
    source: ClassVar[str] = "Hochreiter & Schmidhuber 1996"
    options: ClassVar[tuple[TaskOption, ...]] = (
        length(5, 100, 20),
        ChoiceOption(
            "lengths",
            N("Lengths"),
            ("growing", "full"),
            (N("growing from 2 steps on"), N("all of full length")),
            "growing",
        ),
    )
    encoding: ClassVar[Encoding] = "one_hot"
    features: ClassVar[int] = len(BITS)
    outputs: ClassVar[int] = len(CLASSES)
    loss: ClassVar[Loss] = "cross_entropy"
    reads: ClassVar[Reads] = "every step"
    baseline: ClassVar[float] = log(2)
    baseline_name: ClassVar[str] = N("guessing")
    defaults: ClassVar[Mapping[str, object]] = {**USUAL, "hidden": 4, "iterations": 1500}

    def draw(self, rng: np.random.Generator, size: int, steps: int) -> Batch:
        """Bits, and whether the ones so far are odd."""
        bits: NDArray[np.int64] = rng.integers(0, 2, (size, steps))
        return Batch(bits, np.cumsum(bits, axis=1) % 2)

    def batch(self, size: int, seed: int, iteration: int) -> Batch:
        """Sequences drawn anew for each seed and iteration; how long they are depends on the iteration alone."""
        steps = self.steps if self.lengths == "full" else min(self.steps, SHORTEST + iteration // PATIENCE)
        return self.draw(np.random.default_rng([TRAINING, seed, iteration]), size, steps)

    def truth(self, example: Batch) -> Mapping[str, Array]:
        """1 where the number of ones so far is odd, 0 where it is even."""
        return {PARITY: example.targets[0].astype(np.float64)}

    def strip(self, example: Batch, outputs: Array, free: Array | None = None) -> Symbols:
        """The bits with the probability of either answer; `free` is not drawn, there is none."""
        return answers(example, BITS, CLASSES, outputs)

    def report(self, predictor: Predictor) -> Report:
        """The share of right answers at full length, and at length 100."""
        test, longer = (self.test(TESTS, n) for n in (self.steps, LONG))
        return Report(accuracy_scores(predictor, test, longer))
