"""The way back to a lesson, at the head of the page that shows its experiment."""

from __future__ import annotations

from itertools import pairwise

import streamlit as st

from rnnviz.lessons.lesson import PARTS
from rnnviz.lessons.library import library
from rnnviz.ui.lessons import progress
from rnnviz.ui.lessons.setting_up import LESSONS, setup_button, setup_buttons
from rnnviz.words import t


def lesson_note() -> None:
    """One line, where a lesson's button led here: back, what to look at, the lesson's next experiment."""
    slug, key = progress.under_way()
    lesson = library().find(slug) if slug else None
    if lesson is None:
        return
    with st.container(horizontal=True, vertical_alignment="center", key="lesson-note"):
        st.page_link(LESSONS, label=t("Back to the lesson"), icon=":material/school:", query_params={"lesson": slug})
        with st.popover(t(PARTS["Look"])):
            st.markdown(f"**{lesson.title}**")
            st.markdown(lesson.parts["Look"])
            setup_buttons(lesson, "note", "secondary")
        after = next((later for setup, later in pairwise(lesson.setups) if setup.key == key), None)
        if after is not None:
            label = t("Next: {name}", name=after.name)
            setup_button(lesson, after, label, "lesson-note-next", "secondary")
        st.button("✕", key="lesson-note-close", on_click=progress.leave, help=t("Leave the lesson."), type="tertiary")
