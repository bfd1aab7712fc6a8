"""What a task says of an example or a network, as plain values that any page or player can draw."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.floating]
LineRole = Literal["input", "target", "prediction", "free", "naive", "season", "context", "original"]


@dataclass(frozen=True, eq=False)
class Line:
    """One curve.

    Attributes:
        name: its label, translated.
        role: what it stands for; the colour follows from it.
        x: positions [n], or None for the time steps 0 to n - 1.
        y: heights [n], in the unit of the chart's y axis.
    """

    name: str
    role: LineRole
    x: Array | None
    y: Array

    def __post_init__(self) -> None:
        if self.y.ndim != 1 or (self.x is not None and self.x.shape != self.y.shape):
            shape = None if self.x is None else self.x.shape
            raise ValueError(f"line {self.name!r} has x of shape {shape} and y of {self.y.shape}; both must be [n].")


@dataclass(frozen=True, eq=False)
class Chart:
    """Curves over one x axis.

    Attributes:
        title: translated, as the labels.
        x_label: what x is. In a strip, x counts time steps from 0, so that the playhead of step t stands at x = t.
        y_label: what y is, with its unit.
        lines: from the back to the front.
        y_range: lowest and highest y, the same for every moment of a training.
        read_steps: the time steps at which the loss is read.
    """

    title: str
    x_label: str
    y_label: str
    lines: tuple[Line, ...]
    y_range: tuple[float, float]
    read_steps: tuple[int, ...] = ()


@dataclass(frozen=True, eq=False)
class Symbols:
    """A sequence of symbols with the classes predicted after each.

    Attributes:
        tokens: the symbols that are read [T].
        classes: the names of the classes [K].
        probabilities: of each class after each step [T, K]; each row sums to 1.
        target: the right class at each step [T]; None where none is asked for.
        read_steps: the time steps at which the loss is read.
        said, asked: the names [T] of the likeliest class after each step and of the right one; needed only where
            `classes` leaves some out.
        certainty: the probability of the likeliest class [T]; needed only there, too.
    """

    tokens: tuple[str, ...]
    classes: tuple[str, ...]
    probabilities: Array
    target: tuple[int | None, ...]
    read_steps: tuple[int, ...]
    said: tuple[str, ...] = ()
    asked: tuple[str | None, ...] = ()
    certainty: Array | None = None


@dataclass(frozen=True, eq=False)
class Image:
    """An image that is read row by row, a row at each time step, with the classes predicted after every row.

    Attributes:
        pixels: [T, W] brightness from 0 to 1; row t is read at step t.
        classes: the names of the classes [K].
        probabilities: of each class after each row [T, K]; each row sums to 1.
        target: the right class.
        read_steps: the time steps at which the loss is read.
    """

    pixels: Array
    classes: tuple[str, ...]
    probabilities: Array
    target: int
    read_steps: tuple[int, ...]


@dataclass(frozen=True)
class Score:
    """One figure about a network or a rule to compare it with.

    Attributes:
        name: translated, as unit and note.
        value: in `unit`.
        unit: empty for a share or a number without one.
        better: whether lower or higher is better.
        note: a sentence that helps to read it, or empty.
        naive: what the rule of the task's baseline gets; None where that is another measure.
    """

    name: str
    value: float
    unit: str
    better: Literal["lower", "higher"]
    note: str = ""
    naive: float | None = None


@dataclass(frozen=True)
class Report:
    """How well a network does; `chart` where a picture says more.

    Attributes:
        answer: what the network says, where that is a few words to read; may hold characters that a person typed.
    """

    scores: tuple[Score, ...]
    chart: Chart | None = None
    answer: str = ""


def softmax(logits: Array) -> Array:
    """Probabilities over the last axis, of the same shape."""
    powers = np.exp(logits - logits.max(-1, keepdims=True))
    shares: Array = powers / powers.sum(-1, keepdims=True)
    return shares


def area_under_curve(scores: Array, labels: NDArray[np.integer]) -> float:
    """The probability that something labelled 1 has a higher score than something labelled 0; ties count half.

    Args:
        scores, labels: both [n].

    Raises:
        ValueError: all labels are the same.
    """
    ones = int(labels.sum())
    if ones in (0, len(labels)):
        raise ValueError("all labels are the same; the area needs some of both.")
    _, which, counts = np.unique(scores, return_inverse=True, return_counts=True)
    middles = np.cumsum(counts) - (counts - 1) / 2  # the mean rank of equal scores, counted from 1
    above = middles[which][labels == 1].sum() - ones * (ones + 1) / 2
    return float(above / (ones * (len(labels) - ones)))
