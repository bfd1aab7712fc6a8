"""Airline passengers: twelve months say the next one; the last year is held out and forecast."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from rnnviz.data import air_passengers
from rnnviz.tasks.option import TaskOption
from rnnviz.tasks.picture import Chart, Line, Report, Score
from rnnviz.tasks.series import Scale, forecast, window_order, windows
from rnnviz.tasks.task import Array, Batch, Encoding, Loss, Predictor, Reads, check_example, rmse
from rnnviz.words import N, t

WINDOW = 12
HELD_OUT = 12
MONTHS = 144
WINDOWS = MONTHS - HELD_OUT - WINDOW
Y_RANGE = (0.0, 700.0)


@dataclass(frozen=True)
class Passengers:
    """Monthly totals 1949 to 1960, scaled to [-1, 1] on the training part; windows of 12 predict the 13th month.

    Source: Box, Jenkins, Time Series Analysis: Forecasting and Control (1976), series G.
    """

    key: ClassVar[str] = "passengers"
    title: ClassVar[str] = N("Airline passengers")
    memory: ClassVar[str] = N(
        "The network must remember where in the year it is and what the same month brought a year ago. "
        "It must also carry the trend: every year has more passengers than the one before."
    )
    source: ClassVar[str] = "Box & Jenkins 1976, series G"
    options: ClassVar[tuple[TaskOption, ...]] = ()
    encoding: ClassVar[Encoding] = "plain"
    features: ClassVar[int] = 1
    outputs: ClassVar[int] = 1
    steps: ClassVar[int] = WINDOW
    loss: ClassVar[Loss] = "mse"
    reads: ClassVar[Reads] = "last step"
    # Of the two naive rules this one is the better on the training windows, so it is the harder line to cross.
    baseline_name: ClassVar[str] = N("repeat the last month")
    # Longer training or a larger learning rate fits the 120 windows more closely and forecasts worse.
    defaults: ClassVar[Mapping[str, object]] = {
        "hidden": 64,
        "optimiser": "adam",
        "learning_rate": 0.002,
        "iterations": 800,
        "batch": 40,
        "clip": 1.0,
        "seed": 1,
    }
    examples: ClassVar[int] = 1 + WINDOWS

    @property
    def baseline(self) -> float:
        """The mean squared error, in scaled units, of saying each training window's last month again."""
        seen, following = windows(_scaled()[:-HELD_OUT], WINDOW)
        return float(np.mean((following - seen[:, -1]) ** 2))

    def batch(self, size: int, seed: int, iteration: int) -> Batch:
        """One at a time, the training windows in order, epoch after epoch; larger batches shuffle each epoch."""
        seen, following = _windows()
        chosen = window_order(WINDOWS, size, seed, iteration)
        return Batch(seen[chosen], following[chosen])

    def example(self, index: int = 0) -> Batch:
        """Example 0 ends at the last training month and asks for the first held-out one; i + 1 is training window i.

        Raises:
            ValueError: there is no such example.
        """
        seen, following = _windows()
        chosen = [check_example(index, self.examples) - 1]  # -1: the last window, which asks for held-out data
        return Batch(seen[chosen], following[chosen])

    def truth(self, example: Batch) -> Mapping[str, Array]:
        """Nothing: how a network holds a year is its own affair."""
        return {}

    def strip(self, example: Batch, outputs: Array, free: Array | None = None) -> Chart:
        """Twelve months, the thirteenth, and the prediction of it, in passengers.

        Only the last output is drawn, those before it are never asked for. `free` is not drawn: the forecast of
        `report` feeds on itself window by window.
        """
        scale = _scale()
        seen = scale.original(example.inputs[0, :, 0].astype(np.float64))
        joint = np.array([WINDOW - 1.0, WINDOW])
        actual = np.append(seen[-1], scale.original(example.targets[0].astype(np.float64)))
        predicted = np.append(seen[-1], scale.original(outputs[-1].astype(np.float64)))
        first = air_passengers()[0][_place(example)]
        return Chart(
            title=t("Airline passengers: twelve months from {month} on, and the next", month=first),
            x_label=t("months since {month}", month=first),
            y_label=t("passengers (thousands)"),
            lines=(
                Line(t("input"), "input", None, seen),
                Line(t("next month"), "target", joint, actual),
                Line(t("prediction"), "prediction", joint, predicted),
            ),
            y_range=Y_RANGE,
            read_steps=(WINDOW - 1,),
        )

    def report(self, predictor: Predictor) -> Report:
        """The error of the held-out year's forecast beside those of two naive forecasts; the chart shows all three."""
        series = air_passengers()[1]
        known, held_out = series[:-HELD_OUT], series[-HELD_OUT:]
        network = _scale().original(forecast(predictor, _scale().scaled(known[-WINDOW:]), HELD_OUT))
        unit = t("thousand passengers")
        note = t("{count} months never trained on; each month forecast is an input for the next.", count=HELD_OUT)
        scores = (
            Score(t("RMSE of the forecast"), rmse(network, held_out), unit, "lower", note),
            Score(t("of the same month last year"), rmse(known[-12:], held_out), unit, "lower"),
            Score(t("of the last value"), rmse(np.full(HELD_OUT, known[-1]), held_out), unit, "lower"),
        )
        return Report(scores, _year_chart(network))


def _year_chart(network: Array) -> Chart:
    """The whole series, the held-out year [12], and three forecasts of it, in passengers."""
    months, series = air_passengers()
    years = np.array([int(month[:4]) + (int(month[5:]) - 1) / 12 for month in months])
    last = years[-HELD_OUT - 1 :]  # from the last known month on, so that the curves join
    known, held_out = series[:-HELD_OUT], series[-HELD_OUT:]

    def ahead(values: Array) -> Array:
        return np.append(known[-1], values)

    return Chart(
        title=t("The held-out year: forecast and truth"),
        x_label=t("year"),
        y_label=t("passengers (thousands)"),
        lines=(
            Line(t("months trained on"), "context", years[:-HELD_OUT], known),
            Line(t("last value"), "naive", last, ahead(np.full(HELD_OUT, known[-1]))),
            Line(t("same month last year"), "naive", last, ahead(known[-12:])),
            Line(t("held-out year"), "target", last, ahead(held_out)),
            Line(t("forecast of the network"), "prediction", last, ahead(network)),
        ),
        y_range=Y_RANGE,
    )


def _scale() -> Scale:
    known = air_passengers()[1][:-HELD_OUT]
    return Scale(float(known.min()), float(known.max()))


def _scaled() -> Array:
    return _scale().scaled(air_passengers()[1])


@lru_cache
def _windows() -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """The training windows in order, and the one after them, whose target is the first held-out month."""
    return windows(_scaled()[: MONTHS - HELD_OUT + 1], WINDOW)


def _place(example: Batch) -> int:
    """Where in the series an example begins: the month whose window is nearest."""
    return int(np.abs(_windows()[0] - example.inputs).sum((1, 2)).argmin())
