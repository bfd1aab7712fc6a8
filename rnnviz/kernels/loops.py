"""Arithmetic on units, a register full of them at a time, as the source of a kernel."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

PLACE = re.compile(r"\w+\[[^]]*\]")
"""One number of an array: "p0[r, H + j]" in row r and unit j, "b0[j]" of a vector."""


class Each(NamedTuple):
    """What is done for each unit.

    Attributes:
        axis: letter of the number of units.
        target: a place.
        operator: "=" or "+=".
        value: arithmetic on places.
    """

    axis: str
    target: str
    operator: str
    value: str


def looped(statements: Sequence[Each], first: str, rows: str) -> list[str]:
    """Loops over rows and units that make statements in their order; all of them speak of one unit."""
    lines: list[str] = []
    begin = 0
    while begin < len(statements):
        axis = statements[begin].axis
        end = next((k for k in range(begin, len(statements)) if statements[k].axis != axis), len(statements))
        lines += [f"    for j in range(0, {axis}, lanes):", f"        left = {axis} - j"]
        lines += [f"        {line}" for line in _in_registers(statements[begin:end])]
        begin = end
    return [f"for r in range({first}, {first} + {rows}):", *lines] if lines else []


def _in_registers(statements: Sequence[Each]) -> list[str]:
    """Each place is read once, and is known from then on."""
    known: dict[str, str] = {}
    lines: list[str] = []

    def read(place: re.Match[str]) -> str:
        if place[0] not in known:
            known[place[0]] = f"u{len(known)}"
            lines.append(f"{known[place[0]]} = load({_arguments(place[0])})")
        return known[place[0]]

    for _, target, operator, value in statements:
        found, places = PLACE.subn(read, value if operator == "=" else f"{target} + {value}")
        name = known.setdefault(target, f"u{len(known)}")
        lines += [f"{name} = {found if places else f'filled({found})'}", f"store({name}, {_arguments(target)})"]
    return lines


def _arguments(place: str) -> str:
    name, _, inside = place.removesuffix("]").partition("[")
    row, comma, column = inside.rpartition(", ")
    return f"{name}, {row if comma else 0}, {column}, left"
