"""Temporal order: say at the end which of X and Y came first and which second."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import log
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from rnnviz.tasks.option import TaskOption
from rnnviz.tasks.picture import Report, Score, Symbols, softmax
from rnnviz.tasks.puzzle import USUAL, Drawn, accuracy, length
from rnnviz.tasks.task import Array, Batch, Encoding, Loss, Predictor, Reads
from rnnviz.words import N, t

RELEVANT = ("X", "Y")
NAMES = (*RELEVANT, "a", "b", "c", "d")
CLASSES = ("XX", "XY", "YX", "YY")
TESTS = 256
FIRST, SECOND = N("first: X +, Y −"), N("second: X +, Y −")


@dataclass(frozen=True)
class Order(Drawn):
    """Two relevant symbols, X or Y each, among random distractors; which were they, in order?

    The first stands between a tenth and a fifth of the way, the second between half and three fifths.

    Attributes:
        steps: T, 20 to 200.

    Source: Hochreiter, Schmidhuber, Long Short-Term Memory (1997), experiment 6a, with one distance for all.

    Raises:
        ValueError: `steps` is not allowed.
    """

    steps: int = 50

    key: ClassVar[str] = "order"
    title: ClassVar[str] = N("Temporal order")
    memory: ClassVar[str] = N(
        "Two symbols far apart must be kept until the end, together with their order. "
        "The input gate has to open for X and Y alone, and the forget gate to stay near 1 in between."
    )
    source: ClassVar[str] = "Hochreiter & Schmidhuber 1997, experiment 6a"
    options: ClassVar[tuple[TaskOption, ...]] = (length(20, 200, 50),)
    encoding: ClassVar[Encoding] = "one_hot"
    features: ClassVar[int] = len(NAMES)
    outputs: ClassVar[int] = len(CLASSES)
    loss: ClassVar[Loss] = "cross_entropy"
    reads: ClassVar[Reads] = "last step"
    baseline: ClassVar[float] = log(len(CLASSES))
    baseline_name: ClassVar[str] = N("guessing")
    # Few units, gates that begin kept and closed, and a price on writing: without them the input gate stays half open
    # for every symbol, and the network is as good with gates that say nothing.
    defaults: ClassVar[Mapping[str, object]] = {
        **USUAL,
        "hidden": 4,
        "iterations": 1000,
        "forget_bias": 3.0,
        "input_bias": -1.0,
        "write_price": 0.03,
    }

    def draw(self, rng: np.random.Generator, size: int, steps: int, order: int | None = None) -> Batch:
        """Two relevant symbols among distractors, and the number of their order, drawn where it is not given."""
        rows = np.arange(size)
        inputs: NDArray[np.int64] = rng.integers(len(RELEVANT), len(NAMES), (size, steps))
        first = rng.integers(steps // 10, steps // 5 + 1, size)
        second = rng.integers(steps // 2, 3 * steps // 5 + 1, size)
        drawn: NDArray[np.int64] = rng.integers(0, len(CLASSES), size)
        classes = drawn if order is None else np.full_like(drawn, order)
        inputs[rows, first], inputs[rows, second] = classes // 2, classes % 2
        return Batch(inputs, classes)

    def example(self, index: int = 0) -> Batch:
        """One sequence that training does not draw from; the four orders in turn.

        Raises:
            ValueError: there is no such example.
        """
        return self.draw(self.chance(index), 1, self.steps, index % len(CLASSES))

    def truth(self, example: Batch) -> Mapping[str, Array]:
        """Of the first and the second relevant symbol: 0 before it, from then on 1 for X and -1 for Y."""
        symbols = example.inputs[0]
        places = np.flatnonzero(symbols < len(RELEVANT))
        held = np.zeros((2, len(symbols)))
        for row, place in zip(held, places, strict=True):
            row[place:] = 1 - 2 * symbols[place]
        return {FIRST: held[0], SECOND: held[1]}

    def strip(self, example: Batch, outputs: Array, free: Array | None = None) -> Symbols:
        """The symbols with the probability of each order after every step; `free` is not drawn, there is none."""
        return Symbols(
            tokens=tuple(NAMES[symbol] for symbol in example.inputs[0].astype(int)),
            classes=CLASSES,
            probabilities=softmax(outputs.astype(np.float64)),
            target=(None,) * (self.steps - 1) + (int(example.targets[0]),),
            read_steps=(self.steps - 1,),
        )

    def report(self, predictor: Predictor) -> Report:
        """The share of right answers on 256 sequences that are the same for every network."""
        test = self.test(TESTS)
        chance = 1 / self.outputs
        note = t("On {count} new sequences; guessing gives {chance}.", count=TESTS, chance=chance)
        return Report((Score(t("accuracy"), accuracy(predictor, test), "", "higher", note, chance),))
