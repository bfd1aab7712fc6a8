"""Equations: every cell with what its symbols mean, its source, its parameters and its diagram."""

from __future__ import annotations

import streamlit as st

from rnnviz.cells import Cell, find_cell
from rnnviz.ui.designer.link import edit_link
from rnnviz.ui.reference.cell_choice import pick_cell
from rnnviz.ui.reference.cell_drawing import cell_drawing
from rnnviz.ui.reference.cell_tables import parameters_table, values_table
from rnnviz.ui.reference.choice import choice
from rnnviz.ui.reference.formulas import formulas
from rnnviz.ui.reference.picture import picture
from rnnviz.ui.reference.stages import stages
from rnnviz.ui.waiting import runner_if_loaded, wait_for_torch
from rnnviz.words import N, t

FEATURES, HIDDEN = 4, 16
VIEWS: dict[str, dict[str, str]] = {
    "lstm": {"cell": N("Equations"), "stages": N("One step as a story")},
    "gru": {"cell": N("Equations"), "conventions": N("Who keeps: z or 1 − z?")},
}
"""The views of the cells that have more than one."""


def equations() -> None:
    """One cell, and for some cells a second view: the LSTM's stages, the two readings of the GRU's update gate."""
    with st.container(horizontal=True, vertical_alignment="center"):
        picked = pick_cell()
        shown = choice(f"{picked}-view", VIEWS[picked], t("View")) if picked in VIEWS else "cell"
        edit_link(picked)
    if shown == "stages":
        st.fragment(stages)()
    elif shown == "conventions":
        _update_gate()
    else:
        _cell(find_cell(picked))


def _cell(cell: Cell) -> None:
    left, right = st.columns([1, 1.25], gap="medium", vertical_alignment="center")
    with left:
        formulas(cell, "reference-formulas")
    with right:
        label = t("Diagram of the cell {title}", title=t(cell.title))
        picture(cell_drawing(cell), key=f"diagram-{cell.key}", label=label)
    st.html(f'<div class="ref-flow">{values_table(cell)}{parameters_table(cell, FEATURES, HIDDEN)}</div>')
    if cell.change:
        st.caption(t(cell.change))
    if cell.source:
        st.caption(t("Source: {source}.", source=cell.source))
    st.caption(
        t(
            "⊙ multiplies unit by unit; W x is a matrix times a vector. "
            "torch keeps two biases where one is shown: the equations show their sum."
        )
    )


def _update_gate() -> None:
    if runner_if_loaded() is None:
        wait_for_torch()
        return
    from rnnviz.ui.reference.update_gate import update_gate

    st.fragment(update_gate)()
