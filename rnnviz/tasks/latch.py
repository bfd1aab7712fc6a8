"""A latch of one bit: set it, reset it, and say at every step what it is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import log
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from rnnviz.tasks.option import TaskOption
from rnnviz.tasks.picture import Report, Symbols
from rnnviz.tasks.puzzle import LONGER, USUAL, Drawn, accuracy_scores, answers, length
from rnnviz.tasks.task import Array, Batch, Encoding, Loss, Predictor, Reads
from rnnviz.words import N

QUIET, RESET, SET = 0, 1, 2
NAMES = ("·", "↓", "↑")
CLASSES = ("0", "1")
PULSES = 0.1
SHOWN_PULSES = 3
TESTS = 256
BIT = N("stored bit")


@dataclass(frozen=True)
class Latch(Drawn):
    """Long silence with rare pulses that set or reset a bit; the target is the bit, at every step.

    The first step is always a pulse, every later one with a probability of 0.1.

    Attributes:
        steps: T, 10 to 200.

    Source: Bengio, Simard, Frasconi, Learning Long-Term Dependencies with Gradient Descent Is Difficult (1994); the
    flip-flop of Sussillo and Barak, Opening the Black Box (2013), with one bit.

    Raises:
        ValueError: `steps` is not allowed.
    """

    steps: int = 40

    key: ClassVar[str] = "latch"
    title: ClassVar[str] = N("One-bit latch")
    memory: ClassVar[str] = N(
        "The bit of the last pulse must be kept through the silence. "
        "Gates can do it, or feedback with two resting points: a price on writing makes the network use its gates."
    )
    source: ClassVar[str] = "Bengio et al. 1994; Sussillo & Barak 2013"
    options: ClassVar[tuple[TaskOption, ...]] = (length(10, 200, 40),)
    encoding: ClassVar[Encoding] = "one_hot"
    features: ClassVar[int] = len(NAMES)
    outputs: ClassVar[int] = len(CLASSES)
    loss: ClassVar[Loss] = "cross_entropy"
    reads: ClassVar[Reads] = "every step"
    baseline_name: ClassVar[str] = N("look at this symbol only")
    # Left to itself an LSTM learns it just as well with a forget gate near 0.4: the bit is then a resting point of the
    # feedback, and the gates say nothing.
    defaults: ClassVar[Mapping[str, object]] = {
        **USUAL,
        "hidden": 2,
        "iterations": 1000,
        "forget_bias": 3.0,
        "input_bias": -3.0,
        "write_price": 0.1,
    }

    def draw(self, rng: np.random.Generator, size: int, steps: int) -> Batch:
        """Pulses, and the bit after each step."""
        pulses = rng.random((size, steps)) < PULSES
        pulses[:, 0] = True
        bits: NDArray[np.int64] = rng.integers(0, 2, (size, steps))
        last = np.maximum.accumulate(np.where(pulses, np.arange(steps), 0), axis=1)
        inputs: NDArray[np.int64] = np.where(pulses, bits + RESET, QUIET)
        return Batch(inputs, np.take_along_axis(bits, last, axis=1))

    @property
    def baseline(self) -> float:
        """At a pulse the answer is known, at every other step either is as likely."""
        return (self.steps - 1) / self.steps * (1 - PULSES) * log(2)

    def example(self, index: int = 0) -> Batch:
        """One sequence with three pulses or more, drawn apart from the training.

        Raises:
            ValueError: there is no such example.
        """
        rng = self.chance(index)
        while True:
            drawn = self.draw(rng, 1, self.steps)
            if np.count_nonzero(drawn.inputs) >= SHOWN_PULSES:
                return drawn

    def truth(self, example: Batch) -> Mapping[str, Array]:
        """The bit after every step."""
        return {BIT: example.targets[0].astype(np.float64)}

    def strip(self, example: Batch, outputs: Array, free: Array | None = None) -> Symbols:
        """The pulses with the probability of either bit; `free` is not drawn, there is none."""
        return answers(example, NAMES, CLASSES, outputs)

    def report(self, predictor: Predictor) -> Report:
        """The share of right answers at the length of the training, and at three times that."""
        test, longer = (self.test(TESTS, n * self.steps) for n in (1, LONGER))
        return Report(accuracy_scores(predictor, test, longer))
