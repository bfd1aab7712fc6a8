"""What was wrong in the address of a page."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import streamlit as st

from rnnviz.ui.plain import plain
from rnnviz.words import t


def show_complaints(said: Sequence[str], dismiss: Callable[[], None]) -> None:
    """Show these sentences, if any, until a press on "Understood" calls `dismiss`."""
    if said:
        with st.container(horizontal=True, vertical_alignment="center", key="complaints"):
            st.warning(" ".join(map(plain, said)))
            st.button(t("Understood"), on_click=dismiss, key="understood")
