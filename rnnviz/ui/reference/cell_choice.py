"""Which cell a page is about; the address names it, so that a link can."""

from __future__ import annotations

import streamlit as st

from rnnviz.cells.address import packed, unpacked
from rnnviz.cells.own import is_sound
from rnnviz.ui import state
from rnnviz.ui.cell_names import pick_list
from rnnviz.words import t

_CHOSEN = "reference.cell"


def pick_cell() -> str:
    """The key or the text of a cell, picked from a list."""
    named = unpacked(st.query_params.get("cell", ""))
    if _CHOSEN not in st.session_state:
        st.session_state[_CHOSEN] = named if is_sound(named) else "rnn"
        state.offer_cells(st.session_state[_CHOSEN])
    titles = pick_list(st.session_state[_CHOSEN])
    chosen = st.selectbox(
        t("Cell"),
        list(titles),
        format_func=titles.__getitem__,
        key=_CHOSEN,
        persist_state="session",
        label_visibility="collapsed",
        width=340,
    )
    st.query_params["cell"] = packed(str(chosen))
    return str(chosen)
