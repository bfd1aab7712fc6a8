"""The page Compare."""

from __future__ import annotations

import streamlit as st

from rnnviz.training.config import ConfigError
from rnnviz.ui.compare import session
from rnnviz.ui.compare.sidebar import sidebar
from rnnviz.ui.complaints import show_complaints
from rnnviz.ui.lessons.note import lesson_note
from rnnviz.ui.plain import plain
from rnnviz.ui.presence import watch
from rnnviz.ui.shell import choose_language
from rnnviz.ui.waiting import has_cuda, runner_if_loaded, wait_for_torch


def compare_page() -> None:
    """Controls at the side, the live view in the middle."""
    session.comparison()
    runner = runner_if_loaded()
    lesson_note()
    sidebar(has_cuda() if runner else None)
    choose_language()
    show_complaints(session.complaints(), session.dismiss_complaints)
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
