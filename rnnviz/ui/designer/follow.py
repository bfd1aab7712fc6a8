"""What follows from a cell's equations: mathematics, diagram, parameters, program."""

from __future__ import annotations

import streamlit as st

from rnnviz.cells import Cell
from rnnviz.cells.listing import numpy_listing
from rnnviz.cells.own import has_module, twin
from rnnviz.ui import state
from rnnviz.ui.cell_names import cell_title
from rnnviz.ui.plain import plain
from rnnviz.ui.reference.cell_drawing import cell_drawing
from rnnviz.ui.reference.cell_tables import parameters_table, values_table
from rnnviz.ui.reference.formulas import formulas
from rnnviz.ui.reference.picture import picture
from rnnviz.words import grouped, t


def drawings(cell: Cell, sound: bool) -> None:
    """The cell's name, its equations as mathematics, and its diagram.

    Args:
        cell: of the last sound text.
        sound: whether the text is that one; it is said where not.
    """
    st.markdown(f"##### {plain(t(cell.title))}")
    st.caption(_remark(cell) if sound else t("The text is not a cell at the moment; below is the last one that was."))
    formulas(cell, "designer-formulas")
    label = t("Diagram of the cell {title}", title=t(cell.title))
    picture(cell_drawing(cell), key="designer-diagram", label=label)


def tables_and_listing(cell: Cell) -> None:
    """What is trained, what is computed, and the same as a program."""
    trained, computed, program = st.tabs([t("Parameters"), t("Values"), t("NumPy")])
    with trained:
        st.html(parameters_table(cell, *_sizes()))
        st.caption(" ".join(_counts(cell)))
    with computed:
        st.html(values_table(cell))
    with program:
        st.code(numpy_listing(cell), language="python")


def _remark(cell: Cell) -> str:
    known = twin(cell)
    if known is None:
        return t("A cell of your own: nothing in the catalogue has the same equations.")
    if has_module(cell):
        return t("The same equations as {title}, which torch has as a module of its own.", title=cell_title(known.key))
    return t("The same equations as {title} of the catalogue.", title=cell_title(known.key))


def _counts(cell: Cell) -> list[str]:
    """What else the sum of Compare and Reference holds."""
    said = [t("F and H are those of Train & watch.")]
    if has_module(cell):
        # A gate has one matrix that reads the input; to each of its units torch.nn adds two biases and trains both.
        features, hidden = _sizes()
        gates = sum(parameter.axes == ("H", "F") for parameter in cell.parameters)
        total = grouped(gates * hidden * (features + hidden + 2))
        said.append(t("torch.nn keeps two biases where the equations have their sum: {n} numbers in all.", n=total))
    config = state.config()
    if config.readout == "linear":
        width = config.hidden * (2 if config.bidirectional else 1)
        said.append(t("The readout has {n} more.", n=grouped(config.make_task().outputs * (width + 1))))
    return said


def _sizes() -> tuple[int, int]:
    """Input features F and hidden units H of a training as it would begin now."""
    config = state.config()
    task = config.make_task()
    return config.hidden if task.encoding == "embedding" else task.features, config.hidden
