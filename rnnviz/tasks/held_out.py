"""A series whose end is held out: windows of it to learn from, and forecasts of the end."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from rnnviz.tasks.picture import Line, LineRole, Score
from rnnviz.tasks.series import Scale, window_order
from rnnviz.tasks.task import Array, Batch, rmse
from rnnviz.words import t

LEAST_SHARE = 1e-6
"""Of the whole series' range: a narrower training part is not stretched further, so that nothing overflows."""


NAIVE_ROLES: tuple[LineRole, ...] = ("naive", "season")


@dataclass(frozen=True, eq=False)
class HeldOut:
    """A series scaled to [-1, 1] on the part that is trained on, cut into windows that predict the next value.

    Attributes:
        values: [N] in the series' own unit.
        held: how many values at the end are held out.
        window: how many values predict the next.
    """

    values: NDArray[np.float64]
    held: int
    window: int

    @property
    def count(self) -> int:
        """How many windows lie, with the value after them, in the part that is trained on."""
        return len(self.values) - self.held - self.window

    @property
    def known(self) -> Array:
        """The part that is trained on."""
        return self.values[: -self.held]

    @property
    def truth(self) -> Array:
        """The part that is held out."""
        return self.values[-self.held :]

    @cached_property
    def scale(self) -> Scale:
        """From the range of the part that is trained on."""
        low, high = float(self.known.min()), float(self.known.max())
        least = LEAST_SHARE * float(np.ptp(self.values)) or 1.0
        more = max(0.0, least - (high - low)) / 2
        return Scale(low - more, high + more)

    @cached_property
    def scaled(self) -> NDArray[np.float32]:
        """The whole series [N], scaled."""
        return self.scale.scaled(self.values).astype(np.float32)

    def batch(self, size: int, seed: int, iteration: int) -> Batch:
        """Windows and the values after them; in order one at a time, otherwise each epoch in an order of its own."""
        return self.at(window_order(self.count, size, seed, iteration))

    def at(self, places: NDArray[np.int64]) -> Batch:
        """The windows that begin at `places` [B], of those in the part that is trained on and the one after them."""
        seen = np.lib.stride_tricks.sliding_window_view(self.scaled[:-1], self.window)
        return Batch(seen[places][:, :, None].copy(), self.scaled[places + self.window][:, None].copy())

    def error_of_repeating(self, lag: int) -> float:
        """Mean squared error, scaled, of saying the value of `lag` steps ago again, where a training window asks."""
        known = self.scaled[: -self.held].astype(np.float64)
        first = max(self.window, lag)
        return float(np.mean((known[first:] - known[first - lag : len(known) - lag]) ** 2))

    def y_range(self) -> tuple[float, float]:
        """The whole series' range with a margin."""
        low, high = float(self.values.min()), float(self.values.max())
        margin = 0.08 * (high - low) or 1.0
        return low - margin, high + margin

    def repeated(self, lag: int, steps: int) -> Array:
        """The forecast [steps] that says the last `lag` known values over and over."""
        return np.resize(self.known[-lag:], steps)


def window_lines(split: HeldOut, example: Batch, outputs: Array, following: str) -> tuple[Line, ...]:
    """A window, the value after it and the prediction of it, in the series' own unit.

    Only the last output of `outputs` [T, 1] is drawn, those before it are never asked for.

    Args:
        split: the series.
        example: one window, B = 1.
        outputs: what the network gave.
        following: the name of the value after the window, translated.
    """
    seen = split.scale.original(example.inputs[0, :, 0].astype(np.float64))
    joint = np.array([split.window - 1.0, split.window])
    actual = np.append(seen[-1], split.scale.original(example.targets[0].astype(np.float64)))
    predicted = np.append(seen[-1], split.scale.original(outputs[-1].astype(np.float64)))
    return (
        Line(t("input"), "input", None, seen),
        Line(following, "target", joint, actual),
        Line(t("prediction"), "prediction", joint, predicted),
    )


def forecast_lines(
    split: HeldOut, x: Array, network: Array, naive: Mapping[str, Array], known: str, held_out: str
) -> tuple[Line, ...]:
    """The series up to the end of the forecasts [n], and these; in the series' own unit.

    Args:
        split: the series.
        x: places of the drawn values, up to the last one forecast; the known ones among them are drawn.
        network: the network's forecast [n].
        naive: at most two other forecasts [n] by their names, translated; the second one looks back a whole period.
        known: the name of the part that is trained on, translated.
        held_out: the name of the other part, translated.
    """
    steps = len(network)
    last = x[-steps - 1 :]  # from the last known value on, so that the curves join
    past = split.known[-(len(x) - steps) :]

    def ahead(values: Array) -> Array:
        return np.append(past[-1], values)

    return (
        Line(known, "context", x[:-steps], past),
        *(Line(n, role, last, ahead(v)) for (n, v), role in zip(naive.items(), NAIVE_ROLES, strict=False)),
        Line(held_out, "target", last, ahead(split.truth[:steps])),
        Line(t("forecast of the network"), "prediction", last, ahead(network)),
    )


def forecast_scores(
    split: HeldOut, network: Array, naive: Mapping[str, Array], unit: str, note: str
) -> tuple[Score, ...]:
    """The error of the network's forecast [n] beside those of others, whose names say what they are of."""
    truth = split.truth[: len(network)]
    return (
        Score(t("forecast RMSE"), rmse(network, truth), unit, "lower", note),
        *(Score(name, rmse(values, truth), unit, "lower") for name, values in naive.items()),
    )
