"""The page Gate lab: numbers above, what they do below."""

from __future__ import annotations

import streamlit as st

from rnnviz.cells import CELLS
from rnnviz.lab import PRESETS
from rnnviz.lab.bench import MOST_FEATURES, MOST_STEPS, MOST_UNITS
from rnnviz.player import mount, send
from rnnviz.player.scene import Scene
from rnnviz.player.sliders import answering_sliders, said
from rnnviz.ui.lab import console, picture, session
from rnnviz.ui.lab.trained import trained_unit
from rnnviz.ui.plain import plain
from rnnviz.ui.shell import choose_language, speak
from rnnviz.words import t

_PRESET, _CELL, _UNITS, _FEATURES, _STEPS = "lab.preset", "lab.cell", "lab.units", "lab.features", "lab.steps"
_SIZES = "lab.sizes"


def lab_page() -> None:
    """Presets and sizes at the side, the bench in the middle."""
    session.impose()
    with st.sidebar:
        _presets()
        _sizes()
        trained_unit()
    choose_language()
    for sentence in session.complaints():
        st.warning(plain(sentence))
    base = picture.show(session.history().present)
    send(base.block, picture.BASE)
    st.fragment(_work)(base)
    mount(session.PLAYER)


def sentence(key: str, unchanged: bool) -> str:
    """What is to be seen; of a preset in which something was changed, only that it is not it any more.

    Args:
        key: of the preset that the bench began with; empty for one from elsewhere.
        unchanged: whether the bench is still that preset.
    """
    if not key:
        return t("Set by hand.")
    if unchanged:
        return t(PRESETS[key].sentence)
    return t("Began as “{title}”, and has been changed since.", title=t(PRESETS[key].title))


def _work(base: Scene) -> None:
    """The sliders, and the data that come of them: runs again by itself with every message of theirs."""
    speak()
    now, told = session.follow(), said(session.SLIDERS)
    shown = picture.show(now.present).since(base, picture.BASE)
    note = sentence(session.preset_key(), session.is_preset())
    answering_sliders(console.panel(now, note), session.SLIDERS, told, {session.PLAYER: shown})
    if not told.held:
        session.write_address()
    if st.session_state.get(_SIZES) != _sizes_now():
        st.rerun()  # undo has brought back another cell: the controls at the side must follow


def _presets() -> None:
    keys = list(PRESETS)
    st.session_state[_PRESET] = session.preset_key() or None
    st.selectbox(
        t("Preset"),
        keys,
        format_func=lambda key: t(PRESETS[key].title),
        key=_PRESET,
        on_change=_load_preset,
        placeholder=t("Set by hand"),
    )


def _sizes() -> None:
    bench = session.history().present
    known = [*CELLS] if bench.cell.key in CELLS else [bench.cell.key, *CELLS]
    st.session_state[_SIZES] = _sizes_now()
    st.session_state[_CELL] = bench.cell.key
    for key, value in ((_UNITS, bench.units), (_FEATURES, bench.features), (_STEPS, bench.steps)):
        st.session_state[key] = value
    titles = {key: t(CELLS[key].title) if key in CELLS else t(bench.cell.title) for key in known}
    st.selectbox(t("Cell"), known, format_func=titles.__getitem__, key=_CELL, on_change=_resize)
    left, right = st.columns(2)
    left.number_input(t("Units"), 1, MOST_UNITS, key=_UNITS, on_change=_resize)
    right.number_input(t("Inputs"), 1, MOST_FEATURES, key=_FEATURES, on_change=_resize)
    st.number_input(t("Time steps"), 2, MOST_STEPS, key=_STEPS, on_change=_resize)


def _sizes_now() -> tuple[object, ...]:
    bench = session.history().present
    return bench.cell.key, bench.units, bench.features, bench.steps, session.preset_key()


def _load_preset() -> None:
    key = st.session_state[_PRESET]
    if key in PRESETS:
        session.load_preset(key)


def _resize() -> None:
    wanted = {name: int(st.session_state[name]) for name in (_UNITS, _FEATURES, _STEPS)}
    limits = {_UNITS: (1, MOST_UNITS), _FEATURES: (1, MOST_FEATURES), _STEPS: (2, MOST_STEPS)}
    units, features, steps = (min(max(wanted[name], low), high) for name, (low, high) in limits.items())
    key = st.session_state[_CELL]
    session.resize(key if key in CELLS else session.history().present.cell.key, units, features, steps)
