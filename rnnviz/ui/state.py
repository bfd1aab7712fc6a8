"""What one session has: its configuration, its run, and the tie between them and the address."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

import streamlit as st

from rnnviz.cells.own import is_text
from rnnviz.player import chosen
from rnnviz.ui import speed

if TYPE_CHECKING:
    from rnnviz.training.config import RunConfig
    from rnnviz.training.run import Run
    from rnnviz.training.runner import Runner

_CONFIG, _RUN, _PREVIOUS, _COMPLAINTS, _SOUGHT = "config", "run", "run.previous", "complaints", "run.sought"
RUN_PARAMETER = "run"
PLAYER = "player"
_PASSED = "moment.passed"
_OWN_CELL = "cell.own"
_AT_ONCE = "run.at_once"
_LATER = "run.previous.later"
_HELD = "runs.held."
"""Before the name of a page that holds runs of its own."""


def config() -> RunConfig:
    """The configuration that the controls show; at first the one of the address."""
    if _CONFIG not in st.session_state:
        from rnnviz.training.link import from_query  # here, so that the start page need not load it

        parameters = st.query_params.to_dict()
        st.session_state[_SOUGHT] = parameters.pop(RUN_PARAMETER, None)
        wrong_pace = speed.take(parameters.pop(speed.PARAMETER, None))
        st.session_state[_CONFIG], complaints = from_query(parameters)
        st.session_state[_COMPLAINTS] = [*complaints, *([wrong_pace] if wrong_pace else [])]
        offer_cells(config().cell)
    return cast("RunConfig", st.session_state[_CONFIG])


def begin_without_address() -> None:
    """Let the configuration be the usual one, on a page whose address is about something else."""
    if _CONFIG not in st.session_state:
        from rnnviz.training.link import preset

        st.session_state[_CONFIG] = preset()


def set_config(value: RunConfig) -> None:
    """Make `value` the configuration."""
    st.session_state[_CONFIG] = value


def own_cell() -> str:
    """The text of the cell that the person has written or was sent; empty where there is none."""
    return str(st.session_state.get(_OWN_CELL, ""))


def offer_cells(*choices: str) -> None:
    """Offer the last of these cells that is a text, if any, wherever cells are chosen."""
    for choice in filter(is_text, choices):
        st.session_state[_OWN_CELL] = choice


def complaints() -> list[str]:
    """What was wrong in the address that the session was opened with, a sentence each."""
    return list(st.session_state.get(_COMPLAINTS, ()))


def dismiss_complaints() -> None:
    """Stop showing them."""
    st.session_state[_COMPLAINTS] = ()


def address() -> dict[str, str]:
    """The parameters of Train & watch: the configuration, the pace, and the run that a reload is to find again."""
    from rnnviz.training.link import to_query

    current = run()
    pace = {speed.PARAMETER: speed.chosen()} if speed.chosen() != speed.FULL else {}
    return to_query(config()) | pace | ({RUN_PARAMETER: current.id} if current else {})


def write_address() -> None:
    """Let the address bar show them."""
    wanted = address()
    if st.query_params.to_dict() != wanted:
        st.query_params.from_dict(wanted)


def train_at_once() -> None:
    """Let the page Train & watch begin with a new run, as soon as it can."""
    st.session_state[_AT_ONCE] = True


def take_train_at_once() -> bool:
    """Whether that was asked for; once."""
    return bool(st.session_state.pop(_AT_ONCE, False))


def run() -> Run | None:
    """The run that is shown."""
    return cast("Run | None", st.session_state.get(_RUN))


def previous_run() -> Run | None:
    """The run that was shown before the present one."""
    return cast("Run | None", st.session_state.get(_PREVIOUS))


def previous_is_later() -> bool:
    """Whether that run was begun after the present one: it was left by going back."""
    return bool(st.session_state.get(_LATER, False))


def swap_runs() -> None:
    """Show the previous run, and keep the present one in its place."""
    other, later = previous_run(), previous_is_later()
    if other is not None:
        show_run(other)
        st.session_state[_LATER] = not later


def runs() -> tuple[Run, ...]:
    """Every run that the session holds: the one that is shown, the one before it, and those of other pages."""
    shown = tuple(found for found in (run(), previous_run()) if found is not None)
    held = [st.session_state[key] for key in st.session_state if str(key).startswith(_HELD)]
    return sum(held, shown)


def hold_runs(page: str, values: tuple[Run, ...]) -> None:
    """Hold these runs as those of a page, in place of the ones before."""
    st.session_state[_HELD + page] = values


def show_run(value: Run, keep_previous: bool = True) -> None:
    """Show another run; the one before can be had back, unless it is not worth keeping."""
    before = run()
    if before is not None and before is not value:
        before.pause()
        if keep_previous:
            st.session_state[_PREVIOUS] = before
            st.session_state[_LATER] = False
    st.session_state[_RUN] = value
    st.session_state[_CONFIG] = value.config


def put_away() -> None:
    """Show no run, so that a fresh one follows the configuration; one that was trained is kept as the one before."""
    before = run()
    if before is not None and before.status != "ready":
        before.pause()
        st.session_state[_PREVIOUS] = before
        st.session_state[_LATER] = False
    for key in (_RUN, _SOUGHT, _COMPLAINTS):
        st.session_state.pop(key, None)
    follow_latest()


def find_run(runner: Runner) -> Run | None:
    """The run of this session; after a reload, the one that the address names, if nobody else watches it.

    One on data that a person brought is not had back: nobody knows that the address is not in other hands by now.
    """
    sought = st.session_state.pop(_SOUGHT, None)
    if run() is None and sought and (found := runner.find(sought)) is not None and not found.config.uploads:
        wanted = config()
        show_run(found)
        # The settings of the address may be newer than the run: changed, and not yet trained.
        set_config(wanted)
    return run()


def moment() -> int | None:
    """The iteration that is looked at; None while it is the latest."""
    wanted = chosen(PLAYER).moment
    if wanted != st.session_state.get(_PASSED):
        st.session_state.pop(_PASSED, None)
    return None if _PASSED in st.session_state else wanted


def follow_latest() -> None:
    """Look at the latest iteration again, until another moment is chosen."""
    st.session_state[_PASSED] = chosen(PLAYER).moment
