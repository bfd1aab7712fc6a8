"""The session's bench: what the sliders told, what buttons ask for, undo, and the address."""

from __future__ import annotations

import streamlit as st

from rnnviz.cells import CELLS
from rnnviz.lab import PRESETS, Bench, BenchError, blank
from rnnviz.lab.bench import known_cell, pulses
from rnnviz.lab.link import from_query, to_query
from rnnviz.player.sliders import Said, said
from rnnviz.ui.history import History, begun
from rnnviz.ui.lab import console

SLIDERS, PLAYER = "lab-sliders", "lab-player"
FIRST = "hold"
_HISTORY, _ORIGIN, _TITLE, _COMPLAINTS = "lab.history", "lab.origin", "lab.title", "lab.complaints"


def history() -> History[Bench]:
    """The bench and its past; at first the one of the address."""
    if _HISTORY not in st.session_state:
        st.session_state[_COMPLAINTS] = []
        key = st.query_params.get("preset", FIRST)
        key = key if key in PRESETS else FIRST
        bench = PRESETS[key].make()
        try:
            bench = from_query(st.query_params.to_dict()) or bench
        except BenchError as error:
            st.session_state[_COMPLAINTS] = [str(error)]
        _keep(begun(bench), bench, key)
    found: History[Bench] = st.session_state[_HISTORY]
    return found


def impose() -> None:
    """Take in what has been told, and let the sliders, which may be new, take it over."""
    st.session_state[_HISTORY] = follow().revised()


def follow() -> History[Bench]:
    """The bench with all that has been told of late."""
    now = take(history(), said(SLIDERS))
    st.session_state[_HISTORY] = now
    return now


def take(known: History[Bench], message: Said) -> History[Bench]:
    """The bench with what a message says."""
    now = known
    if message.revision == known.revision and message.values:
        bench = console.read(known.present, console.panel(known).values(message))
        if not console.same(bench, known.present):
            now = known.told(bench, message.gesture)
    return now.heed(message, _pressed)


def preset_key() -> str:
    """The preset that the bench began with; empty for one from elsewhere."""
    history()
    return str(st.session_state[_TITLE])


def is_preset() -> bool:
    """Whether the bench is a preset in which nothing has been changed."""
    key = preset_key()
    return bool(key) and console.same(history().present, PRESETS[key].make())


def complaints() -> list[str]:
    """What was wrong in the address, a sentence each."""
    return list(st.session_state.get(_COMPLAINTS, ()))


def load(bench: Bench, key: str = "") -> None:
    """Put another bench in the place of the present one, which undo brings back."""
    _keep(history().done(bench), bench, key)


def load_preset(key: str) -> None:
    """Put a preset on the bench."""
    load(PRESETS[key].make(), key)


def resize(cell: str, units: int, features: int, steps: int) -> None:
    """Another cell (with weights of 0), or other sizes (with what there is)."""
    now = history().present
    if cell != now.cell.key:
        inputs = now.inputs if now.features == features and now.steps == steps else None
        begin = blank(known_cell(cell), units, pulses(steps) if inputs is None else inputs)
        load(begin.resized(units, features, steps))
    elif (units, features, steps) != (now.units, now.features, now.steps):
        load(now.resized(units, features, steps), preset_key())


def write_address() -> None:
    """Let the address bar show the bench: the preset alone while nothing has been changed in it."""
    bench = history().present
    wanted = {"preset": preset_key()} if is_preset() else to_query(bench)
    if bench.cell.key in CELLS and bench.cell != CELLS[bench.cell.key]:
        wanted = {}  # rewritten for one unit of a network: an address has no room for its text
    if st.query_params.to_dict() != wanted:
        st.query_params.from_dict(wanted)


def _keep(value: History[Bench], origin: Bench, key: str) -> None:
    st.session_state[_HISTORY], st.session_state[_ORIGIN], st.session_state[_TITLE] = value, origin, key


def _pressed(now: History[Bench], button: str) -> History[Bench]:
    if button == "undo":
        return now.undo()
    if button == "reset":
        return now.done(st.session_state[_ORIGIN])
    if button == "zero":
        return now.done(blank(now.present.cell, now.present.units, now.present.inputs))
    return now
