"""The page Map."""

from __future__ import annotations

import streamlit as st

from rnnviz.training.sweep import axes, axis_label
from rnnviz.ui.cell_names import pick_list
from rnnviz.ui.complaints import show_complaints
from rnnviz.ui.form import Form
from rnnviz.ui.map import session
from rnnviz.ui.presence import watch
from rnnviz.ui.shell import choose_language
from rnnviz.ui.waiting import runner_if_loaded, wait_for_torch
from rnnviz.words import t

_FORM = Form("map.choice.", session.base, session.set_base)
_ACROSS, _UP = "map.across", "map.up"


def map_page() -> None:
    """Controls at the side, the map in the middle."""
    session.sweep()
    _sidebar()
    choose_language()
    show_complaints(session.complaints(), session.dismiss_complaints)
    runner = runner_if_loaded()
    if runner is None:
        wait_for_torch()
        return
    from rnnviz.ui.map.live import live

    shown = session.field()
    watch()
    live(shown, runner)
    session.write_address()


def _sidebar() -> None:
    with st.sidebar:
        _FORM.take()
        _take_axes()
        config = session.base()
        titles = pick_list(config.cell)
        _FORM.choice("cell", config.cell, st.selectbox, list(titles), format_func=titles.__getitem__)
        _FORM.task()
        _axis(_ACROSS, t("From left to right"), session.sweep().across)
        _axis(_UP, t("From bottom to top"), session.sweep().up)
        _FORM.number("iterations", step=100)
        with st.expander(t("More choices")):
            _FORM.number("hidden")
            _FORM.rate()
            _FORM.more(None, config.has_forget_bias, config.has_input_gate)


def _axis(key: str, label: str, value: str) -> None:
    base = session.base()
    st.session_state[key] = value
    st.selectbox(label, list(axes(base)), format_func=lambda name: t(axis_label(base, name)), key=key)


def _take_axes() -> None:
    """Take the axes that were chosen; where both are the same now, the other one takes the place of the chosen."""
    sweep = session.sweep()
    across, up = st.session_state.get(_ACROSS, sweep.across), st.session_state.get(_UP, sweep.up)
    if across == up:
        across, up = (across, sweep.across) if across != sweep.across else (sweep.up, up)
    known = axes(sweep.base)
    if across in known and up in known:
        session.set_sweep(type(sweep)(sweep.base, across, up))
