"""A sine wave: say the next value at every step."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from rnnviz.tasks.option import TaskOption
from rnnviz.tasks.picture import Chart, Line, Report, Score
from rnnviz.tasks.task import Array, Batch, Encoding, Loss, Predictor, Reads, check_example, rmse
from rnnviz.words import N, t


def waves(count: int) -> NDArray[np.float64]:
    """Sine waves with evenly spaced phases [count, 101]; the first is np.sin(np.linspace(0, 10, 101))."""
    phases = 2 * np.pi * np.arange(count) / count
    values: NDArray[np.float64] = np.sin(np.linspace(0, 10, 101) + phases[:, None])
    return values


@dataclass(frozen=True)
class Sine:
    """A sine wave of 101 values; at each of 100 steps the input is one value, the target the next.

    Source: the classic first exercise for recurrent networks; free running as in Graves, Generating Sequences With
    Recurrent Neural Networks (2013).
    """

    key: ClassVar[str] = "sine"
    title: ClassVar[str] = N("Sine wave")
    memory: ClassVar[str] = N(
        "One value does not say whether the wave rises or falls, so the network must remember the value before it. "
        "To run freely it must also keep the height and the rhythm of the wave."
    )
    source: ClassVar[str] = "np.sin(np.linspace(0, 10, 101))"
    options: ClassVar[tuple[TaskOption, ...]] = ()
    encoding: ClassVar[Encoding] = "plain"
    features: ClassVar[int] = 1
    outputs: ClassVar[int] = 1
    steps: ClassVar[int] = 100
    loss: ClassVar[Loss] = "mse"
    reads: ClassVar[Reads] = "every step"
    # Always saying the mean costs 0.45, a line that any network crosses at once. Repeating the input needs no memory
    # either and costs a hundredth of it: only below that line has the network used its state.
    baseline_name: ClassVar[str] = N("repeat the input")
    defaults: ClassVar[Mapping[str, object]] = {
        "hidden": 16,
        "optimiser": "adam",
        "learning_rate": 0.01,
        "iterations": 300,
        "batch": 1,
        "clip": 0.0,
        "seed": 1,
    }
    examples: ClassVar[int] = 8

    @property
    def baseline(self) -> float:
        """The mean squared error of saying each value again, on the first wave."""
        wave = waves(1)
        return float(np.mean((wave[:, 1:] - wave[:, :-1]) ** 2))

    def batch(self, size: int, seed: int, iteration: int) -> Batch:
        """The same `size` waves at every iteration, with evenly spaced phases; `seed` changes nothing."""
        every = _all_pairs(size)
        return Batch(every.inputs.copy(), every.targets.copy())

    def repeats_after(self, size: int) -> int:
        """Every batch is the same."""
        return 1

    def example(self, index: int = 0) -> Batch:
        """The wave that is trained on, or one of seven with other phases.

        Raises:
            ValueError: there is no such example.
        """
        return _pairs(waves(self.examples)[[check_example(index, self.examples)]])

    def truth(self, example: Batch) -> Mapping[str, Array]:
        """Nothing: how a network holds a wave is its own affair."""
        return {}

    def strip(self, example: Batch, outputs: Array, free: Array | None = None) -> Chart:
        """Input, next value, prediction and, where given, the free-running prediction [T, 1]."""
        lines = [
            Line(t("input"), "input", None, example.inputs[0, :, 0].astype(np.float64)),
            Line(t("next value"), "target", None, example.targets[0, :, 0].astype(np.float64)),
            Line(t("prediction"), "prediction", None, outputs[:, 0]),
        ]
        if free is not None:
            lines.append(Line(t("free running"), "free", None, free[:, 0]))
        return Chart(
            title=t("Sine wave: the next value at every step"),
            x_label=t("time step"),
            y_label=t("value"),
            lines=tuple(lines),
            y_range=(-1.5, 1.5),
            read_steps=tuple(range(self.steps)),
        )

    def report(self, predictor: Predictor) -> Report:
        """The error of one step ahead, and of 100 steps fed with its own predictions from the wave's first value."""
        example = self.example()
        target = example.targets[0].astype(np.float64)  # [T, 1]
        free = predictor.free_run(example.inputs[0, 0].astype(np.float64), self.steps)
        ahead = rmse(predictor.predict(example.inputs)[0], target)
        if free is None:
            note = t("This network also reads backward: it cannot run freely, that would take values of the future.")
            return Report((Score(t("RMSE one step ahead"), ahead, "", "lower", note),))
        note = t("{steps} steps from the first value on; each prediction is the next input.", steps=self.steps)
        return Report(
            (
                Score(t("RMSE one step ahead"), ahead, "", "lower"),
                Score(t("free running"), rmse(free, target), "", "lower", note),
            )
        )


@lru_cache(maxsize=4)
def _all_pairs(size: int) -> Batch:
    # Made anew at every iteration they would take a fifteenth of a small network's training.
    return _pairs(waves(size))


def _pairs(values: NDArray[np.float64]) -> Batch:
    numbers = values.astype(np.float32)[:, :, None]
    return Batch(np.ascontiguousarray(numbers[:, :-1]), np.ascontiguousarray(numbers[:, 1:]))
