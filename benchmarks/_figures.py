"""How a figure is printed: one JSON line, always with what it was measured beside."""

from __future__ import annotations

import json
from collections.abc import Sequence
from statistics import median


def at_most(figure: str, value: float, bar: float | None, **details: object) -> None:
    """Print a figure that is good when small; `bar` is the largest that passes, None where there is none."""
    _show(figure, value, bar, bar is None or value <= bar, details)


def at_least(figure: str, value: float, bar: float | None, **details: object) -> None:
    """Print a figure that is good when large; `bar` is the smallest that passes, None where there is none."""
    _show(figure, value, bar, bar is None or value >= bar, details)


def ratio(figure: str, ours: Sequence[float], theirs: Sequence[float], bar: float | None, **details: object) -> None:
    """Print the median of our times over the median of theirs, and how the ratios of single rounds spread.

    Args:
        ours, theirs: seconds, measured in turn: ours[i] right beside theirs[i].
    """
    rounds = sorted(a / b for a, b in zip(ours, theirs, strict=True))
    spread = [round(rounds[0], 3), round(rounds[-1], 3)]
    a, b = median(ours), median(theirs)
    at_most(figure, a / b, bar, a=a, b=b, unit="s", lowest_highest=spread, rounds=len(rounds), **details)


def share(values: Sequence[float], part: float) -> float:
    """The value that `part` (0 to 1) of all values do not exceed."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * part))]


def _show(figure: str, value: float, bar: float | None, ok: bool, details: dict[str, object]) -> None:
    line = {"figure": figure, "value": value, "bar": bar, "ok": ok, **details}
    print(json.dumps({key: _short(number) for key, number in line.items()}), flush=True)


def _short(value: object) -> object:
    return float(f"{value:.4g}") if isinstance(value, float) else value
