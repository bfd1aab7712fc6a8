"""The session's operations: what the sliders told, what buttons ask for, and undo."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from rnnviz.player import chosen
from rnnviz.player.sliders import Said, Values, said
from rnnviz.tracing.intervention import Change, Intervention, WeightEdit
from rnnviz.ui.surgery import console
from rnnviz.ui.surgery.operations import Operations, Row
from rnnviz.ui.surgery.presets import offered
from rnnviz.ui.surgery.subject import Subject

SLIDERS, PLAYER = "surgery-sliders", "surgery-player"
_OPERATIONS, _TEXTS, _FOR = "surgery.operations", "surgery.texts", "surgery.for"


def operations(subject: Subject) -> Operations:
    """The session's operations, with all that has been told of late; those of another network are let go."""
    known: Operations | None = st.session_state.get(_OPERATIONS)
    if known is None or st.session_state.get(_FOR) != subject.shape:
        begin = Intervention(console.first_value(subject), "scale", 1.0)
        fresh = Operations(revision=known.revision + 1 if known else 0).add(begin)
        known = Operations(fresh.rows, revision=fresh.revision, next=fresh.next)
        st.session_state[_FOR], st.session_state[_TEXTS] = subject.shape, {}
    now = take(known, said(SLIDERS), subject)
    st.session_state[_OPERATIONS] = now
    return now


def texts() -> dict[int, str]:
    """What has been typed for the units of each row."""
    found: dict[int, str] = st.session_state.setdefault(_TEXTS, {})
    return found


def take(known: Operations, message: Said, subject: Subject) -> Operations:
    """The operations with what a message says."""
    now = known
    if message.revision == known.revision:
        values = console.panel(known, subject, texts()).values(message)
        rows = tuple(console.read_row(row, values, subject) for row in known.rows)
        _note_texts(known.rows, rows, values)
        now = known.told(rows, message.gesture)
        if any(_kind(a.change) != _kind(b.change) for a, b in zip(known.rows, rows, strict=True)):
            now = now.revised()
    marks = [mark for mark, _ in message.presses]
    new = message.presses[marks.index(known.press) + 1 :] if known.press in marks else message.presses
    for mark, button in new:
        now = _pressed(now, button, subject, mark)
    return now


def _pressed(now: Operations, button: str, subject: Subject, mark: str) -> Operations:
    head, _, tail = button.partition(".")
    done = now
    if head == "undo":
        done = now.undo()
    elif head == "clear":
        done = now.done(())
    elif head == "value":
        done = now.add(Intervention(console.first_value(subject), "scale", 1.0))
    elif head == "weight":
        done = now.add(console.weight_edit(console.first_weight(subject), subject))
    elif head == "preset":
        done = now.add(*_preset(tail, subject))
    elif tail == "remove" and head.isdigit():
        done = now.remove(int(head))
    if done is not now:
        texts().clear()
    return replace(done, press=mark)


def _preset(key: str, subject: Subject) -> tuple[Change, ...]:
    """A preset's changes for the layer, unit and step that the player shows."""
    shown = chosen(PLAYER)
    network = subject.network
    layer = shown.layer if shown.layer in network.parameters else next(iter(network.parameters))
    assert layer is not None
    size = subject.unchanged.trace[f"{layer}.h"].shape[1]
    unit, step = min(shown.unit or 0, size - 1), min(shown.step or 0, len(subject.inputs) - 1)
    for preset in offered(network.cell):
        if preset.key == key:
            return preset.make(network.cell, layer, unit, step) or ()
    return ()


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
