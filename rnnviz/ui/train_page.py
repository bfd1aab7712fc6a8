"""The page Train & watch."""

from __future__ import annotations

import streamlit as st

from rnnviz.ui import state
from rnnviz.ui.boot import boot
from rnnviz.ui.controls import controls
from rnnviz.ui.plain import plain
from rnnviz.ui.shell import choose_language, speak
from rnnviz.words import t

PATIENCE = 0.1
"""Seconds that the page waits for torch before it says that it waits."""


def train_page() -> None:
    """Controls at the side, the live view in the middle."""
    state.config()
    runner = boot().wait(PATIENCE)
    controls(_has_cuda() if runner else None)
    choose_language()
    _complaints()
    if runner is None:
        st.fragment(_wait, run_every=0.25)()
        return
    from rnnviz.ui.live import live

    live(runner)
    state.write_address()


def _complaints() -> None:
    if state.complaints():
        with st.container(horizontal=True, vertical_alignment="center"):
            st.warning("\n\n".join(plain(sentence) for sentence in state.complaints()))
            st.button(t("Understood"), on_click=state.dismiss_complaints)


def _wait() -> None:
    """Stand in for the live view until torch is loaded; the choices at the side work meanwhile."""
    speak()
    if boot().error:
        st.error(t("PyTorch could not be loaded: {reason}", reason=boot().error))
    elif boot().runner is None:
        st.info(t("PyTorch is being loaded; this takes a few seconds, once."))
    else:
        st.rerun()


def _has_cuda() -> bool:
    import torch

    return torch.cuda.is_available()
