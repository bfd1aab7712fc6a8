"""The page Compare."""

from __future__ import annotations

import streamlit as st

from rnnviz.training.config import ConfigError
from rnnviz.ui.compare import session
from rnnviz.ui.compare.sidebar import sidebar
from rnnviz.ui.lessons.note import lesson_note
from rnnviz.ui.plain import plain
from rnnviz.ui.presence import watch
from rnnviz.ui.shell import choose_language
from rnnviz.ui.waiting import runner_if_loaded, wait_for_torch
from rnnviz.words import t


def compare_page() -> None:
    """Controls at the side, the live view in the middle."""
    session.comparison()
    runner = runner_if_loaded()
    sidebar(_has_cuda() if runner else None)
    choose_language()
    lesson_note()
    _complaints()
    if runner is None:
        wait_for_torch()
        return
    from rnnviz.ui.compare.live import live

    try:
        shown = session.contest(runner)
    except ConfigError as error:
        st.error(plain(str(error)))
        return
    watch()
    live(shown, runner)
    session.write_address(shown)


def _complaints() -> None:
    if session.complaints():
        with st.container(horizontal=True, vertical_alignment="center"):
            st.warning("\n\n".join(plain(sentence) for sentence in session.complaints()))
            st.button(t("Understood"), on_click=session.dismiss_complaints, key="compare-understood")


def _has_cuda() -> bool:
    import torch

    return torch.cuda.is_available()
