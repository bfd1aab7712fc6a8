"""As and as many bs: count the first to know when the second end."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from rnnviz.tasks.option import TaskOption, WholeOption
from rnnviz.tasks.picture import Report, Score, Symbols
from rnnviz.tasks.puzzle import answers, entropy
from rnnviz.tasks.task import TRAINING, Array, Batch, Encoding, Loss, Predictor, Reads, check_example
from rnnviz.words import N, t

LETTERS = ("a", "b")
EITHER, MORE, END = 0, 1, 2
CLASSES = ("ab", "b", ".")
BEYOND = (-1, -5, 1, 2, 4, 6, 8, 10)
"""How much longer than the longest of the training the examples after the first are."""
COUNT = N("count")


@dataclass(frozen=True)
class AnBn:
    """A number of as, then as many bs; after each letter, what may follow: a or b, another b, or the end.

    All sequences of an iteration are equally long, and so the same one: a batch of 1 says all.

    Attributes:
        most: the largest number of as that is trained on, 6 to 30.

    Source: Gers, Schmidhuber, LSTM Recurrent Networks Learn Simple Context-Free and Context-Sensitive Languages (2001).

    Raises:
        ValueError: `most` is not allowed.
    """

    most: int = 10

    key: ClassVar[str] = "anbn"
    title: ClassVar[str] = N("aⁿbⁿ: count and compare")
    memory: ClassVar[str] = N(
        "The as must be counted up and the bs counted down, to know when the end is due. "
        "A cell state can count without a bound, a hidden state that stays between -1 and 1 cannot."
    )
    source: ClassVar[str] = "Gers & Schmidhuber 2001"
    options: ClassVar[tuple[TaskOption, ...]] = (WholeOption("most", N("Most as"), 6, 30, 10),)
    encoding: ClassVar[Encoding] = "one_hot"
    features: ClassVar[int] = len(LETTERS)
    outputs: ClassVar[int] = len(CLASSES)
    loss: ClassVar[Loss] = "cross_entropy"
    reads: ClassVar[Reads] = "every step"
    baseline_name: ClassVar[str] = N("look at this symbol only")
    # How far beyond 10 it counts is a matter of the seed: 0 to 3 get to 11, 10, 15 and 20 with these settings.
    defaults: ClassVar[Mapping[str, object]] = {
        "hidden": 2,
        "optimiser": "adam",
        "learning_rate": 0.005,
        "iterations": 2500,
        "batch": 1,
        "clip": 1.0,
        "seed": 2,
    }
    examples: ClassVar[int] = 1 + len(BEYOND)

    def __post_init__(self) -> None:
        object.__setattr__(self, "most", self.options[0].check(self.most))

    @property
    def steps(self) -> int:
        """The length of the longest sequence that there is to play."""
        return 2 * (self.most + max(BEYOND))

    @property
    def baseline(self) -> float:
        """After an a the answer is always the same; a b is the last one as often as the numbers say."""
        return entropy(float(np.mean(1 / np.arange(1, self.most + 1)))) / 2

    def batch(self, size: int, seed: int, iteration: int) -> Batch:
        """One number from 1 to `most`, drawn anew for each seed and iteration."""
        rng = np.random.default_rng([TRAINING, seed, iteration])
        return _string(int(rng.integers(1, self.most + 1)), size)

    def example(self, index: int = 0) -> Batch:
        """The longest one of the training, two shorter ones, and such as are longer than any of the training.

        Raises:
            ValueError: there is no such example.
        """
        return _string(self.most + (0, *BEYOND)[check_example(index, self.examples)], 1)

    def truth(self, example: Batch) -> Mapping[str, Array]:
        """How many bs are still due, if no further a comes."""
        return {COUNT: np.cumsum(1.0 - 2.0 * example.inputs[0])}

    def strip(self, example: Batch, outputs: Array, free: Array | None = None) -> Symbols:
        """The letters with the probability of what may follow; `free` is not drawn, there is none."""
        return answers(example, LETTERS, CLASSES, outputs)

    def report(self, predictor: Predictor) -> Report:
        """How far the network counts without a mistake, and the share of numbers of the training that it gets right."""
        right = [_right(predictor, number) for number in range(1, 2 * self.most + 1)]
        counts = right.index(False) if False in right else len(right)
        note = t(
            "Every number up to this one is right at every step; trained were those up to {most}, asked those up to "
            "{asked}.",
            most=self.most,
            asked=len(right),
        )
        return Report(
            (
                Score(t("counts to"), float(counts), "", "higher", note),
                Score(t("right of those trained"), float(np.mean(right[: self.most])), "", "higher"),
            )
        )


def _string(number: int, size: int) -> Batch:
    letters: NDArray[np.int64] = np.repeat(np.arange(2), number)
    wanted = np.where(letters == 0, EITHER, MORE)
    wanted[-1] = END
    return Batch(np.tile(letters, (size, 1)), np.tile(wanted, (size, 1)))


def _right(predictor: Predictor, number: int) -> bool:
    string = _string(number, 1)
    return bool((predictor.predict(string.inputs).argmax(-1) == string.targets).all())
