"""Which cell to begin with: any of the catalogue, or one of three well-known changes."""

from __future__ import annotations

import streamlit as st

from rnnviz.cells import CELLS
from rnnviz.ui.cell_names import cell_title
from rnnviz.ui.designer import session
from rnnviz.words import N, t

CHANGES = {
    "lstm_1997": N("Delete the forget gate"),
    "lstm_coupled": N("Couple the gates"),
    "lstm_peephole": N("Add a peephole"),
}
"""One press each: what is done to an LSTM, and the cell of the catalogue that comes of it."""
_START = "designer.start"


def sidebar() -> None:
    """Draw the choices; each puts another text into the text box."""
    with st.sidebar:
        st.session_state[_START] = session.draft().start
        st.selectbox(t("Start from"), list(CELLS), format_func=cell_title, key=_START, on_change=_start_chosen)
        cell = CELLS[session.draft().start]
        st.caption(t(cell.change), help=t("Source: {source}.", source=cell.source))
        for key, label in CHANGES.items():
            st.button(
                t(label), on_click=session.draft().start_from, args=(key,), key=f"designer.{key}", width="stretch"
            )


def _start_chosen() -> None:
    session.draft().start_from(st.session_state[_START])
