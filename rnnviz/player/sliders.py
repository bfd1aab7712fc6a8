"""Sliders that answer while they move: a component that tells its latest values at most 30 times a second.

What a person sets is known at once in the browser and told to Python, which never sends it back: the component takes
values from Python only with a newer revision. While two of its messages have no answer yet it waits, so a slow server
gets fewer of them; the last one always arrives.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field

from rnnviz.player.assets import component
from rnnviz.player.component import send, send_together
from rnnviz.player.payload import pack

Value = float | bool | str | tuple[float, ...]
LONGEST_TEXT = 4000


@dataclass(frozen=True)
class Slider:
    """A number.

    Attributes:
        step: from one place to the next; a power of ten where `log` is set, a share of asinh where `bend` is.
        log: whether equal ways are equal factors; then low is above 0.
        bend: where it is above 0, values of less than this size stand evenly, and beyond it equal ways are equal
            factors, to both sides of 0: as asinh(value / bend).
        unset: what stands in the place of the number for as long as it has its first value, or nothing.
    """

    id: str
    label: str
    low: float
    high: float
    step: float
    value: float
    help: str = ""
    log: bool = False
    bend: float = 0.0
    unset: str = ""
    kind: str = field(default="slider", init=False)

    def read(self, told: object) -> Value:
        """What was told, within the limits; the present value where it is no number."""
        return min(max(float(told), self.low), self.high) if _number(told) else self.value  # type: ignore[arg-type]


@dataclass(frozen=True)
class Span:
    """A range of whole numbers, both ends included."""

    id: str
    label: str
    low: int
    high: int
    value: tuple[int, int]
    kind: str = field(default="span", init=False)

    def read(self, told: object) -> Value:
        """What was told, in order and within the limits."""
        if not isinstance(told, list) or len(told) != 2 or not all(map(_number, told)):
            return self.value
        first, last = sorted(min(max(round(end), self.low), self.high) for end in told)
        return first, last


@dataclass(frozen=True)
class Choice:
    """One of several, as (value, label)."""

    id: str
    label: str
    options: tuple[tuple[str, str], ...]
    value: str
    kind: str = field(default="choice", init=False)

    def read(self, told: object) -> Value:
        """What was told, where it is one of the options."""
        return told if isinstance(told, str) and told in dict(self.options) else self.value


@dataclass(frozen=True)
class Switch:
    """On or off."""

    id: str
    label: str
    value: bool
    kind: str = field(default="switch", init=False)

    def read(self, told: object) -> Value:
        """What was told."""
        return told if isinstance(told, bool) else self.value


@dataclass(frozen=True)
class Text:
    """A short text; `placeholder` says what an empty one means."""

    id: str
    label: str
    value: str
    placeholder: str = ""
    kind: str = field(default="text", init=False)

    def read(self, told: object) -> Value:
        """What was told, cut off where it is far too long."""
        return told[:LONGEST_TEXT] if isinstance(told, str) else self.value


@dataclass(frozen=True)
class Button:
    """Something to do. `icon` names a picture that stands in the place of the label."""

    id: str
    label: str
    disabled: bool = False
    icon: str = ""
    help: str = ""
    kind: str = field(default="button", init=False)


@dataclass(frozen=True)
class Curve:
    """A sequence of numbers, drawn with the pointer, step by step with the keyboard, or typed."""

    id: str
    label: str
    low: float
    high: float
    value: tuple[float, ...]
    kind: str = field(default="curve", init=False)

    def read(self, told: object) -> Value:
        """What was told, as many numbers as now, each within the limits."""
        if not isinstance(told, list) or len(told) != len(self.value) or not all(map(_number, told)):
            return self.value
        return tuple(min(max(float(number), self.low), self.high) for number in told)


Control = Slider | Span | Choice | Switch | Text | Button | Curve


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


def _number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)


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
