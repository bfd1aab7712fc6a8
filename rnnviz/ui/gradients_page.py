"""The page Gradients."""

from __future__ import annotations

import streamlit as st

from rnnviz.training.config import ConfigError
from rnnviz.ui.gradients import session
from rnnviz.ui.gradients.sidebar import sidebar
from rnnviz.ui.lessons.note import lesson_note
from rnnviz.ui.plain import plain
from rnnviz.ui.presence import watch
from rnnviz.ui.shell import choose_language
from rnnviz.ui.waiting import runner_if_loaded, wait_for_torch
from rnnviz.words import t


def gradients_page() -> None:
    """Controls at the side, the live view in the middle."""
    session.comparison()
    runner = runner_if_loaded()
    lesson_note()
    sidebar()
    choose_language()
    if session.complaints():
        st.warning("\n\n".join(plain(sentence) for sentence in session.complaints()))
        st.button(t("Understood"), on_click=session.dismiss_complaints, key="gradients-understood")
    if runner is None:
        wait_for_torch()
        return
    from rnnviz.ui.gradients.live import live

    try:
        shown = session.contest()
    except ConfigError as error:
        st.error(plain(str(error)))
        return
    watch()
    live(shown, runner)
    session.write_address()
