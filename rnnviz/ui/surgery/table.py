"""The session's operations: what the sliders told, what buttons ask for, and undo."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from rnnviz.player import chosen
from rnnviz.player.sliders import Said, Values, said
from rnnviz.tracing.intervention import Change, Intervention, WeightEdit
from rnnviz.ui.history import History, begun
from rnnviz.ui.surgery import address, console
from rnnviz.ui.surgery.operations import Operations, Row
from rnnviz.ui.surgery.presets import offered
from rnnviz.ui.surgery.subject import Subject

SLIDERS, PLAYER = "surgery-sliders", "surgery-player"
_OPERATIONS, _TEXTS, _FOR = "surgery.operations", "surgery.texts", "surgery.for"


def operations(subject: Subject) -> History[Operations]:
    """The session's operations, with all that has been told of late; those of another network are let go."""
    known: History[Operations] | None = st.session_state.get(_OPERATIONS)
    if known is None or st.session_state.get(_FOR) != subject.shape:
        first = address.take(subject) or (_neutral(subject),)
        known = begun(Operations().add(*first), known.revision + 1 if known else 0)
        st.session_state[_FOR], st.session_state[_TEXTS] = subject.shape, {}
    now = take(known, said(SLIDERS), subject)
    st.session_state[_OPERATIONS] = now
    return now


def impose(subject: Subject) -> None:
    """Take in what has been told, and let the sliders, which may be new, take it over."""
    st.session_state[_OPERATIONS] = operations(subject).revised()


def texts() -> dict[int, str]:
    """What has been typed for the units of each row."""
    found: dict[int, str] = st.session_state.setdefault(_TEXTS, {})
    return found


def take(known: History[Operations], message: Said, subject: Subject) -> History[Operations]:
    """The operations with what a message says."""
    now = known
    if message.revision == known.revision:
        before = known.present.rows
        values = console.panel(known, subject, texts()).values(message)
        rows = tuple(console.read_row(row, values, subject) for row in before)
        _note_texts(before, rows, values)
        if rows != before:
            now = known.told(replace(known.present, rows=rows), message.gesture)
        if any(_kind(a.change) != _kind(b.change) for a, b in zip(before, rows, strict=True)):
            now = now.revised()
    return now.heed(message, lambda history, button: _pressed(history, button, subject))


def _pressed(now: History[Operations], button: str, subject: Subject) -> History[Operations]:
    texts().clear()
    if button == "undo":
        return now.undo()
    head, _, tail = button.partition(".")
    present = now.present
    if head == "clear":
        return now.done(present.clear())
    if head == "value":
        return now.done(present.add(_neutral(subject)))
    if head == "weight":
        return now.done(present.add(console.weight_edit(console.first_weight(subject), subject)))
    if head == "preset":
        return now.done(_begun(present).add(*_preset(tail, subject)))
    return now.done(present.remove(int(head))) if tail == "remove" and head.isdecimal() else now


def _begun(present: Operations) -> Operations:
    """Without the row that a page begins with, where that is all there is and nobody has used it."""
    idle = [isinstance(change, Intervention) and console.is_neutral(change) for change in present.changes]
    return present.clear() if idle == [True] else present


def _neutral(subject: Subject) -> Intervention:
    return Intervention(console.first_value(subject), "scale", 1.0)


def _preset(key: str, subject: Subject) -> tuple[Change, ...]:
    """A preset's changes for the layer, unit and step that the player shows."""
    shown, network = chosen(PLAYER), subject.network
    layer = shown.layer if shown.layer in network.parameters else next(iter(network.parameters))
    assert layer is not None
    size = subject.unchanged.trace[f"{layer}.h"].shape[1]
    unit, step = min(shown.unit or 0, size - 1), min(shown.step or 0, len(subject.inputs) - 1)
    made = (preset.make(network.cell, layer, unit, step) for preset in offered(network.cell) if preset.key == key)
    return next(made, None) or ()


def _note_texts(before: tuple[Row, ...], after: tuple[Row, ...], values: Values) -> None:
    for old, new in zip(before, after, strict=True):
        typed = values.get(f"{old.number}.units")
        if _kind(old.change) == _kind(new.change) and isinstance(typed, str):
            texts()[old.number] = typed
        else:
            texts().pop(old.number, None)


def _kind(change: Change) -> tuple[object, ...]:
    """What the controls of a change depend on."""
    if isinstance(change, WeightEdit):
        return change.address, change.index
    return change.address, change.operation
