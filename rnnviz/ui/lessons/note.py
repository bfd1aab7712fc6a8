"""The way back to a lesson, at the head of the page that shows its experiment."""

from __future__ import annotations

import streamlit as st

from rnnviz.lessons.lesson import PARTS
from rnnviz.lessons.library import library
from rnnviz.ui.lessons import progress
from rnnviz.ui.lessons.setting_up import LESSONS, setup_buttons
from rnnviz.words import t


def lesson_note() -> None:
    """One line, where a lesson's button led here: back, what to look at, the lesson's other experiments."""
    slug = progress.under_way()
    lesson = library().find(slug) if slug else None
    if lesson is None:
        return
    with st.container(horizontal=True, vertical_alignment="center", key="lesson-note"):
        st.page_link(LESSONS, label=t("Back to the lesson"), icon=":material/school:", query_params={"lesson": slug})
        with st.popover(t(PARTS["Look"])):
            st.markdown(f"**{lesson.title}**")
            st.markdown(lesson.parts["Look"])
        if len(lesson.setups) > 1:
            setup_buttons(lesson, "note", "secondary")
        st.button("✕", key="lesson-note-close", on_click=progress.leave, help=t("Leave the lesson."), type="tertiary")
