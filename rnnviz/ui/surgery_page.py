"""The page Gate surgery, as far as it needs no torch."""

from __future__ import annotations

import streamlit as st

from rnnviz.ui import state
from rnnviz.ui.shell import choose_language
from rnnviz.ui.waiting import runner_if_loaded, wait_for_torch
from rnnviz.words import t


def surgery_page() -> None:
    """A sentence, and the operating room once torch is there."""
    state.config()
    with st.sidebar:
        st.markdown(
            t(
                "What does a gate do? Change it in a trained network and see. Pull a slider: what the network did "
                "before stays in grey, what it does now moves with your hand."
            )
        )
    runner = runner_if_loaded()
    if runner is None:
        wait_for_torch()
    else:
        from rnnviz.ui.surgery.page import operating_room

        operating_room(runner)
    choose_language()
