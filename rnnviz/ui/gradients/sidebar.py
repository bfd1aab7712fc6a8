"""The choices of the page Gradients, in the sidebar."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from rnnviz.training.comparison import MOST_CELLS, Comparison
from rnnviz.training.config import ConfigError
from rnnviz.ui.cell_names import pick_list
from rnnviz.ui.form import Form
from rnnviz.ui.gradients import session
from rnnviz.words import t

PREFIX = "gradients.choice."
_FORM = Form(PREFIX, session.base, session.set_base)
_CELLS, _CLIPS = "gradients.cells", "gradients.clips"
CLIP = 1.0


def sidebar() -> None:
    """Draw every choice and take the person's answers into the session's comparison."""
    with st.sidebar:
        # Before they are drawn: what is offered follows from the answers of this run, not of the one before.
        _FORM.take()
        _take_own()
        shown = session.comparison()
        st.session_state[_CLIPS] = shown.base.clip > 0
        help = t(
            "While training: gradients of the weights that are longer than {n:g} are cut to that length. What is drawn "
            "here is before the cut.",
            n=shown.base.clip or CLIP,
        )
        st.toggle(t("Gradient clipping"), key=_CLIPS, on_change=_take_clip, help=help)
        _FORM.task()
        with st.expander(t("More choices")):
            _own(shown)
            _FORM.number("hidden")
            _FORM.number("layers")
            _FORM.rate()
            _FORM.number("iterations", step=100)
            _FORM.number("seed")


def load(comparison: Comparison) -> None:
    """Set every widget to a comparison; only in callbacks, before the widgets are drawn."""
    session.set_comparison(comparison)
    _FORM.load(comparison.base)
    st.session_state[_CELLS] = list(comparison.cells)


def _own(shown: Comparison) -> None:
    st.session_state.setdefault(_CELLS, list(shown.cells))
    titles = pick_list(*st.session_state[_CELLS])
    st.multiselect(t("Cells"), list(titles), format_func=titles.__getitem__, max_selections=MOST_CELLS, key=_CELLS)


def _take_own() -> None:
    chosen = tuple(st.session_state.get(_CELLS, session.comparison().cells))
    try:
        base = session.base().changed(cell=chosen[0]) if chosen else session.base()
        session.set_comparison(replace(session.comparison(), base=base, cells=chosen))
    except (ConfigError, ValueError):
        st.warning(t("Choose at least two cells to compare."))


def _take_clip() -> None:
    session.set_base(session.base().changed(clip=CLIP if st.session_state[_CLIPS] else 0.0))
