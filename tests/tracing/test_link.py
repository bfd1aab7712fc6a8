"""Changes in an address: read as they are written, and nothing else is taken for one."""

from __future__ import annotations

import time

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from rnnviz.tracing.intervention import LARGEST, OPERATIONS, Change, Intervention, WeightEdit
from rnnviz.tracing.link import from_text, to_text

AMOUNTS = st.floats(-LARGEST, LARGEST)
ADDRESSES = st.sampled_from(["layer0.f", "layer1.reverse.c", "layer0.my_gate", "layer12.h"])
UNITS = st.none() | st.sets(st.integers(0, 40), min_size=1).map(lambda found: tuple(sorted(found)))


@st.composite
def interventions(draw: st.DrawFn) -> Intervention:
    first = draw(st.integers(0, 300))
    last = draw(st.none() | st.integers(first, 400))
    operation = draw(st.sampled_from(OPERATIONS))
    return Intervention(draw(ADDRESSES), operation, draw(AMOUNTS), draw(UNITS), first, last, draw(st.booleans()))


EDITS = st.builds(
    WeightEdit,
    st.sampled_from(["layer0.U_f", "readout.bias"]),
    st.lists(st.integers(0, 99), min_size=1, max_size=2).map(tuple),
    AMOUNTS,
    st.booleans(),
)


@given(st.lists(interventions() | EDITS, max_size=6))
@example([Intervention("layer0.f", "clamp", -0.0), Intervention("layer0.f", "shift", 5e-324)])
def test_what_is_written_is_read(changes: list[Change]) -> None:
    text = to_text(changes)
    read = from_text(text, 12)
    assert read.changes == tuple(changes)
    assert not read.wrong
    assert set(text) <= set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-~")  # none is escaped


def test_the_text_is_short() -> None:
    changes = (
        Intervention("layer0.f", "clamp", 0.25, (0, 1, 2, 3, 6), 10, 99, on=False),
        Intervention("layer0.i", "scale", 2),
    )
    assert to_text(changes) == "layer0.f~clamp~.25~u1-4.7~s11-100~off~~layer0.i~scale~2"
    assert to_text([WeightEdit("layer0.U_f", (2, 7), 1.5)]) == "layer0.U_f~set~1.5~r3.8"
    assert to_text(()) == ""


@pytest.mark.parametrize(
    "text",
    [
        "layer0.f",
        "layer0.f~clamp",
        "layer0.f~clamp~nan",
        "layer0.f~clamp~1e999",
        "layer0.f~clamp~9999999",
        "layer0.f~burn~1",
        "f~clamp~1",
        "layer0.f~clamp~1~u0",
        "layer0.f~clamp~1~u3-2",
        "layer0.f~clamp~1~u1-999999",
        "layer0.f~clamp~1~s9-3",
        "layer0.f~clamp~1~s0-3",
        "layer0.f~clamp~1~x1",
        "layer0.U_f~set~1",
        "layer0.U_f~set~1~r0.1",
        "layer0.U_f~set~1~r1.1.1",
        "layer0.U_f~set~1~r1~u3",
    ],
)
def test_what_is_wrong_is_said_and_the_rest_is_taken(text: str) -> None:
    good = Intervention("layer0.i", "clamp", 1)
    read = from_text(f"{text}~~{to_text([good])}", 12)
    assert read.changes == (good,)
    assert len(read.wrong) == 1
    assert read.wrong[0].startswith("A change of the address is left out: ")


@given(st.text(st.sampled_from("layer0.f~clamp1-us9eoffr_\u0660"), max_size=80) | st.text(max_size=80))
def test_no_text_does_harm(text: str) -> None:
    read = from_text(text, 12)
    assert len(read.changes) <= 12
    assert from_text(to_text(read.changes), 12).changes == read.changes


def test_too_much_is_cut_and_said_at_once() -> None:
    begun = time.perf_counter()
    read = from_text("~~".join(["layer0.f~clamp~1~u1-100000"] * 100_000), 12)
    assert len(read.changes) == 12
    assert "the first 12" in read.wrong[-1]
    assert time.perf_counter() - begun < 2
