"""Reads a line of numbers as a person would, and says between which bounds its right side lies.

Knows nothing of how the line was made: it gets the texts of the MathML's leaves in the order in which they stand.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

MINUS = "\u2212"


@dataclass(frozen=True)
class Interval:
    """All that a rounded number may be."""

    low: float
    high: float

    def __add__(self, other: Interval) -> Interval:
        return Interval(self.low + other.low, self.high + other.high)

    def __neg__(self) -> Interval:
        return Interval(-self.high, -self.low)

    def __sub__(self, other: Interval) -> Interval:
        return self + -other

    def __mul__(self, other: Interval) -> Interval:
        ends = [a * b for a in (self.low, self.high) for b in (other.low, other.high)]
        return Interval(min(ends), max(ends))

    def through(self, rising: Callable[[float], float]) -> Interval:
        """The image under a function that never falls."""
        return Interval(rising(self.low), rising(self.high))

    def meets(self, other: Interval, slack: float = 1e-6) -> bool:
        """Whether some number lies in both; `slack` is for the last digit of float32."""
        return self.low <= other.high + slack and other.low <= self.high + slack


RISING: dict[str, Callable[[float], float]] = {
    "σ": lambda x: 1 / (1 + math.exp(-x)),
    "tanh": math.tanh,
    "relu": lambda x: max(x, 0.0),
    "ReLU": lambda x: max(x, 0.0),
}


def rounded(text: str) -> Interval:
    """What a number that is shown with its last digit rounded may have been."""
    plain = text.replace(MINUS, "-")
    mantissa, _, power = plain.partition("e")
    half = 0.5 * 10.0 ** (int(power or 0) - len(mantissa.partition(".")[2]))
    return Interval(float(plain) - half, float(plain) + half)


class Line:
    """A line such as 0.497 = σ ( 0.012 + −0.024 ), in pieces (text, whether it was rounded)."""

    def __init__(self, pieces: list[tuple[str, bool]]) -> None:
        self._pieces = pieces
        self._at = 0

    def sides(self) -> tuple[Interval, Interval]:
        """The result as it is shown, and what the numbers right of "=" say it must be."""
        shown = self._sum()
        self._take("=")
        computed = self._sum()
        if self._at != len(self._pieces):
            raise ValueError(f"not read to the end: {self._pieces[self._at :]}")
        return shown, computed

    def _next(self) -> str:
        return self._pieces[self._at][0] if self._at < len(self._pieces) else ""

    def _take(self, wanted: str) -> None:
        if self._next() != wanted:
            raise ValueError(f"{wanted!r} expected, {self._next()!r} found in {self._pieces}")
        self._at += 1

    def _sum(self) -> Interval:
        total = self._product()
        while self._next() in ("+", MINUS):
            sign = self._next()
            self._at += 1
            part = self._product()
            total = total + part if sign == "+" else total - part
        return total

    def _product(self) -> Interval:
        total = self._factor()
        while self._next() == "·":
            self._at += 1
            total = total * self._factor()
        return total

    def _factor(self) -> Interval:
        text, was_rounded = self._pieces[self._at]
        self._at += 1
        if text == "(":
            inner = self._sum()
            self._take(")")
            return inner
        if text == MINUS:
            return -self._factor()
        if text in RISING:
            self._take("(")
            inner = self._sum()
            self._take(")")
            return inner.through(RISING[text])
        return rounded(text) if was_rounded else Interval(float(text), float(text))
