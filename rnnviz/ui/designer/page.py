"""The page Cell designer."""

from __future__ import annotations

import time

import streamlit as st

from rnnviz.ui import state
from rnnviz.ui.designer import session
from rnnviz.ui.designer.editor import editor, typed
from rnnviz.ui.designer.follow import drawings, tables_and_listing
from rnnviz.ui.designer.leave import compare_it, train_it
from rnnviz.ui.designer.sidebar import sidebar
from rnnviz.ui.reference import tables
from rnnviz.ui.shell import choose_language, speak
from rnnviz.words import t

EDITOR = "designer.editor"
# The tables stand in half of the page: their names may go over several lines.
_STYLE = """<style>
.st-key-designer-tables .ref-table td:first-child { white-space: normal; }
.st-key-designer-tables .ref-table td:first-child code { white-space: normal; }
.st-key-designer-tables .ref-table :is(th, td) { padding-right: 0.8rem; }
</style>"""


def designer_page() -> None:
    """A cell to begin with at the side; in the middle its text, and all that follows from it."""
    state.begin_without_address()
    session.read_address()
    tables.style()
    st.html(_STYLE)
    sidebar()
    choose_language()
    st.fragment(_work)()


def _work() -> None:
    """The text and what follows from it; runs again by itself with every change."""
    speak()
    draft = session.draft()
    found = typed(EDITOR)
    if found is not None and found.load == draft.load:
        draft.type(found.text, time.monotonic())
    left, right = st.columns([1.25, 1], gap="medium")
    with left:
        editor(EDITOR, draft.text, draft.load, draft.error, draft.doubts)
        _bar()
        with st.container(key="designer-tables"):
            tables_and_listing(draft.cell)
    with right:
        drawings(draft.cell, draft.error is None)
    if found is None or found.rests or found.load != draft.load:
        session.write_address()


def _bar() -> None:
    draft = session.draft()
    sound = draft.error is None
    with st.container(horizontal=True, key="designer-bar"):
        if st.button(t("Train"), type="primary", disabled=not sound, key="designer-train"):
            train_it(draft.sound)
        against = t("Train it next to an LSTM and a GRU, on the same data.")
        if st.button(t("Compare"), disabled=not sound, key="designer-compare", help=against):
            compare_it(draft.sound)
        before = t("Back to the last sound equations before this change.")
        st.button(t("Undo"), on_click=draft.undo, disabled=not draft.can_undo, key="designer-undo", help=before)
        again = t("Back to the equations that it began with.")
        st.button(t("Reset"), on_click=_reset, disabled=draft.is_start, key="designer-reset", help=again)


def _reset() -> None:
    draft = session.draft()
    draft.start_from(draft.start)
