"""Windows of a sine: each predicts the same window one step later, and a broadcasting slip can be trained with."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from rnnviz.tasks.option import ChoiceOption, TaskOption
from rnnviz.tasks.picture import Chart, Line, Report, Score
from rnnviz.tasks.series import window_order
from rnnviz.tasks.task import Array, Batch, Encoding, Loss, Predictor, Reads, check_example, rmse
from rnnviz.words import N, t

START, END, STEP = 1.0, 10.0, 0.01
LENGTH = 10
PAIRS = 889
TRAINED = 700
Y_RANGE = (-1.5, 1.5)


@dataclass(frozen=True)
class Windows:
    """np.sin(np.arange(1, 10, 0.01)): 889 windows of 10 values with the same windows a step later; 700 train, in order.

    Attributes:
        compared: "right", or "article" for the loss that subtracts [T] from [T, 1] and so compares every step's output
            with every step's target.

    Raises:
        ValueError: `compared` is not allowed.
    """

    compared: str = "right"

    key: ClassVar[str] = "windows"
    title: ClassVar[str] = N("Sine windows")
    memory: ClassVar[str] = N(
        "The state begins anew with each window, so the network must find out within a few steps whether the wave "
        "rises or falls, and keep that. One hundredth further the wave has hardly moved: to beat repeating the input "
        "it would have to remember the slope."
    )
    source: ClassVar[str] = "np.sin(np.arange(1, 10, 0.01))"
    options: ClassVar[tuple[TaskOption, ...]] = (
        ChoiceOption(
            "compared",
            N("Loss"),
            ("right", "article"),
            (N("each step with its own target"), N("broadcast by mistake: each step with every target")),
            "right",
        ),
    )
    encoding: ClassVar[Encoding] = "plain"
    features: ClassVar[int] = 1
    outputs: ClassVar[int] = 1
    steps: ClassVar[int] = LENGTH
    reads: ClassVar[Reads] = "every step"
    # Ten epochs of the 700 windows, one at a time.
    defaults: ClassVar[Mapping[str, object]] = {
        "hidden": 6,
        "optimiser": "sgd",
        "learning_rate": 0.01,
        "iterations": 10 * TRAINED,
        "batch": 1,
        "clip": 0.0,
        "seed": 1,
    }
    examples: ClassVar[int] = 10

    def __post_init__(self) -> None:
        self.options[0].check(self.compared)

    @property
    def loss(self) -> Loss:
        """What the chosen comparison trains on."""
        return "mse_broadcast" if self.compared == "article" else "mse"

    @property
    def baseline(self) -> float:
        """The training windows' loss of the rule that is best for the chosen loss."""
        seen, following = (values[:TRAINED].astype(np.float64) for values in _pairs())
        if self.compared == "right":
            return float(np.mean((following - seen) ** 2))
        means = following.mean(1, keepdims=True)
        return float(np.mean((following - means) ** 2))

    @property
    def baseline_name(self) -> str:
        """With the slip, no output is better than one and the same at every step: the window's mean."""
        return N("repeat the input") if self.compared == "right" else N("know the mean of the next window")

    def batch(self, size: int, seed: int, iteration: int) -> Batch:
        """One at a time, the training windows in order, epoch after epoch; larger batches shuffle each epoch."""
        return _chosen(window_order(TRAINED, size, seed, iteration))

    def repeats_after(self, size: int) -> int:
        """One at a time, after all windows."""
        return TRAINED if size == 1 else 0

    def example(self, index: int = 0) -> Batch:
        """Examples 0 to 4 are windows of the test stretch, 5 to 9 of the training stretch, each evenly spaced.

        Raises:
            ValueError: there is no such example.
        """
        half = self.examples // 2
        tested = np.linspace(TRAINED, PAIRS - 1, half).astype(int)
        trained = np.linspace(0, TRAINED - 1, half).astype(int)
        return _chosen(np.append(tested, trained)[[check_example(index, self.examples)]])

    def truth(self, example: Batch) -> Mapping[str, Array]:
        """Nothing: how a network holds a slope is its own affair."""
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
            title=t("A window of the sine wave, and the same window one step later"),
            x_label=t("time step"),
            y_label=t("value"),
            lines=tuple(lines),
            y_range=Y_RANGE,
            read_steps=tuple(range(self.steps)),
        )

    def report(self, predictor: Predictor) -> Report:
        """The error at the last step of each test window, beside that of the training windows and of repeating."""
        seen, following = (values[:, :, 0].astype(np.float64) for values in _pairs())
        said = predictor.predict(_pairs()[0].copy())[:, -1, 0].astype(np.float64)
        target, repeated = following[:, -1], seen[:, -1]
        test = slice(TRAINED, None)
        note = t("The last value of each of {count} windows that were never trained on.", count=PAIRS - TRAINED)
        where = t("In one order and one at a time: the network knows the windows best that it has just seen.")
        scores = (
            Score(t("test RMSE"), rmse(said[test], target[test]), "", "lower", note),
            Score(t("on the training windows"), rmse(said[:TRAINED], target[:TRAINED]), "", "lower", where),
            Score(t("of repeating the input"), rmse(repeated[test], target[test]), "", "lower"),
        )
        return Report(scores, _wave_chart(target, said))


def _wave_chart(target: Array, said: Array) -> Chart:
    """The whole wave with what the network says [889] of the last value of each window."""
    x = START + STEP * (np.arange(PAIRS) + LENGTH)
    join = TRAINED - 1  # so that the stretches of the wave meet
    return Chart(
        title=t("The test stretch: truth and prediction"),
        x_label=t("x"),
        y_label=t("sin x"),
        lines=(
            Line(t("stretch trained on"), "context", x[:TRAINED], target[:TRAINED]),
            Line(t("test stretch"), "target", x[join:], target[join:]),
            Line(t("prediction"), "prediction", x[join:], said[join:]),
        ),
        y_range=Y_RANGE,
    )


def _chosen(which: NDArray[np.int64]) -> Batch:
    seen, following = _pairs()
    return Batch(seen[which], following[which])


@lru_cache
def _pairs() -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Every window and the one a step later, both [889, 10, 1], read-only."""
    wave = np.sin(np.arange(START, END, STEP)).astype(np.float32)
    cut = np.lib.stride_tricks.sliding_window_view(wave, LENGTH)[:, :, None]
    return cut[:PAIRS], cut[1 : PAIRS + 1]
