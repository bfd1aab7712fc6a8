"""Any series of numbers: a window of it predicts the next value, the last part is held out and forecast."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from rnnviz.data.shipped_series import shipped_series
from rnnviz.data.uploads import Upload, find
from rnnviz.tasks.held_out import HeldOut, forecast_lines, forecast_scores, window_lines
from rnnviz.tasks.option import ChoiceOption, TaskOption, UploadOption, WholeOption
from rnnviz.tasks.picture import Chart, Report
from rnnviz.tasks.series import forecast
from rnnviz.tasks.task import Array, Batch, Encoding, Loss, Predictor, Reads, check_example
from rnnviz.words import N, t

MOST_AHEAD = 60
"""Steps of a forecast: each needs the one before it, and a picture is drawn five times a second."""
MOST_EXAMPLES = 60
LEAST_WINDOWS = 4

_FILES = {"sunspots": "sunspots_yearly.csv", "mackey_glass": "mackey_glass_tau17.csv"}
_TITLES = (N("Sunspots, yearly, 1700 to 2008"), N("Mackey-Glass equation, tau 17"))
_UNITS = {"sunspots": N("sunspots"), "mackey_glass": N("x")}


@dataclass(frozen=True)
class Column:
    """A column of a person's own CSV file, or a shipped series, scaled to [-1, 1] on the part that is trained on.

    Attributes:
        file: the key of an upload of kind "series"; empty for a shipped one.
        series: which shipped one.
        window: how many values predict the next.
        held_out: how many percent at the end are held out.
        period: after how many steps the series repeats itself, for a naive forecast; 0 where it does not.

    Raises:
        ValueError: an option is not allowed, or too few values are left to train on.

    Source: yearly sunspot numbers, NOAA; Mackey and Glass, Oscillation and Chaos in Physiological Control Systems,
    Science 197 (1977), equation 4b.
    """

    file: str = ""
    series: str = "sunspots"
    window: int = 24
    held_out: int = 10
    period: int = 0

    key: ClassVar[str] = "series"
    title: ClassVar[str] = N("Any series of numbers")
    memory: ClassVar[str] = N(
        "The network must remember the last values and their order: whether they rise or fall, and how fast. "
        "Where the series repeats itself, it must also carry how far the last turn lies back."
    )
    source: ClassVar[str] = "NOAA; Mackey & Glass 1977, eq. 4b; or what a person uploads"
    options: ClassVar[tuple[TaskOption, ...]] = (
        UploadOption("file", N("Your own series: a CSV file"), "series"),
        ChoiceOption("series", N("Series, where no file is chosen"), tuple(_FILES), _TITLES, "sunspots"),
        WholeOption("window", N("Window: values that predict the next"), 4, 60, 24),
        WholeOption("held_out", N("Held out at the end, in percent"), 5, 50, 10),
        WholeOption("period", N("Period in steps (0: none)"), 0, 1000, 0),
    )
    encoding: ClassVar[Encoding] = "plain"
    features: ClassVar[int] = 1
    outputs: ClassVar[int] = 1
    loss: ClassVar[Loss] = "mse"
    reads: ClassVar[Reads] = "last step"
    defaults: ClassVar[Mapping[str, object]] = {
        "hidden": 32,
        "optimiser": "adam",
        "learning_rate": 0.003,
        "iterations": 600,
        "batch": 32,
        "clip": 1.0,
        "seed": 1,
    }

    def __post_init__(self) -> None:
        for option in self.options:
            value = option.check(getattr(self, option.name))
            object.__setattr__(self, option.name, value)
        known = self._split.count + self.window
        most = known - max(LEAST_WINDOWS, self.period - self.window)
        if self.window > most or self.period >= known:
            raise ValueError(
                t(
                    "Window {window} and period {period} are too long for the {known} values that are trained on. "
                    "Make them smaller, hold out less, or bring a longer series.",
                    window=self.window,
                    period=self.period,
                    known=known,
                )
            )

    @property
    def steps(self) -> int:
        """The window's length."""
        return self.window

    @property
    def examples(self) -> int:
        """The first held-out value, and training windows evenly apart."""
        return 1 + min(self._split.count, MOST_EXAMPLES)

    @property
    def baseline(self) -> float:
        """The mean squared error in scaled units of the better naive rule on the training windows."""
        return min(self._naive_errors)

    @property
    def baseline_name(self) -> str:
        """The rule of `baseline`, English."""
        last, *season = self._naive_errors
        return N("repeat the value of one period ago") if season and season[0] < last else N("repeat the last value")

    def batch(self, size: int, seed: int, iteration: int) -> Batch:
        """One at a time, the training windows in order, epoch after epoch; larger batches shuffle each epoch."""
        return self._split.batch(size, seed, iteration)

    def example(self, index: int = 0) -> Batch:
        """Example 0 ends at the last known value and asks for the first held-out one; the others are training windows.

        Raises:
            ValueError: there is no such example.
        """
        shown = check_example(index, self.examples)
        count = self._split.count
        place = count if shown == 0 else (shown - 1) * count // (self.examples - 1)
        return self._split.at(np.array([place]))

    def truth(self, example: Batch) -> Mapping[str, Array]:
        """Nothing: how a network holds a series is its own affair."""
        return {}

    def strip(self, example: Batch, outputs: Array, free: Array | None = None) -> Chart:
        """A window, the value after it, and the prediction of it, in the series' own unit."""
        return Chart(
            title=t("{series}: {window} values and the next", series=self._name, window=self.window),
            x_label=t("time step"),
            y_label=self._unit,
            lines=window_lines(self._split, example, outputs, t("next value")),
            y_range=self._split.y_range(),
            read_steps=(self.window - 1,),
        )

    def report(self, predictor: Predictor) -> Report:
        """The error of the forecast of what is held out beside those of naive forecasts; the chart shows all."""
        split = self._split
        ahead = min(split.held, MOST_AHEAD)
        begin = split.count
        network = split.scale.original(forecast(predictor, split.scaled[begin : begin + self.window], ahead))
        naive = {t("repeat the last value"): split.repeated(1, ahead)}
        if self.period:
            naive[t("repeat the last period")] = split.repeated(self.period, ahead)
        note = t(
            "the first {count} of {held} values never trained on; each one forecast is an input for the next.",
            count=ahead,
            held=split.held,
        )
        return Report(forecast_scores(split, network, naive, "", note), self._chart(network, naive))

    def _chart(self, network: Array, naive: Mapping[str, Array]) -> Chart:
        split, ahead = self._split, len(network)
        known = len(split.known)
        past = min(known, max(4 * ahead, 2 * self.window, self.period))
        place = np.arange(known - past + 1.0, known + ahead + 1)
        lines = forecast_lines(split, place, network, naive, t("trained on"), t("held out"))
        return Chart(
            title=t("{series}: forecast and truth", series=self._name),
            x_label=t("number of the value in the series"),
            y_label=self._unit,
            lines=lines,
            y_range=split.y_range(),
        )

    @cached_property
    def _split(self) -> HeldOut:
        values = self._values
        return HeldOut(values, max(1, round(len(values) * self.held_out / 100)), self.window)

    @cached_property
    def _given(self) -> Upload | None:
        """What a person uploaded; held, so that it stays as long as the task."""
        return find(self.file, "series") if self.file else None

    @cached_property
    def _values(self) -> NDArray[np.float64]:
        given = self._given
        return shipped_series(_FILES[self.series]) if given is None or given.values is None else given.values

    @cached_property
    def _naive_errors(self) -> tuple[float, ...]:
        return tuple(self._split.error_of_repeating(lag) for lag in (1, self.period) if lag)

    @property
    def _name(self) -> str:
        given = self._given
        return t(_TITLES[tuple(_FILES).index(self.series)]) if given is None else given.title

    @property
    def _unit(self) -> str:
        return t("value") if self.file else t(_UNITS[self.series])
