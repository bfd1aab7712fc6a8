"""A cell's values and parameters as tables."""

from __future__ import annotations

from itertools import groupby

from rnnviz.cells import Cell
from rnnviz.ui.reference import tables
from rnnviz.words import N, t

_ROLES = {"gate": N("gate"), "candidate": N("candidate"), "state": N("state"), "value": N("value")}


def values_table(cell: Cell) -> str:
    """Every named value: its symbol, what it is and the bounds that it never leaves, as HTML."""
    rows = [(tables.code("x"), t("input"), t("what the layer reads at this step"), "")]
    rows += [
        (
            tables.code(name),
            t(cell.label(name)),
            _meaning(cell, name),
            _range(cell, name),
        )
        for name in cell.names
    ]
    return tables.table([t("symbol"), t("name"), t("what it is"), t("range")], rows)


def _meaning(cell: Cell, name: str) -> str:
    return t(cell.meaning(name)) if cell.meaning(name) else t(_ROLES[cell.role(name)])


def _range(cell: Cell, name: str) -> str:
    bounds = cell.range(name)
    if bounds is None:
        return t("any number")
    return t("{low} to {high}", low=tables.number(bounds[0], 0), high=tables.number(bounds[1], 0))


def parameters_table(cell: Cell, features: int, hidden: int) -> str:
    """Every trained array with its shape and how many numbers it holds, as HTML."""
    rows: list[tuple[object, ...]] = []
    sizes = {"F": features, "H": hidden}
    total = 0
    by_axes = groupby(sorted(cell.parameters, key=lambda p: (-len(p.axes), p.axes)), key=lambda p: p.axes)
    for axes, found in by_axes:
        names = [parameter.name for parameter in found]
        count = len(names)
        for axis in axes:
            count *= sizes[axis]
        total += count
        rows.append((tables.code(", ".join(names)), tables.size(axes), tables.size([sizes[a] for a in axes]), count))
    shape = t("for F = {features}, H = {hidden}", features=features, hidden=hidden)
    return tables.table([t("parameters"), t("shape"), shape, t("numbers")], [*rows, (t("in all"), "", "", total)])
