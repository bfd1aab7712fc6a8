"""One matrix [H, H+F] on h_prev and x, as some texts write it, and the same as U and W."""

from __future__ import annotations

import numpy as np
import streamlit as st

from rnnviz.cells import Cell
from rnnviz.cells.expression import MatMul, leaf_key, leaves
from rnnviz.cells.program import Drawn
from rnnviz.tracing.trace import Trace
from rnnviz.ui.reference import tables
from rnnviz.words import t


def has_joined(cell: Cell) -> bool:
    """Whether an equation of the cell has a matrix for the input and one for its last output."""
    return bool(_gates(cell))


def _gates(cell: Cell) -> list[str]:
    products = {leaf_key(leaf) for e in cell.equations for leaf in leaves(e.expression) if isinstance(leaf, MatMul)}
    return [name for name in cell.names if {f"W_{name}@x", f"U_{name}@h_prev"} <= products]


def joined(drawn: Drawn, trace: Trace) -> None:
    """The first equation's matrices at the last time step, both ways, with their products."""
    layer, step = drawn.layers[0], trace.steps - 1
    gate = _gates(trace.cell)[0]
    w, u = layer[f"W_{gate}"], layer[f"U_{gate}"]
    x, before = trace["layer0.x"][step], trace["layer0.h_prev"][step]
    whole, both = np.concatenate([u, w], axis=1), np.concatenate([before, x])
    apart, together = u @ before + w @ x, whole @ both
    st.markdown(
        t(
            "Some texts keep one matrix [H, H+F] for each equation and multiply it with h_prev and x written below one "
            "another. That is U beside W. The products are the same numbers, {difference} apart.",
            difference=tables.difference(float(np.abs(apart - together).max())),
        )
    )
    blocks = {
        f"[U_{gate} | W_{gate}]": tables.matrix(whole, gap=len(u)),
        "[h_prev; x]": tables.matrix(both[:, None], reach=2),
        "[U | W] @ [h_prev; x]": tables.matrix(together),
        "U @ h_prev + W @ x": tables.matrix(apart),
    }
    first, second, *products = (f"{tables.code(name)}{block}" for name, block in blocks.items())
    shown = "".join(f"<div>{block}</div>" for block in (first, second, "".join(products)))
    st.html(f'<div class="ref-flow">{shown}</div>')
    hidden, features = w.shape
    st.markdown(
        t(
            "In the second layer x is the h of the first, so its matrix is [H, H+H]. A program that gives every layer "
            "the shape [H, H+F] stops at the second one, unless H and F happen to be equal. Here the matrix of the "
            "first layer is {first}, that of the second {second}.",
            first=[hidden, hidden + features],
            second=[hidden, 2 * hidden],
        )
    )
