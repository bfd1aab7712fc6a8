"""Airline passengers: twelve months say the next one; the last year is held out and forecast."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import ClassVar

import numpy as np

from rnnviz.data import air_passengers
from rnnviz.tasks.held_out import HeldOut, forecast_lines, forecast_scores, window_lines
from rnnviz.tasks.option import TaskOption
from rnnviz.tasks.picture import Chart, Report
from rnnviz.tasks.series import forecast
from rnnviz.tasks.task import Array, Batch, Encoding, Loss, Predictor, Reads, check_example
from rnnviz.words import N, t

WINDOW = 12
HELD_OUT = 12
MONTHS = 144
DRAWN = 36
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
        """The mean squared error in scaled units of saying each training window's last month again."""
        return _split().error_of_repeating(1)

    def batch(self, size: int, seed: int, iteration: int) -> Batch:
        """One at a time, the training windows in order, epoch after epoch; larger batches shuffle each epoch."""
        return _split().batch(size, seed, iteration)

    def repeats_after(self, size: int) -> int:
        """One at a time, after all windows."""
        return _split().count if size == 1 else 0

    def example(self, index: int = 0) -> Batch:
        """Example 0 ends at the last training month and asks for the first held-out one; i + 1 is training window i.

        Raises:
            ValueError: there is no such example.
        """
        place = check_example(index, self.examples) - 1
        return _split().at(np.array([place % (WINDOWS + 1)]))

    def truth(self, example: Batch) -> Mapping[str, Array]:
        """Nothing: how a network holds a year is its own affair."""
        return {}

    def strip(self, example: Batch, outputs: Array, free: Array | None = None) -> Chart:
        """Twelve months, the thirteenth, and the prediction of it, in passengers.

        Only the last output is drawn, those before it are never asked for. `free` is not drawn: the forecast of
        `report` feeds on itself window by window.
        """
        first = air_passengers()[0][_place(example)]
        return Chart(
            title=t("Airline passengers: twelve months from {month} on, and the next", month=first),
            x_label=t("months since {month}", month=first),
            y_label=t("passengers (thousands)"),
            lines=window_lines(_split(), example, outputs, t("next month")),
            y_range=Y_RANGE,
            read_steps=(WINDOW - 1,),
        )

    def report(self, predictor: Predictor) -> Report:
        """The error of the held-out year's forecast beside those of two naive forecasts; the chart shows all three."""
        split = _split()
        ahead = forecast(predictor, split.scaled[-HELD_OUT - WINDOW : -HELD_OUT], HELD_OUT)
        network = split.scale.original(ahead)
        season, last = split.repeated(12, HELD_OUT), split.repeated(1, HELD_OUT)
        note = t("{count} months never trained on; each month forecast is an input for the next.", count=HELD_OUT)
        naive = {t("repeat the last month"): last, t("repeat last year"): season}
        scores = forecast_scores(split, network, naive, t("thousand passengers"), note)
        return Report(scores, _year_chart(network, naive))


def _year_chart(network: Array, naive: Mapping[str, Array]) -> Chart:
    """Two years, the held-out one [12] after them, and three forecasts of it, in passengers."""
    years = np.array([int(month[:4]) + (int(month[5:]) - 1) / 12 for month in air_passengers()[0]])[-DRAWN:]
    return Chart(
        title=t("The held-out year: forecast and truth"),
        x_label=t("year"),
        y_label=t("passengers (thousands)"),
        lines=forecast_lines(_split(), years, network, naive, t("months trained on"), t("held-out year")),
        y_range=(100.0, 700.0),
    )


@lru_cache
def _split() -> HeldOut:
    return HeldOut(air_passengers()[1], HELD_OUT, WINDOW)


def _place(example: Batch) -> int:
    """Where in the series an example begins: the month whose window is nearest."""
    every = _split().at(np.arange(WINDOWS + 1)).inputs
    return int(np.abs(every - example.inputs).sum((1, 2)).argmin())
