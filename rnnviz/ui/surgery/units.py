"""Units as people write them: "3", "1-4, 7", counted from 1; nothing written means all."""

from __future__ import annotations

import re

_PART = re.compile(r"(\d{1,6})(?:\s*[-–]\s*(\d{1,6}))?")


def read_units(text: str, size: int) -> tuple[int, ...] | None:
    """The units, counted from 0, that a text names; None for all.

    Raises:
        ValueError: it names none of the `size` units, or is no such list.
    """
    found: set[int] = set()
    for part in filter(None, (piece.strip() for piece in re.split(r"[,;，、]", text))):
        match = _PART.fullmatch(part)
        if match is None:
            raise ValueError(part)
        first, last = int(match[1]), int(match[2] or match[1])
        if not 1 <= first <= last <= size:
            raise ValueError(part)
        found |= set(range(first - 1, last))
    return tuple(sorted(found)) or None


def write_units(units: tuple[int, ...] | None) -> str:
    """The text for units counted from 0."""
    spans: list[list[int]] = []
    for unit in units or ():
        if spans and unit == spans[-1][1] + 1:
            spans[-1][1] = unit
        else:
            spans.append([unit, unit])
    return ", ".join(f"{a + 1}" if a == b else f"{a + 1}-{b + 1}" for a, b in spans)
