"""What the memory puzzles share: sequences drawn by chance, symbols with answers, and how often these are right."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from rnnviz.tasks.option import TaskOption, WholeOption
from rnnviz.tasks.picture import Score, Symbols, softmax
from rnnviz.tasks.task import EXAMPLE, TEST, TRAINING, Array, Batch, Predictor, check_example
from rnnviz.words import N, t

LONGER = 3
"""How many times longer the sequences of the second test are than those that are trained on."""

USUAL: Mapping[str, object] = MappingProxyType(
    {"optimiser": "adam", "learning_rate": 0.01, "batch": 64, "clip": 1.0, "seed": 1}
)
"""Fields of a configuration that suit most puzzles."""


@dataclass(frozen=True)
class Drawn(ABC):
    """A task whose sequences are drawn anew for each seed and iteration, and for tests always the same.

    Attributes:
        steps: T; the option of that name says how many there may be.

    Raises:
        ValueError: an option's value is not allowed.
    """

    steps: int

    options: ClassVar[tuple[TaskOption, ...]]
    examples: ClassVar[int] = 8

    def __post_init__(self) -> None:
        for option in self.options:
            object.__setattr__(self, option.name, option.check(getattr(self, option.name)))

    @abstractmethod
    def draw(self, rng: np.random.Generator, size: int, steps: int) -> Batch:
        """So many sequences of so many steps."""

    def batch(self, size: int, seed: int, iteration: int) -> Batch:
        """Sequences drawn anew for each seed and iteration."""
        return self.draw(np.random.default_rng([TRAINING, seed, iteration]), size, self.steps)

    def example(self, index: int = 0) -> Batch:
        """One sequence that training does not draw from.

        Raises:
            ValueError: there is no such example.
        """
        return self.draw(self.chance(index), 1, self.steps)

    def chance(self, index: int) -> np.random.Generator:
        """What an example is drawn with.

        Raises:
            ValueError: there is no such example.
        """
        return np.random.default_rng([EXAMPLE, check_example(index, self.examples)])

    def test(self, size: int, steps: int | None = None) -> Batch:
        """Sequences that training does not draw from; as long as its own where no length is given."""
        return self.draw(np.random.default_rng([TEST]), size, steps or self.steps)


def length(low: int, high: int, default: int) -> WholeOption:
    """The choice of how long the sequences are."""
    return WholeOption("steps", N("Sequence length"), low, high, default)


def answers(example: Batch, names: tuple[str, ...], classes: tuple[str, ...], outputs: Array) -> Symbols:
    """The symbols of one example with the answer wanted and given after each.

    Args:
        example: symbols and classes, [1, T] both.
        names: of the symbols.
        classes: names of the classes, translated.
        outputs: logits [T, K].
    """
    steps = example.inputs.shape[1]
    return Symbols(
        tokens=tuple(names[symbol] for symbol in example.inputs[0].astype(int)),
        classes=classes,
        probabilities=softmax(outputs.astype(np.float64)),
        target=tuple(int(k) for k in example.targets[0]),
        read_steps=tuple(range(steps)),
    )


def accuracy(predictor: Predictor, test: Batch) -> float:
    """The share of right answers, over sequences and steps; of the last step where only that has a target."""
    said: NDArray[np.int64] = predictor.predict(test.inputs).argmax(-1)
    return float(np.mean((said if test.targets.ndim == 2 else said[:, -1]) == test.targets))


def accuracy_scores(predictor: Predictor, test: Batch, longer: Batch) -> tuple[Score, Score]:
    """How often a network is right on sequences as long as those of the training, and on longer ones."""
    count, steps = longer.inputs.shape
    return (
        Score(t("accuracy"), accuracy(predictor, test), "", "higher", t("On {count} new sequences.", count=count)),
        Score(
            t("accuracy at length {steps}", steps=steps),
            accuracy(predictor, longer),
            "",
            "higher",
            t("The same rule on sequences that are longer than any of the training."),
        ),
    )


def entropy(share: float) -> float:
    """Of a choice between two, one of which has this probability; in nats."""
    parts = np.array([share, 1 - share])
    parts = parts[parts > 0]
    return float(-(parts * np.log(parts)).sum())
