"""Losses of several seeds as one line with a band."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.floating]

POINTS = 300
"""Most points of a line: with more iterations each point is the mean of some that follow each other."""


@dataclass(frozen=True, eq=False)
class Band:
    """The middle of some curves, and between which heights all of them lie.

    Attributes:
        x: places [n].
        low, middle, high: lowest, median and highest of the curves at each place [n].
    """

    x: Array
    low: Array
    middle: Array
    high: Array


def group_length(total: int) -> int:
    """How many iterations one point of a line stands for."""
    return max(1, -(-total // POINTS))


def grouped(values: Array, length: int) -> Array:
    """Means of groups of `length` values that follow each other [n // length]; what is left over is not shown yet."""
    whole = len(values) // length * length
    means: Array = np.asarray(values[:whole], np.float64).reshape(-1, length).mean(1)
    return means


def band_by_iteration(losses: Sequence[Array], length: int = 1) -> Band:
    """The band as far as every seed has come.

    Args:
        losses: of each seed, [n] loss before each iteration.
        length: iterations that one point stands for.
    """
    curves = [grouped(values, length) for values in losses]
    count = min(map(len, curves))
    x = np.arange(count) * length + (length - 1) / 2
    return _band(x, np.array([curve[:count] for curve in curves]))


def band_by_seconds(losses: Sequence[Array], seconds: Sequence[Array], length: int = 1) -> Band:
    """The band over the seconds of computing, as far as every seed has come.

    Each seed's curve is read at the same times, in a straight line between its points.

    Args:
        losses: of each seed, [n] loss before each iteration.
        seconds: of each seed, at least [n] seconds of computing before each iteration.
        length: iterations that one point stands for.
    """
    curves = [(grouped(s[: len(v)], length), grouped(v, length)) for v, s in zip(losses, seconds, strict=True)]
    if not all(len(times) for times, _ in curves):
        return _band(np.empty(0), np.empty((len(curves), 0)))
    first = max(times[0] for times, _ in curves)
    last = min(times[-1] for times, _ in curves)
    count = min(len(times) for times, _ in curves) if last > first else 1
    x = np.linspace(first, max(first, last), count)
    return _band(x, np.array([np.interp(x, times, values) for times, values in curves]))


def _band(x: Array, curves: Array) -> Band:
    return Band(x, curves.min(0), np.median(curves, axis=0), curves.max(0))
