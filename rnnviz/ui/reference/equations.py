"""Equations: every cell with what its symbols mean, its source, its parameters and its diagram."""

from __future__ import annotations

from itertools import groupby

import streamlit as st

from rnnviz.cells import CELLS, Cell
from rnnviz.cells.latex import latex
from rnnviz.ui.reference import tables
from rnnviz.ui.reference.cell_drawing import cell_drawing
from rnnviz.ui.reference.choice import choice
from rnnviz.ui.reference.picture import picture
from rnnviz.ui.reference.stages import stages
from rnnviz.ui.waiting import runner_if_loaded, wait_for_torch
from rnnviz.words import N, t

_ROLES = {"gate": N("gate"), "candidate": N("candidate"), "state": N("state"), "value": N("value")}
_FEATURES, _HIDDEN = 4, 16
VIEWS: dict[str, dict[str, str]] = {
    "lstm": {"cell": N("Equations"), "stages": N("One step as a story")},
    "gru": {"cell": N("Equations"), "conventions": N("Who keeps: z or 1 − z?")},
}
"""The views of the cells that have more than one."""


def equations() -> None:
    """One cell, and for some cells a second view: the LSTM's stages, the two readings of the GRU's update gate."""
    with st.container(horizontal=True):
        key = choice("cell", {key: cell.title for key, cell in CELLS.items()}, t("Cell"))
        shown = choice(f"{key}-view", VIEWS[key], t("View")) if key in VIEWS else "cell"
    if shown == "stages":
        st.fragment(stages)()
    elif shown == "conventions":
        _update_gate()
    else:
        _cell(CELLS[key])


def _cell(cell: Cell) -> None:
    left, right = st.columns([1, 1.25], gap="medium", vertical_alignment="center")
    with left:
        st.latex(_aligned(cell))
    with right:
        label = t("Diagram of the cell {title}", title=t(cell.title))
        picture(cell_drawing(cell), key=f"diagram-{cell.key}", label=label)
    st.html(f'<div class="ref-flow">{_values(cell)}{_parameters(cell)}</div>')
    st.caption(t("Source: {source}.", source=cell.source))
    st.caption(
        t(
            "⊙ multiplies unit by unit; W x is a matrix times a vector. "
            "torch keeps two biases where one is shown: the equations show their sum."
        )
    )


def _aligned(cell: Cell) -> str:
    lines = [latex(equation, cell).replace(" = ", " &= ", 1) for equation in cell.equations]
    return r"\large\begin{aligned}" + r" \\[0.35em] ".join(lines) + r"\end{aligned}"


def _values(cell: Cell) -> str:
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


def _parameters(cell: Cell) -> str:
    rows: list[tuple[object, ...]] = []
    sizes = {"F": _FEATURES, "H": _HIDDEN}
    total = 0
    by_axes = groupby(sorted(cell.parameters, key=lambda p: (-len(p.axes), p.axes)), key=lambda p: p.axes)
    for axes, found in by_axes:
        names = [parameter.name for parameter in found]
        count = len(names)
        for axis in axes:
            count *= sizes[axis]
        total += count
        rows.append((tables.code(", ".join(names)), tables.size(axes), tables.size([sizes[a] for a in axes]), count))
    shape = t("for F = {features}, H = {hidden}", features=_FEATURES, hidden=_HIDDEN)
    return tables.table([t("parameters"), t("shape"), shape, t("numbers")], [*rows, (t("in all"), "", "", total)])


def _update_gate() -> None:
    if runner_if_loaded() is None:
        wait_for_torch()
        return
    from rnnviz.ui.reference.update_gate import update_gate

    st.fragment(update_gate)()
