"""The draft of a session, and the tie between it and the address."""

from __future__ import annotations

from typing import cast

import streamlit as st

from rnnviz.cells import CELLS
from rnnviz.cells.address import packed, unpacked
from rnnviz.cells.own import is_text
from rnnviz.ui import state
from rnnviz.ui.designer.draft import Draft, new_draft

_DRAFT, _ADDRESS = "designer.draft", "designer.address"
PARAMETER = "cell"


def draft() -> Draft:
    """What is worked on; at first a copy of the LSTM."""
    if _DRAFT not in st.session_state:
        st.session_state[_DRAFT] = new_draft()
    return cast(Draft, st.session_state[_DRAFT])


def read_address() -> None:
    """Take the cell of the address, if it is another than the one that was written there."""
    address = st.query_params.get(PARAMETER, "")
    if not address or address == st.session_state.get(_ADDRESS):
        return
    choice = unpacked(address)
    if is_text(choice):
        draft().put(choice)
    elif choice in CELLS:
        draft().start_from(choice)


def write_address() -> None:
    """Let the address bar show the last sound text, and offer the cell wherever cells are chosen."""
    found = draft()
    if not found.is_start or state.own_cell():
        state.offer_cells(found.sound)
    st.session_state[_ADDRESS] = wanted = packed(found.sound)
    if st.query_params.to_dict() != {PARAMETER: wanted}:
        st.query_params.from_dict({PARAMETER: wanted})
