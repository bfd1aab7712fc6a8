"""What one session compares, and the tie between it and the address."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, cast

import streamlit as st

from rnnviz.training.comparison import Comparison, comparison_from_query
from rnnviz.training.config import RunConfig
from rnnviz.ui import state

if TYPE_CHECKING:
    from rnnviz.training.run import Run
    from rnnviz.training.runner import Runner
    from rnnviz.ui.compare.contest import Contest

_COMPARISON, _CONTEST, _COMPLAINTS, _SOUGHT = (
    "compare.comparison",
    "compare.contest",
    "compare.complaints",
    "compare.sought",
)
RUNS_PARAMETER = "runs"


def comparison() -> Comparison:
    """What the controls show; at first what the address says."""
    if _COMPARISON not in st.session_state:
        parameters = st.query_params.to_dict()
        st.session_state[_SOUGHT] = parameters.pop(RUNS_PARAMETER, "")
        st.session_state[_COMPARISON], st.session_state[_COMPLAINTS] = comparison_from_query(parameters)
        state.offer_cells(*comparison().cells)
    return cast(Comparison, st.session_state[_COMPARISON])


def set_comparison(value: Comparison) -> None:
    """Make `value` what is compared."""
    st.session_state[_COMPARISON] = value


def base() -> RunConfig:
    """The choices that all cells share."""
    return comparison().base


def set_base(config: RunConfig) -> None:
    """Make `config` the choices that all cells share."""
    set_comparison(replace(comparison(), base=config))


def complaints() -> list[str]:
    """What was wrong in the address that the page was opened with, a sentence each."""
    return list(st.session_state.get(_COMPLAINTS, ()))


def dismiss_complaints() -> None:
    """Stop showing them."""
    st.session_state[_COMPLAINTS] = ()


def contest(runner: Runner) -> Contest:
    """The comparison with its runs: a fresh one as long as nothing is lost by it.

    Raises:
        ConfigError: a cell is not allowed with the shared choices.
    """
    from rnnviz.ui.compare.contest import Contest

    wanted, kept = comparison(), cast("Contest | None", st.session_state.get(_CONTEST))
    found = _found(wanted, runner) if kept is None else None
    if found is not None:
        kept = show(Contest(wanted, found))
    if kept is None or (not kept.started and kept.comparison != wanted):
        kept = show(Contest(wanted))
    return kept


def show(value: Contest) -> Contest:
    """Make `value` the comparison that is shown; the runs of the one before are let go."""
    before = cast("Contest | None", st.session_state.get(_CONTEST))
    if before is not None:
        before.pause()
    st.session_state[_CONTEST] = value
    state.hold_runs("compare", value.all_runs)
    return value


def put_away() -> None:
    """Show no comparison, so that a fresh one follows the controls; its runs are let go."""
    before = cast("Contest | None", st.session_state.get(_CONTEST))
    if before is not None:
        before.pause()
    for key in (_CONTEST, _SOUGHT, _COMPLAINTS):
        st.session_state.pop(key, None)
    state.hold_runs("compare", ())


def write_address(shown: Contest) -> None:
    """Let the address bar show the comparison and, once it has begun, the runs that a reload is to find again."""
    wanted = comparison().to_query()
    if shown.started:
        wanted[RUNS_PARAMETER] = ".".join(run.id for runs in shown.runs.values() for run in runs)
    if st.query_params.to_dict() != wanted:
        st.query_params.from_dict(wanted)


def _found(wanted: Comparison, runner: Runner) -> dict[str, tuple[Run, ...]] | None:
    """After a reload: the runs that the address names, if nobody else watches them and they are those wanted."""
    from rnnviz.training.matching import sizes

    ids = st.session_state.pop(_SOUGHT, "").split(".")
    if len(ids) != len(wanted.cells) * wanted.seeds:
        return None
    runs = [runner.find(id) for id in ids]
    places = [(cell, number) for cell in wanted.cells for number in range(wanted.seeds)]
    found: dict[str, tuple[Run, ...]] = dict.fromkeys(wanted.cells, ())
    for (cell, number), run in zip(places, runs, strict=True):
        if run is None or run.config != wanted.config(cell, number, sizes(wanted)[cell].hidden):
            return None
        found[cell] += (run,)
    return found
