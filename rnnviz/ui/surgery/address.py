"""The tie between the operations and the address: a copied address opens the same changed network."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import streamlit as st

from rnnviz.tracing.intervention import Change, Intervention, InterventionError
from rnnviz.tracing.link import from_text, to_text
from rnnviz.training.config import RunConfig
from rnnviz.training.link import to_query
from rnnviz.training.run import Run
from rnnviz.ui import state
from rnnviz.ui.surgery import console
from rnnviz.ui.surgery.operations import MOST_ROWS, Operations
from rnnviz.ui.surgery.subject import Subject
from rnnviz.words import t

PARAMETER = "changes"
_ASKED, _OF_RUN, _COMPLAINTS = "surgery.asked", "surgery.asked.of_run", "surgery.complaints"


def read_address() -> None:
    """Note what the address asks for, once a session: what is done on the page is written over it."""
    if _ASKED not in st.session_state:
        query = st.query_params.to_dict()
        st.session_state[_ASKED] = query.get(PARAMETER, "")
        # Without a cell it is about the network that comes with rnnviz.
        st.session_state[_OF_RUN] = "cell" in query


def waiting(run: Run | None) -> bool:
    """Whether the address asks for changes of a network that has to be trained first."""
    trained = run is not None and run.checkpoint.iteration > 0 and not run.training
    return bool(st.session_state.get(_ASKED)) and st.session_state[_OF_RUN] and not trained


def forget() -> None:
    """Ask for nothing any more."""
    st.session_state[_ASKED] = ""


def take(subject: Subject) -> tuple[Change, ...]:
    """The changes that the address asks for, as far as this network can have them; once."""
    text = st.session_state.get(_ASKED, "")
    st.session_state[_ASKED] = ""
    read = from_text(text, MOST_ROWS)
    changes, wrong = [], list(read.wrong)
    for change in read.changes:
        try:
            kept = _fitting(change, subject)
        except InterventionError as error:
            wrong.append(t("A change of the address is left out: {why}", why=str(error)))
            continue
        changes.append(kept)
        wrong += _sentences(change, kept, subject)
    if wrong:
        st.session_state[_COMPLAINTS] = tuple(wrong)
    return tuple(changes)


def complaints() -> tuple[str, ...]:
    """What was wrong in the address, a sentence each."""
    return tuple(st.session_state.get(_COMPLAINTS, ()))


def dismiss_complaints() -> None:
    """Stop showing them."""
    st.session_state[_COMPLAINTS] = ()


def write_address(run: Run | None, operations: Operations) -> None:
    """Let the address bar show the network and the changes; of a network that comes with rnnviz the changes alone.

    Args:
        run: whose network it is; None for the one that comes with rnnviz.
    """
    text = "" if _nothing(operations) else to_text(operations.changes)
    changes = {PARAMETER: text} if text else {}
    if run is None and not text and PARAMETER not in st.query_params:
        return  # it may name a network that is not trained yet
    wanted = {} if run is None else to_query(reached(run)) | {state.RUN_PARAMETER: run.id}
    if st.query_params.to_dict() != wanted | changes:
        st.query_params.from_dict(wanted | changes)


def reached(run: Run) -> RunConfig:
    """The configuration that trains as far as the run has come."""
    return run.config.changed(iterations=run.checkpoint.iteration)


def _nothing(operations: Operations) -> bool:
    """Whether there is no more than what the page begins with."""
    return all(
        isinstance(change, Intervention) and console.is_neutral(change) and change.on for change in operations.changes
    )


def _fitting(change: Change, subject: Subject) -> Change:
    """The change with its number and steps within what the sliders offer.

    Raises:
        InterventionError: the network has not what is to be changed, or no such steps.
    """
    subject.network.check((change,))
    reach = console.bounds(change, subject)
    if not isinstance(change, Intervention):
        return replace(change, value=min(max(change.value, reach.low), reach.high))
    steps = len(subject.inputs)
    if change.first >= steps:
        allowed = t("whole numbers from {low} to {high}", low=1, high=steps)
        told = {"label": t("Time steps"), "value": change.first + 1, "allowed": allowed}
        raise InterventionError(t("{label} is '{value}'; allowed is {allowed}.", **told))
    last = None if change.last is None or change.last >= steps - 1 else change.last
    return replace(change, amount=min(max(change.amount, reach.low), reach.high), last=last)


def _sentences(asked: Change, kept: Change, subject: Subject) -> Iterator[str]:
    """What of a change of the address was not possible, and what is done instead."""
    if _amount(asked) != _amount(kept):
        reach = console.bounds(kept, subject)
        known = t("a number from {low} to {high}", low=f"{reach.low:g}", high=f"{reach.high:g}")
        yield _instead(asked.address, _amount(asked), _amount(kept), known)
    steps = len(subject.inputs)
    if isinstance(asked, Intervention) and asked.last is not None and asked.last >= steps:
        known = t("whole numbers from {low} to {high}", low=1, high=steps)
        yield _instead(t("Time steps"), asked.last + 1, steps, known)


def _amount(change: Change) -> float:
    return change.amount if isinstance(change, Intervention) else change.value


def _instead(label: str, value: float, kept: float, allowed: str) -> str:
    said = t("{label} is '{value}'; allowed is {allowed}.", label=label, value=f"{value:g}", allowed=allowed)
    return f"{said} {t('{label} {value} is used instead.', label=label, value=f'{kept:g}')}"
