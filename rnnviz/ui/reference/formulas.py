"""A cell's equations as mathematics, as large as their place allows."""

from __future__ import annotations

import re

import streamlit as st

from rnnviz.cells import Cell
from rnnviz.cells.expression import source
from rnnviz.cells.latex import latex

_SMALLEST, _LARGEST = 11, 24
"""Pixels."""


def formulas(cell: Cell, key: str) -> None:
    """Show all equations, aligned at "=", each on one line of its place.

    Args:
        key: names the place.
    """
    size = f"clamp({_SMALLEST}px, {100 / _width(cell):.2f}cqi, {_LARGEST}px)"
    style = f".st-key-{key} {{ container-type: inline-size; }} .st-key-{key} .katex {{ font-size: {size}; }}"
    with st.container(key=key):
        st.html(f"<style>{style}</style>")
        st.latex(_aligned(cell))


def _aligned(cell: Cell) -> str:
    lines = [latex(equation, cell).replace(" = ", " &= ", 1) for equation in cell.equations]
    return r"\begin{aligned}" + r" \\[0.35em] ".join(lines) + r"\end{aligned}"


def _width(cell: Cell) -> float:
    """How wide the longest equation is in units of the font's size, by the letters that it shows."""
    shown = (source(equation.expression).replace("sigmoid", "s") for equation in cell.equations)
    return 3 + 0.8 * max(len(re.sub(r"_prev|[@_ ]", "", text)) for text in shown)
