"""The page Train & watch."""

from __future__ import annotations

import streamlit as st

from rnnviz.ui import state
from rnnviz.ui.controls import controls
from rnnviz.ui.lessons.note import lesson_note
from rnnviz.ui.plain import plain
from rnnviz.ui.shell import choose_language
from rnnviz.ui.waiting import runner_if_loaded, wait_for_torch
from rnnviz.words import t


def train_page() -> None:
    """Controls at the side, the live view in the middle."""
    state.config()
    runner = runner_if_loaded()
    controls(_has_cuda() if runner else None)
    choose_language()
    lesson_note()
    _complaints()
    if runner is None:
        wait_for_torch()
        return
    from rnnviz.ui.buttons import train_anew
    from rnnviz.ui.live import live

    if state.take_train_at_once():
        train_anew(runner)
    live(runner)
    state.write_address()


def _complaints() -> None:
    if state.complaints():
        with st.container(horizontal=True, vertical_alignment="center", key="complaints"):
            st.warning(" ".join(plain(sentence) for sentence in state.complaints()))
            st.button(t("Understood"), on_click=state.dismiss_complaints)


def _has_cuda() -> bool:
    import torch

    return torch.cuda.is_available()
