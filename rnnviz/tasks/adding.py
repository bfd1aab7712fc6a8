"""Adding: two of many numbers are marked; say their sum at the end."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from rnnviz.tasks.option import TaskOption
from rnnviz.tasks.picture import Chart, Line, Report, Score
from rnnviz.tasks.puzzle import USUAL, Drawn, length
from rnnviz.tasks.task import Array, Batch, Encoding, Loss, Predictor, Reads
from rnnviz.words import N, t

TESTS = 256
SUM = N("sum so far")


@dataclass(frozen=True)
class Adding(Drawn):
    """A number from 0 to 1 and a mark at every step; one number of each half is marked, and their sum is asked for.

    Attributes:
        steps: T, 10 to 200.

    Source: Hochreiter, Schmidhuber, Long Short-Term Memory (1997), experiment 4, in the form of Le, Jaitly and Hinton
    (2015), arXiv:1504.00941.

    Raises:
        ValueError: `steps` is not allowed.
    """

    steps: int = 50

    key: ClassVar[str] = "adding"
    title: ClassVar[str] = N("Adding")
    memory: ClassVar[str] = N(
        "The first marked number must be kept until the second is added to it, and the sum until the end. "
        "The input gate has to open for the two marks alone."
    )
    source: ClassVar[str] = "Hochreiter & Schmidhuber 1997, experiment 4; Le et al. 2015"
    options: ClassVar[tuple[TaskOption, ...]] = (length(10, 200, 50),)
    encoding: ClassVar[Encoding] = "plain"
    features: ClassVar[int] = 2
    outputs: ClassVar[int] = 1
    loss: ClassVar[Loss] = "mse"
    reads: ClassVar[Reads] = "last step"
    baseline: ClassVar[float] = 1 / 6
    baseline_name: ClassVar[str] = N("always say 1")
    # With gates that begin kept and closed, the marks are what opens the input gate.
    defaults: ClassVar[Mapping[str, object]] = {
        **USUAL,
        "hidden": 8,
        "learning_rate": 0.005,
        "iterations": 3000,
        "forget_bias": 3.0,
        "input_bias": -3.0,
    }

    def draw(self, rng: np.random.Generator, size: int, steps: int) -> Batch:
        """Numbers and marks, and the sum."""
        half, rows = steps // 2, np.arange(size)
        values = rng.random((size, steps))
        marks = np.zeros((size, steps))
        first, second = rng.integers(0, half, size), rng.integers(half, steps, size)
        marks[rows, first] = marks[rows, second] = 1
        sums = values[rows, first] + values[rows, second]
        return Batch(np.stack([values, marks], axis=-1).astype(np.float32), sums[:, None].astype(np.float32))

    def truth(self, example: Batch) -> Mapping[str, Array]:
        """The sum of the marked numbers up to every step."""
        return {SUM: _sums(example)}

    def strip(self, example: Batch, outputs: Array, free: Array | None = None) -> Chart:
        """The numbers, the marks, the sum so far, and what the network would say after every step."""
        return Chart(
            title=t("Adding: the sum of the marked numbers"),
            x_label=t("time step"),
            y_label=t("value"),
            lines=(
                Line(t("mark"), "context", None, example.inputs[0, :, 1].astype(np.float64)),
                Line(t("input"), "input", None, example.inputs[0, :, 0].astype(np.float64)),
                Line(t("sum so far"), "target", None, _sums(example)),
                Line(t("prediction"), "prediction", None, outputs[:, 0]),
            ),
            y_range=(-0.3, 2.3),
            read_steps=(self.steps - 1,),
        )

    def report(self, predictor: Predictor) -> Report:
        """The mean squared error on 256 sequences that are the same for every network."""
        test = self.test(TESTS)
        error = float(np.mean((predictor.predict(test.inputs)[:, -1] - test.targets) ** 2))
        note = t("On {count} new sequences; always saying 1 costs 0.167.", count=TESTS)
        return Report((Score(t("mean squared error"), error, "", "lower", note),))


def _sums(example: Batch) -> Array:
    sums: Array = np.cumsum(example.inputs[0].astype(np.float64).prod(-1))
    return sums
