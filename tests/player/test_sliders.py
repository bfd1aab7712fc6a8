"""The sliders' Python face: what a browser tells is read with care."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rnnviz.player.controls import Button, Choice, Curve, Slider, Span, Switch, Text
from rnnviz.player.payload import unpack
from rnnviz.player.sliders import Group, Panel, Said, panel_payload, read_message

CONTROLS = (
    Slider("a", "amount", 0.0, 1.0, 0.01, 0.5),
    Span("b", "steps", 1, 10, (2, 8)),
    Choice("c", "value", (("f", "forget gate"), ("i", "input gate")), "f"),
    Switch("d", "on", True),
    Text("e", "units", "1-3"),
    Curve("g", "x", -1.0, 1.0, (0.0, 0.5)),
    Button("go", "Go"),
)
PANEL = Panel("test", (Group("one", "One", CONTROLS),), revision=3)


def told(**values: Any) -> dict[str, Any]:
    return dict(PANEL.values(Said(serial=1, revision=3, values=values)))


def test_what_is_told_is_taken() -> None:
    given = {"a": 0.25, "b": [3, 4], "c": "i", "d": False, "e": "7", "g": [1, -1]}
    assert told(**given) == {"a": 0.25, "b": (3, 4), "c": "i", "d": False, "e": "7", "g": (1.0, -1.0)}


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({"a": 7}, {"a": 1.0}),
        ({"a": "x"}, {"a": 0.5}),
        ({"a": float("nan")}, {"a": 0.5}),
        ({"a": True}, {"a": 0.5}),
        ({"b": [9, 2]}, {"b": (2, 9)}),
        ({"b": [0, 99]}, {"b": (1, 10)}),
        ({"b": [1]}, {"b": (2, 8)}),
        ({"c": "z"}, {"c": "f"}),
        ({"d": 1}, {"d": True}),
        ({"e": "x" * 9999}, {"e": "x" * 4000}),
        ({"g": [5, 0]}, {"g": (1.0, 0.0)}),
        ({"g": [0]}, {"g": (0.0, 0.5)}),
        ({"unknown": 1}, {}),
    ],
)
def test_what_is_not_allowed_is_brought_within_limits_or_left(values: dict[str, Any], expected: dict[str, Any]) -> None:
    untouched = told()
    assert told(**values) == {**untouched, **expected}


def test_what_was_told_to_an_older_revision_does_not_count() -> None:
    assert PANEL.values(Said(serial=9, revision=2, values={"a": 0.1}))["a"] == 0.5


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from("abcdeg"), inner, max_size=6),
    max_leaves=20,
)
FIELDS = ["serial", "revision", "gesture", "held", "values", "presses", "page"]


@given(st.dictionaries(st.sampled_from(FIELDS), JSON) | JSON)
def test_any_message_is_survived(message: object) -> None:
    said = read_message(message)
    values = PANEL.values(said)
    assert 0 <= values.number("a") <= 1
    assert values.text("c") in ("f", "i")
    assert len(values.numbers("g")) == 2


def test_the_bytes_say_all_that_the_controls_are() -> None:
    header, arrays = unpack(panel_payload(PANEL))
    assert arrays == {}
    assert header["revision"] == 3
    group = header["groups"][0]  # type: ignore[index]
    assert [control["kind"] for control in group["controls"]] == [
        "slider", "span", "choice", "switch", "text", "curve", "button",
    ]  # fmt: skip
