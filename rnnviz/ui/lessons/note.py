"""The way back to a lesson, at the head of the page that shows its experiment."""

from __future__ import annotations

from itertools import pairwise

import streamlit as st

from rnnviz.lessons.lesson import PARTS
from rnnviz.lessons.library import library
from rnnviz.lessons.places import Place
from rnnviz.ui.lessons import progress
from rnnviz.ui.lessons.setting_up import LESSONS, setup_button, setup_buttons
from rnnviz.words import t


def lesson_note(only: type[Place] | None = None) -> None:
    """One line, where a lesson's button led here: back, and its next experiment; at the side, what to look at.

    To be called before anything else is drawn at the side: what to look at stands there at the top, and covers nothing.

    Args:
        only: where it is given, nothing is shown of experiments in other places.
    """
    slug, key = progress.under_way()
    lesson = library().find(slug) if slug else None
    if lesson is None:
        return
    shown = next((setup for setup in lesson.setups if setup.key == key), None)
    if only is not None and (shown is None or not isinstance(shown.place, only)):
        return
    with st.sidebar, st.expander(t(PARTS["Look"]), expanded=True, key="lesson-look"):
        st.markdown(lesson.parts["Look"])
        setup_buttons(lesson, "note", "secondary")
    with st.container(horizontal=True, vertical_alignment="center", key="lesson-note"):
        st.page_link(LESSONS, label=t("Back to the lesson"), icon=":material/school:", query_params={"lesson": slug})
        st.caption(lesson.title, width="content")
        after = next((later for setup, later in pairwise(lesson.setups) if setup.key == key), None)
        if after is not None:
            label = t("Next: {name}", name=after.name)
            setup_button(lesson, after, label, "lesson-note-next", "secondary")
        st.button("✕", key="lesson-note-close", on_click=progress.leave, help=t("Leave the lesson."), type="tertiary")
