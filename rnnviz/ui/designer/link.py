"""The way from a cell on another page to its equations in the designer."""

from __future__ import annotations

import streamlit as st

from rnnviz.cells.address import packed
from rnnviz.ui.shell import PAGES
from rnnviz.words import t


def edit_link(choice: str) -> None:
    """A link that opens a cell, given by key or text, in the cell designer."""
    st.page_link(
        PAGES / "designer.py",
        label=t("Change its equations"),
        icon=":material/edit:",
        query_params={"cell": packed(choice)},
    )
