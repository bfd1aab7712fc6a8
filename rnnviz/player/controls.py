"""What a person can move, press or write among the sliders, and what of it is allowed: a browser may tell anything."""

from __future__ import annotations

import math
from dataclasses import dataclass, field

Value = float | bool | str | tuple[float, ...]
LONGEST_TEXT = 4000


@dataclass(frozen=True)
class Slider:
    """A number.

    Attributes:
        step: from one place to the next; a power of ten where `log` is set, a share of asinh where `bend` is.
        log: whether equal ways are equal factors; then low is above 0.
        bend: where it is above 0, values of less than this size stand evenly, and beyond it equal ways are equal
            factors, to both sides of 0: as asinh(value / bend).
        unset: what stands in the place of the number for as long as it has its first value, or nothing.
    """

    id: str
    label: str
    low: float
    high: float
    step: float
    value: float
    help: str = ""
    log: bool = False
    bend: float = 0.0
    unset: str = ""
    kind: str = field(default="slider", init=False)

    def read(self, told: object) -> Value:
        """What was told, within the limits; the present value where it is no number."""
        return min(max(float(told), self.low), self.high) if _number(told) else self.value  # type: ignore[arg-type]


@dataclass(frozen=True)
class Span:
    """A range of whole numbers, both ends included."""

    id: str
    label: str
    low: int
    high: int
    value: tuple[int, int]
    kind: str = field(default="span", init=False)

    def read(self, told: object) -> Value:
        """What was told, in order and within the limits."""
        if not isinstance(told, list) or len(told) != 2 or not all(map(_number, told)):
            return self.value
        first, last = sorted(min(max(round(end), self.low), self.high) for end in told)
        return first, last


@dataclass(frozen=True)
class Choice:
    """One of several, as (value, label)."""

    id: str
    label: str
    options: tuple[tuple[str, str], ...]
    value: str
    kind: str = field(default="choice", init=False)

    def read(self, told: object) -> Value:
        """What was told, where it is one of the options."""
        return told if isinstance(told, str) and told in dict(self.options) else self.value


@dataclass(frozen=True)
class Switch:
    """On or off."""

    id: str
    label: str
    value: bool
    kind: str = field(default="switch", init=False)

    def read(self, told: object) -> Value:
        """What was told."""
        return told if isinstance(told, bool) else self.value


@dataclass(frozen=True)
class Text:
    """A short text; `placeholder` says what an empty one means."""

    id: str
    label: str
    value: str
    placeholder: str = ""
    kind: str = field(default="text", init=False)

    def read(self, told: object) -> Value:
        """What was told, cut off where it is far too long."""
        return told[:LONGEST_TEXT] if isinstance(told, str) else self.value


@dataclass(frozen=True)
class Button:
    """Something to do. `icon` names a picture that stands in the place of the label."""

    id: str
    label: str
    disabled: bool = False
    icon: str = ""
    help: str = ""
    kind: str = field(default="button", init=False)


@dataclass(frozen=True)
class Curve:
    """A sequence of numbers, drawn with the pointer, step by step with the keyboard, or typed."""

    id: str
    label: str
    low: float
    high: float
    value: tuple[float, ...]
    kind: str = field(default="curve", init=False)

    def read(self, told: object) -> Value:
        """What was told, as many numbers as now, each within the limits."""
        if not isinstance(told, list) or len(told) != len(self.value) or not all(map(_number, told)):
            return self.value
        return tuple(min(max(float(number), self.low), self.high) for number in told)


Control = Slider | Span | Choice | Switch | Text | Button | Curve


def _number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)
