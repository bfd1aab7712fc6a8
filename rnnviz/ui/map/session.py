"""The map that one session shows, and the tie between it and the address."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

import streamlit as st

from rnnviz.training.config import RunConfig
from rnnviz.training.sweep import Sweep, fitting, sweep_from_query
from rnnviz.ui import state

if TYPE_CHECKING:
    from rnnviz.ui.map.field import Field

_SWEEP, _FIELD, _COMPLAINTS = "map.sweep", "map.field", "map.complaints"


def sweep() -> Sweep:
    """What the controls show; at first what the address says."""
    if _SWEEP not in st.session_state:
        st.session_state[_SWEEP], st.session_state[_COMPLAINTS] = sweep_from_query(st.query_params.to_dict())
    return cast(Sweep, st.session_state[_SWEEP])


def set_sweep(value: Sweep) -> None:
    """Make `value` what the controls show."""
    st.session_state[_SWEEP] = value


def base() -> RunConfig:
    """The choices that all trainings share."""
    return sweep().base


def set_base(config: RunConfig) -> None:
    """Make `config` the choices that all trainings share."""
    set_sweep(fitting(sweep(), config))


def complaints() -> list[str]:
    """What was wrong in the address that the page was opened with, a sentence each."""
    return list(st.session_state.get(_COMPLAINTS, ()))


def dismiss_complaints() -> None:
    """Stop showing them."""
    st.session_state[_COMPLAINTS] = ()


def field() -> Field:
    """The map with its runs: a fresh one as long as nothing is lost by it."""
    kept = cast("Field | None", st.session_state.get(_FIELD))
    if kept is None or (not kept.started and kept.sweep != sweep()):
        kept = renew()
    return kept


def renew() -> Field:
    """A fresh map of what the controls show; the runs of the one before are let go."""
    from rnnviz.ui.map.field import Field

    before = cast("Field | None", st.session_state.get(_FIELD))
    if before is not None:
        before.pause()
    fresh = st.session_state[_FIELD] = Field(sweep())
    state.hold_runs("map", fresh.all_runs)
    return fresh


def write_address() -> None:
    """Let the address bar show the map."""
    wanted = sweep().to_query()
    if st.query_params.to_dict() != wanted:
        st.query_params.from_dict(wanted)
