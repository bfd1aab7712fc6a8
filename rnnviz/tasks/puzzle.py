"""What the memory puzzles share: sequences of symbols with an answer at every step, and how often it is right."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from rnnviz.tasks.picture import Score, Symbols, softmax
from rnnviz.tasks.task import Array, Batch, Predictor
from rnnviz.words import t

LONGER = 3
"""How many times longer the sequences of the second test are than those that are trained on."""


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
