"""Quotes: letters that depend on whether a quotation is open, and a mark that opens and closes it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from rnnviz.tasks.option import TaskOption
from rnnviz.tasks.picture import Report, Score, Symbols
from rnnviz.tasks.puzzle import USUAL, Drawn, answers, entropy, length
from rnnviz.tasks.task import Array, Batch, Encoding, Loss, Predictor, Reads
from rnnviz.words import N, t

NAMES = ("a", "b", "c", "d", "e", "f", '"')
MARK = len(NAMES) - 1
QUOTES = 0.07
LETTERS = np.array([[0.28, 0.28, 0.28, 0.06, 0.05, 0.05], [0.05, 0.05, 0.06, 0.28, 0.28, 0.28]])
"""The probability of each letter outside a quotation, and inside one."""
TESTS = 128
INSIDE = N("inside quotes")


def optimum() -> float:
    """The cross entropy of who knows whether a quotation is open."""
    return entropy(QUOTES) - (1 - QUOTES) * float((LETTERS[0] * np.log(LETTERS[0])).sum())


@dataclass(frozen=True)
class Quotes(Drawn):
    """Six letters and a mark: outside a quotation mostly a, b, c, inside mostly d, e, f; the mark changes between them.

    The same mark opens and closes, so only who has kept the state knows what a mark means.

    Attributes:
        steps: T, 20 to 200.

    Source: the quote cell of Karpathy, Johnson and Li, Visualizing and Understanding Recurrent Networks (2015),
    arXiv:1506.02078, as a task of its own.

    Raises:
        ValueError: `steps` is not allowed.
    """

    steps: int = 80

    key: ClassVar[str] = "quotes"
    title: ClassVar[str] = N("Inside quotes")
    memory: ClassVar[str] = N(
        "Whether a quotation is open decides which letters are likely, and the mark says only that this changes. "
        "One unit can hold it: its forget gate closes at each mark and keeps the state in between."
    )
    source: ClassVar[str] = "after Karpathy et al. 2015"
    options: ClassVar[tuple[TaskOption, ...]] = (length(20, 200, 80),)
    encoding: ClassVar[Encoding] = "one_hot"
    features: ClassVar[int] = len(NAMES)
    outputs: ClassVar[int] = len(NAMES)
    loss: ClassVar[Loss] = "cross_entropy"
    reads: ClassVar[Reads] = "every step"
    baseline_name: ClassVar[str] = N("look at this symbol only")
    defaults: ClassVar[Mapping[str, object]] = {**USUAL, "hidden": 4, "iterations": 1500}

    def draw(self, rng: np.random.Generator, size: int, steps: int) -> Batch:
        """Letters and marks, each with the one that follows."""
        marks = rng.random((size, steps + 1)) < QUOTES
        states = np.cumsum(marks, axis=1) % 2
        places = rng.random((size, steps + 1))
        symbols: NDArray[np.int64] = (places[:, :, None] > LETTERS.cumsum(1)[states][:, :, :-1]).sum(-1)
        symbols[marks] = MARK
        return Batch(np.ascontiguousarray(symbols[:, :-1]), np.ascontiguousarray(symbols[:, 1:]))

    @property
    def baseline(self) -> float:
        """The cross entropy of who knows this symbol and the two distributions, and remembers nothing."""
        posterior = LETTERS / LETTERS.sum(0)  # after a letter, [state, letter]
        following = posterior.T @ LETTERS
        letters = -(following * np.log(following)).sum(1) @ LETTERS.mean(0)
        middle = LETTERS.mean(0)
        after_mark = -float((middle * np.log(middle)).sum())
        return float(entropy(QUOTES) + (1 - QUOTES) * ((1 - QUOTES) * letters + QUOTES * after_mark))

    def truth(self, example: Batch) -> Mapping[str, Array]:
        """1 inside a quotation, its opening mark included, 0 outside."""
        return {INSIDE: inside(example.inputs[0]).astype(np.float64)}

    def strip(self, example: Batch, outputs: Array, free: Array | None = None) -> Symbols:
        """The symbols with the probability of what follows each; `free` is not drawn, there is none."""
        return answers(example, NAMES, NAMES, outputs)

    def report(self, predictor: Predictor) -> Report:
        """The cross entropy on 128 sequences that are the same for every network."""
        test = self.test(TESTS)
        logits = predictor.predict(test.inputs).astype(np.float64)
        shares = logits - np.logaddexp.reduce(logits, axis=-1, keepdims=True)
        value = -float(np.take_along_axis(shares, test.targets[:, :, None].astype(np.int64), axis=-1).mean())
        note = t(
            "On {count} new sequences. Who knows whether a quotation is open expects {best:.3f}, who looks at this "
            "symbol only {naive:.3f}.",
            count=TESTS,
            best=optimum(),
            naive=self.baseline,
        )
        return Report((Score(t("cross entropy"), value, "", "lower", note),))


def inside(symbols: NDArray[np.generic]) -> NDArray[np.int64]:
    """1 after an odd number of marks, 0 after an even one; along the last axis."""
    states: NDArray[np.int64] = np.cumsum(symbols == MARK, axis=-1) % 2
    return states
