"""First-symbol recall: say at the end which symbol came first."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import log
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from rnnviz.tasks.option import TaskOption
from rnnviz.tasks.picture import Report, Score, Symbols, softmax
from rnnviz.tasks.puzzle import USUAL, Drawn, length
from rnnviz.tasks.task import Array, Batch, Encoding, Loss, Predictor, Reads
from rnnviz.words import N, t

CLASSES = ("A", "B", "C", "D")
DISTRACTORS = ("p", "q")
TRUTHS = (N("first was A"), N("first was B"), N("first was C"), N("first was D"))
TESTS = 256


@dataclass(frozen=True)
class Recall(Drawn):
    """One of four symbols, then random distractors of another alphabet; the first symbol is asked for at the end.

    Attributes:
        steps: T, 5 to 200, the distance over which the symbol must be held.

    Source: Hochreiter, Schmidhuber, Long Short-Term Memory (1997), experiment 2, with distractors drawn at random.

    Raises:
        ValueError: `steps` is not allowed.
    """

    steps: int = 50

    key: ClassVar[str] = "recall"
    title: ClassVar[str] = N("First-symbol recall")
    memory: ClassVar[str] = N(
        "The first symbol must be kept until the last step. "
        "The distractors that follow say nothing about it and must not overwrite it."
    )
    source: ClassVar[str] = "Hochreiter & Schmidhuber 1997, experiment 2"
    options: ClassVar[tuple[TaskOption, ...]] = (length(5, 200, 50),)
    encoding: ClassVar[Encoding] = "one_hot"
    features: ClassVar[int] = len(CLASSES) + len(DISTRACTORS)
    outputs: ClassVar[int] = len(CLASSES)
    loss: ClassVar[Loss] = "cross_entropy"
    reads: ClassVar[Reads] = "last step"
    baseline: ClassVar[float] = log(len(CLASSES))
    baseline_name: ClassVar[str] = N("guessing")
    advice: ClassVar[str] = N("try forget bias 4, or a shorter sequence")
    # A forget bias of 4 begins with gates that keep 98 % a step, and the network learns within 200 iterations: the
    # first thing seen is a memory that holds. That it stays at chance with 1 is then the experiment to make.
    # A larger learning rate makes some seeds confuse two of the four symbols for good.
    defaults: ClassVar[Mapping[str, object]] = {
        **USUAL,
        "hidden": 16,
        "learning_rate": 0.003,
        "iterations": 600,
        "forget_bias": 4.0,
    }
    examples: ClassVar[int] = 16

    def draw(self, rng: np.random.Generator, size: int, steps: int) -> Batch:
        """A first symbol and distractors."""
        first: NDArray[np.int64] = rng.integers(0, self.outputs, size)
        inputs: NDArray[np.int64] = rng.integers(self.outputs, self.features, (size, steps))
        inputs[:, 0] = first
        return Batch(inputs, first)

    def example(self, index: int = 0) -> Batch:
        """One sequence that training does not draw from; examples 0 to 3 begin with A to D, and so on.

        Raises:
            ValueError: there is no such example.
        """
        batch = self.draw(self.chance(index), 1, self.steps)
        batch.inputs[0, 0] = batch.targets[0] = index % len(CLASSES)
        return batch

    def truth(self, example: Batch) -> Mapping[str, Array]:
        """Of each symbol, 1 where it came first and 0 where not, held at every step."""
        return {name: np.full(self.steps, float(example.targets[0] == k)) for k, name in enumerate(TRUTHS)}

    def strip(self, example: Batch, outputs: Array, free: Array | None = None) -> Symbols:
        """The symbols with the probability of each class after every step; `free` is not drawn, there is none."""
        names = CLASSES + DISTRACTORS
        return Symbols(
            tokens=tuple(names[symbol] for symbol in example.inputs[0].astype(int)),
            classes=CLASSES,
            probabilities=softmax(outputs.astype(np.float64)),
            target=(None,) * (self.steps - 1) + (int(example.targets[0]),),
            read_steps=(self.steps - 1,),
        )

    def report(self, predictor: Predictor) -> Report:
        """The share of right answers on 256 sequences that are the same for every network."""
        test = self.test(TESTS)
        answers = predictor.predict(test.inputs)[:, -1].argmax(-1)
        chance = 1 / self.outputs
        note = t("On {count} new sequences; guessing gives {chance}.", count=TESTS, chance=chance)
        return Report((Score(t("accuracy"), float(np.mean(answers == test.targets)), "", "higher", note, chance),))
