"""Sample-and-hold: keep saying the value that was last marked to be stored."""

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

WRITES = 0.12
TESTS = 256
STORED = N("stored value")


@dataclass(frozen=True)
class Hold(Drawn):
    """A value from -1 to 1 and a flag at every step; the target is the value of the last step whose flag was 1.

    The first step is always stored, every later one with a probability of 0.12.

    Attributes:
        steps: T, 10 to 200.

    Source: the gated memory of Hochreiter & Schmidhuber 1997 as one task: write, then keep.

    Raises:
        ValueError: `steps` is not allowed.
    """

    steps: int = 40

    key: ClassVar[str] = "hold"
    title: ClassVar[str] = N("Sample and hold")
    memory: ClassVar[str] = N(
        "Where the flag is up the value must be stored, and everywhere else the stored value must be kept. "
        "One unit is enough: its input gate opens with the flag, and its forget gate closes with it."
    )
    source: ClassVar[str] = "after Hochreiter & Schmidhuber 1997"
    options: ClassVar[tuple[TaskOption, ...]] = (length(10, 200, 40),)
    encoding: ClassVar[Encoding] = "plain"
    features: ClassVar[int] = 2
    outputs: ClassVar[int] = 1
    loss: ClassVar[Loss] = "mse"
    reads: ClassVar[Reads] = "every step"
    baseline: ClassVar[float] = 1 / 3
    baseline_name: ClassVar[str] = N("always say 0")
    # One unit: with more, the value is spread over all of them and no gate can be read.
    defaults: ClassVar[Mapping[str, object]] = {**USUAL, "hidden": 1, "iterations": 2500}

    def draw(self, rng: np.random.Generator, size: int, steps: int) -> Batch:
        """Values and flags, and what is stored."""
        values = rng.uniform(-1, 1, (size, steps))
        flags = rng.random((size, steps)) < WRITES
        flags[:, 0] = True
        last = np.maximum.accumulate(np.where(flags, np.arange(steps), 0), axis=1)
        stored = np.take_along_axis(values, last, axis=1)[:, :, None]
        return Batch(np.stack([values, flags], axis=-1).astype(np.float32), stored.astype(np.float32))

    def truth(self, example: Batch) -> Mapping[str, Array]:
        """The value that is stored after every step."""
        return {STORED: example.targets[0, :, 0].astype(np.float64)}

    def strip(self, example: Batch, outputs: Array, free: Array | None = None) -> Chart:
        """The values, the flags that store them, the stored value and what the network says."""
        value, flag = example.inputs[0].T.astype(np.float64)
        return Chart(
            title=t("Sample and hold: the value that was last stored"),
            x_label=t("time step"),
            y_label=t("value"),
            lines=(
                Line(t("store now"), "context", None, np.where(flag > 0, 1.0, -1.0)),
                Line(t("input"), "input", None, value),
                Line(t("stored value"), "target", None, example.targets[0, :, 0].astype(np.float64)),
                Line(t("prediction"), "prediction", None, outputs[:, 0]),
            ),
            y_range=(-1.3, 1.3),
            read_steps=tuple(range(self.steps)),
        )

    def report(self, predictor: Predictor) -> Report:
        """The mean squared error on 256 sequences that are the same for every network."""
        test = self.test(TESTS)
        error = float(np.mean((predictor.predict(test.inputs) - test.targets) ** 2))
        note = t("On {count} new sequences; always saying 0 costs 0.33.", count=TESTS)
        return Report((Score(t("mean squared error"), error, "", "lower", note),))
