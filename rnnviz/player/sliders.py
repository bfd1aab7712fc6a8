"""Sliders that answer while they move: a component that tells its latest values at most 30 times a second.

What a person sets is known at once in the browser and told to Python, which never sends it back: the component takes
values from Python only with a newer revision. While two of its messages have no answer yet it waits, so a slow server
gets fewer of them; the last one always arrives.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field

from rnnviz.player.assets import component
from rnnviz.player.component import send, send_together
from rnnviz.player.controls import Button, Control, Value
from rnnviz.player.payload import pack


@dataclass(frozen=True)
class Group:
    """Controls that belong together.

    Attributes:
        id: its name.
        title: what is above them, or nothing.
        controls: from left to right or from top to bottom.
        hue: a named value whose colour the title wears, or nothing.
        page: of those that are shown in turn, which one it is on; on all where None.
        note: a sentence below them, or nothing.
        off: whether it is drawn as switched off.
    """

    id: str
    title: str
    controls: tuple[Control, ...]
    hue: str = ""
    page: int | None = None
    note: str = ""
    off: bool = False


@dataclass(frozen=True)
class Panel:
    """All controls of one component.

    Attributes:
        label: what they are for, for those who do not see them.
        groups: in order.
        buttons: beneath all groups.
        note: a sentence above all groups, or nothing.
        pages: titles of the pages; none where there is one only.
        lines: whether a group is one line, and not a block of lines.
        revision: with a newer one, the component takes the values of the controls.
    """

    label: str
    groups: tuple[Group, ...]
    buttons: tuple[Button, ...] = ()
    pages: tuple[str, ...] = ()
    lines: bool = False
    revision: int = 0
    note: str = ""

    def values(self, said: Said) -> Values:
        """The value of each control: as told, where that is of this revision and allowed, otherwise as it is."""
        told = said.values if said.revision == self.revision else {}
        controls = [control for group in self.groups for control in group.controls if not isinstance(control, Button)]
        return Values({c.id: c.read(told[c.id]) if c.id in told else c.value for c in controls})


class Values(dict[str, Value]):
    """What each control says, by its id."""

    def number(self, id: str) -> float:
        """Of a slider."""
        found = self[id]
        assert isinstance(found, int | float)
        return float(found)

    def flag(self, id: str) -> bool:
        """Of a switch."""
        return self[id] is True

    def text(self, id: str) -> str:
        """Of a choice or a text."""
        return str(self[id])

    def numbers(self, id: str) -> tuple[float, ...]:
        """Of a span or a curve."""
        found = self[id]
        assert isinstance(found, tuple)
        return found


@dataclass(frozen=True)
class Said:
    """The latest that a component told.

    Attributes:
        serial: grows with each message; 0 before the first.
        revision: of the panel that it knew.
        gesture: names the drag or press that it belongs to.
        held: whether something is being dragged.
        values: by control.
        presses: the last buttons pressed, each with a mark that no other press has.
        page: the page that is shown.
    """

    serial: int = 0
    revision: int = -1
    gesture: str = ""
    held: bool = False
    values: Mapping[str, object] = field(default_factory=dict)
    presses: tuple[tuple[str, str], ...] = ()
    page: int = 0


@dataclass(frozen=True)
class Fact:
    """A number before and after: "loss here 0.1 → 0.2"."""

    label: str
    before: str
    now: str
    unit: str = ""


def sliders(panel: Panel, key: str) -> None:
    """Show the controls; `key` names them for as long as they live."""
    _mount(key)
    send(panel_payload(panel), key)


def answer(said: Said, key: str) -> None:
    """Tell the component that all it wanted has been shown: called after what is drawn anew."""
    send(_answer(said, ()), f"{key}-answer")


def answering_sliders(
    panel: Panel, key: str, said: Said, shown: Mapping[str, bytes], facts: Sequence[Fact] = ()
) -> None:
    """Show the controls and what has come of what they told, in one message: several would each cost a redrawing.

    Args:
        said: what they told last, which `shown` answers.
        shown: data by the name of the component that takes them.
        facts: what stands beneath the controls.
    """
    _mount(key)
    send_together({key: panel_payload(panel), **shown, f"{key}-answer": _answer(said, facts)}, key)


def said(key: str) -> Said:
    """What the component of this name told last; known before it is shown again."""
    import streamlit as st

    found = st.session_state.get(key) or {}
    return read_message(found.get("said"))


def read_message(message: object) -> Said:
    """A message from a browser, in which anything may stand."""
    if not isinstance(message, Mapping):
        return Said()
    values, presses = message.get("values"), message.get("presses")
    return Said(
        serial=_whole(message.get("serial")),
        revision=_whole(message.get("revision"), -1),
        gesture=_short(message.get("gesture")),
        held=message.get("held") is True,
        values=dict(values) if isinstance(values, Mapping) else {},
        presses=tuple(_press(entry) for entry in presses[-8:] if _is_press(entry)) if isinstance(presses, list) else (),
        page=_whole(message.get("page")),
    )


def panel_payload(panel: Panel) -> bytes:
    """The bytes that the component takes."""
    return pack(asdict(panel), {})


def _whole(value: object, otherwise: int = 0) -> int:
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value < 2**53:
        return otherwise
    return int(value)


def _short(value: object) -> str:
    return value[:40] if isinstance(value, str) else ""


def _is_press(entry: object) -> bool:
    return isinstance(entry, list) and len(entry) == 2 and all(isinstance(part, str) for part in entry)


def _press(entry: Sequence[str]) -> tuple[str, str]:
    return _short(entry[0]), _short(entry[1])


def _answer(said: Said, facts: Sequence[Fact]) -> bytes:
    told = {"serial": said.serial, "facts": [asdict(fact) for fact in facts]}
    return json.dumps(told, ensure_ascii=False).encode()


def _mount(key: str) -> None:
    component("sliders")(key=key, data={"name": key}, default={"said": None}, on_said_change=_nothing)


def _nothing() -> None:
    """Stand in for a callback: Streamlit gives a result attribute only to values that have one."""
