"""The page Start."""

from __future__ import annotations

import streamlit as st

from rnnviz.words import t


def start_page() -> None:
    st.title("rnnviz")
