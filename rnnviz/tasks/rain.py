"""Rain on the fourth day, from three days of real weather."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from math import log
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from rnnviz.data import Weather, weather
from rnnviz.tasks.option import ChoiceOption, TaskOption
from rnnviz.tasks.picture import Report, Score, Symbols, area_under_curve, softmax
from rnnviz.tasks.series import window_order
from rnnviz.tasks.task import Array, Batch, Encoding, Loss, Predictor, Reads, check_example
from rnnviz.words import N, t

DAYS = 3
TRAINED = 0.75
"""Share of the days, the first ones, that is trained on."""
CLASSES = (N("dry"), N("rain"))
UNITS = {
    "temp_mean_c": N("{value:.0f} °C"),
    "pressure_hpa": N("{value:.0f} hPa"),
    "humidity_pct": N("{value:.0f} %"),
    "temp_max": N("{value:.0f} °C"),
    "temp_min": N("{value:.0f} °C"),
    "wind": N("{value:.0f} m/s"),
    "precip_mm": N("{value:.0f} mm"),
    "precipitation": N("{value:.0f} mm"),
}
LOGISTIC = {"nyc": (0.72, 0.70), "seattle": (0.73, 0.79)}
"""Accuracy and area under the curve of a logistic regression on the same windows."""


@dataclass(frozen=True)
class Rain:
    """Three days of measurements; does it rain on the fourth? Trained on the first three quarters of the days.

    Attributes:
        place: "nyc", three airports in 2013: mean temperature, pressure, humidity, precipitation; or "seattle", 2012
            to 2015: highest and lowest temperature, wind, precipitation (there is no pressure).

    Source: R package nycflights13; NOAA.

    Raises:
        ValueError: `place` is not allowed.
    """

    place: str = "nyc"

    key: ClassVar[str] = "rain"
    title: ClassVar[str] = N("Rain on the fourth day")
    memory: ClassVar[str] = N(
        "The network must remember how pressure, humidity and temperature went over the three days: weather that "
        "changes says more than weather that is. A good part of tomorrow is in none of these numbers, so no memory "
        "makes the forecast sure."
    )
    source: ClassVar[str] = "nycflights13 (CC0); NOAA"
    options: ClassVar[tuple[TaskOption, ...]] = (
        ChoiceOption("place", N("Place"), ("nyc", "seattle"), (N("New York, 2013"), N("Seattle, 2012 to 2015")), "nyc"),
    )
    encoding: ClassVar[Encoding] = "plain"
    features: ClassVar[int] = 4
    outputs: ClassVar[int] = len(CLASSES)
    steps: ClassVar[int] = DAYS
    loss: ClassVar[Loss] = "cross_entropy"
    reads: ClassVar[Reads] = "last step"
    baseline_name: ClassVar[str] = N("always say how often it rains")
    # More units or longer training learn the training days by heart.
    defaults: ClassVar[Mapping[str, object]] = {
        "hidden": 6,
        "optimiser": "adam",
        "learning_rate": 0.005,
        "iterations": 200,
        "batch": 64,
        "clip": 1.0,
        "seed": 1,
    }
    examples: ClassVar[int] = 24

    def __post_init__(self) -> None:
        self.options[0].check(self.place)

    @property
    def baseline(self) -> float:
        """The training windows' cross entropy of the share of rainy days among them."""
        share = float(_windows(self.place).trained[1].mean())
        return -share * log(share) - (1 - share) * log(1 - share)

    def batch(self, size: int, seed: int, iteration: int) -> Batch:
        """Training windows; every one comes once an epoch, in an order drawn for the epoch where `size` is over 1."""
        seen, rain = _windows(self.place).trained
        chosen = window_order(len(seen), size, seed, iteration)
        return Batch(seen[chosen], rain[chosen])

    def example(self, index: int = 0) -> Batch:
        """Windows of the days that are not trained on, evenly spaced.

        Raises:
            ValueError: there is no such example.
        """
        return _windows(self.place).tested_at([self._place(check_example(index, self.examples))])

    def truth(self, example: Batch) -> Mapping[str, Array]:
        """Nothing: what the weather was about to do, nobody can say."""
        return {}

    def strip(self, example: Batch, outputs: Array, free: Array | None = None) -> Symbols:
        """The three days in their own units with the probability of rain after each; `free` is not drawn."""
        days, values = self._days(example)
        return Symbols(
            tokens=tuple(f"{day} {measured}" for day, measured in zip(days, map(self._measured, values), strict=True)),
            classes=tuple(t(name) for name in CLASSES),
            probabilities=softmax(outputs.astype(np.float64)),
            target=(None,) * (self.steps - 1) + (int(example.targets[0]),),
            read_steps=(self.steps - 1,),
        )

    def report(self, predictor: Predictor) -> Report:
        """Accuracy and area under the curve on the days that are not trained on, beside the majority's accuracy."""
        seen, rain = _windows(self.place).tested
        outputs = predictor.predict(seen.copy())[:, -1].astype(np.float64)
        share = float(rain.mean())
        accuracy, area = LOGISTIC[self.place]
        unseen = t("{count} windows of days that were never trained on.", count=len(rain))
        regression = t("A logistic regression reaches {value:.2f}.", value=accuracy)
        area_note = t(
            "The probability that a day before rain gets a higher score than a day before none; guessing gives 0.5. "
            "A logistic regression reaches {value:.2f}.",
            value=area,
        )
        return Report(
            (
                Score(t("AUC"), area_under_curve(outputs[:, 1] - outputs[:, 0], rain), "", "higher", area_note),
                Score(
                    t("accuracy"),
                    float(np.mean(outputs.argmax(-1) == rain)),
                    "",
                    "higher",
                    f"{unseen} {regression}",
                ),
                Score(t("accuracy of always saying the same"), max(share, 1 - share), "", "higher"),
            )
        )

    def _place(self, index: int) -> int:
        count = len(_windows(self.place).tested[0])
        return int(np.linspace(0, count - 1, self.examples)[index])

    def _days(self, example: Batch) -> tuple[list[str], NDArray[np.float64]]:
        """The dates of an example, and its measurements [T, F] in their own units."""
        windows = _windows(self.place)
        place = int(np.abs(windows.tested[0] - example.inputs).sum((1, 2)).argmin())
        first = windows.tested_days[place]
        days = [date.fromisoformat(day) for day in weather(self.place).dates[first : first + DAYS]]
        values = example.inputs[0] * windows.spread + windows.mean
        values[:, -1] = np.expm1(values[:, -1]).clip(0)  # rounding leaves dry days a hair below none
        return [t("{month}/{day}", month=day.month, day=day.day) for day in days], values

    def _measured(self, values: Array) -> str:
        names = weather(self.place).quantities
        return " · ".join(t(UNITS[name], value=round(float(value))) for name, value in zip(names, values, strict=True))


@dataclass(frozen=True, eq=False)
class _Windows:
    """Windows of a place: inputs [n, T, F] standardised on the training days, and 1 or 0 for the day after [n].

    Attributes:
        tested_days: [n] number of the first day of each window in `tested`.
        mean, spread: [F] of the training days; the precipitation's logarithm.
    """

    trained: tuple[NDArray[np.float32], NDArray[np.int64]]
    tested: tuple[NDArray[np.float32], NDArray[np.int64]]
    tested_days: NDArray[np.int64]
    mean: NDArray[np.float64]
    spread: NDArray[np.float64]

    def tested_at(self, places: list[int]) -> Batch:
        return Batch(self.tested[0][places], self.tested[1][places])


@lru_cache
def _windows(place: str) -> _Windows:
    days = weather(place)
    values = days.values.copy()
    values[:, :, -1] = np.log1p(values[:, :, -1])  # most days have none, a few have much
    last = int(TRAINED * len(days.dates))
    mean, spread = values[:, :last].mean((0, 1)), values[:, :last].std((0, 1))
    numbers = ((values - mean) / spread).astype(np.float32)
    firsts = np.arange(len(days.dates) - DAYS)
    trained, tested = firsts[firsts + DAYS < last], firsts[firsts >= last]
    return _Windows(
        _cut(numbers, days, trained), _cut(numbers, days, tested), np.tile(tested, len(days.stations)), mean, spread
    )


def _cut(
    numbers: NDArray[np.float32], days: Weather, firsts: NDArray[np.int64]
) -> tuple[NDArray[np.float32], NDArray[np.int64]]:
    """The windows that begin on the given days, station after station."""
    inputs = np.stack([numbers[:, firsts + step] for step in range(DAYS)], axis=2)  # [S, n, T, F]
    rain = days.rain[:, firsts + DAYS]
    return inputs.reshape(-1, DAYS, numbers.shape[-1]), rain.reshape(-1)
