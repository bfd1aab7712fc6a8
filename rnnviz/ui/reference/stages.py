"""One step of a trained LSTM, a stage at a time, told as the story of a student."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np
import streamlit as st

from rnnviz.showcase import MOMENTS, showcase
from rnnviz.tracing.trace import Trace
from rnnviz.ui.reference.picture import picture
from rnnviz.ui.reference.stages_drawing import Bar, stages_drawing
from rnnviz.ui.reference.tables import number
from rnnviz.ui.shell import speak
from rnnviz.words import N, t

_STAGE, _STEP, _UNIT = "stages.stage", "stages.step", "stages.unit"


@dataclass(frozen=True)
class Stage:
    """One stage: what it is called, what the student does, the formula with its numbers."""

    title: str
    story: str
    formula: str


STAGES = (
    Stage(
        N("Forget"),
        N(
            "A student knows some mathematics: that is the memory. Over the holidays a part of it fades. "
            "The forget gate says how much stays: {f:.0%} here."
        ),
        r"f_t \odot c_{t-1} = {f} \cdot {c_prev} = {kept}",
    ),
    Stage(
        N("Read"),
        N(
            "Then the student reads a biology book: that is the candidate. Not all of it is worth keeping. "
            "The input gate says how much is taken in: {i:.0%} here."
        ),
        r"i_t \odot g_t = {i} \cdot {g} = {read}",
    ),
    Stage(
        N("Know"),
        N("What is left of the mathematics and what was taken from the book add up: the new memory."),
        r"c_t = {kept} + {read} = {c}",
    ),
    Stage(
        N("Answer"),
        N(
            "Asked a question, the student does not recite all that is known. "
            "The output gate says how much is told: {o:.0%} here. The gates of the next step hear only this."
        ),
        r"\begin{aligned} h_t &= o_t \odot \tanh(c_t) \\ &= {o} \cdot {squashed} = {h} \end{aligned}",
    ),
)


def stages() -> None:
    """The story, the formula and the bars of the stage that is shown, and a way to the next."""
    speak()
    st.subheader(t("One step of a trained LSTM, a stage at a time"), anchor=False)
    trace = _trace()
    stage = min(max(int(st.session_state.get(_STAGE, 0)), 0), len(STAGES) - 1)
    left, right = st.columns([1, 1.35], gap="medium")
    with right:
        drawn, below = st.container(), st.container()
    with below:
        values = _values(trace, *_moment(trace))
        st.caption(t("The LSTM of the start page, trained on a sine wave. Dashed: what there is a share of."))
    story = t(STAGES[stage].story, **values)
    with left:
        _buttons(stage)
        st.markdown(f"#### {stage + 1}. {t(STAGES[stage].title)}")
        st.markdown(story)
        st.latex(_filled(STAGES[stage].formula, values))
    with drawn:
        # A whole number of ticks, and the same for every step and unit.
        reach = float(np.ceil(np.abs(trace["layer0.c"]).max()))
        picture(stages_drawing(_bars(values), stage, reach), key="stages", label=story)


def _buttons(stage: int) -> None:
    with st.container(horizontal=True):
        st.button(t("Back"), on_click=_go, args=(stage - 1,), disabled=stage == 0, key="stages.back")
        last = stage == len(STAGES) - 1
        st.button(t("Next"), on_click=_go, args=(stage + 1,), disabled=last, type="primary", key="stages.next")


def _go(stage: int) -> None:
    st.session_state[_STAGE] = stage


def _moment(trace: Trace) -> tuple[int, int]:
    """The choice of step and unit: (step, unit), both from 0."""
    telling = telling_moment(trace)
    units = trace["layer0.c"].shape[1]
    with st.container(horizontal=True):
        step = st.slider(
            t("Time step"), 2, trace.steps, telling[0] + 1, key=_STEP, persist_state="session", width="stretch"
        )
        unit = st.number_input(t("Unit"), 1, units, telling[1] + 1, key=_UNIT, persist_state="session", width=150)
    return min(max(step, 1), trace.steps) - 1, min(max(unit, 1), units) - 1


@cache
def _trace() -> Trace:
    return showcase().trace(MOMENTS[-1])


def telling_moment(trace: Trace) -> tuple[int, int]:
    """The step and unit whose numbers are closest to the story: most is kept of something known, most is read.

    The story has a student who keeps eight tenths of a book.
    """
    i, f, g, before = (trace[f"layer0.{name}"] for name in ("i", "f", "g", "c_prev"))
    far = np.abs(i - 0.8) + np.abs(f - 0.7) + np.where((before > 0.3) & (g > 0.3), 0, np.inf)
    step, unit = np.unravel_index(int(np.argmin(far)), far.shape)
    return int(step), int(unit)


def _values(trace: Trace, step: int, unit: int) -> dict[str, float]:
    names = ("i", "f", "g", "o", "c", "h", "c_prev")
    found = {name: float(trace[f"layer0.{name}"][step, unit]) for name in names}
    products = {"kept": found["f"] * found["c_prev"], "read": found["i"] * found["g"]}
    return {**found, **products, "squashed": float(np.tanh(found["c"]))}


def _bars(values: dict[str, float]) -> list[Bar]:
    before = t("c before")
    return [
        Bar(before, "c", values["c_prev"], 0),
        Bar(f"f · {before}", "f", values["kept"], 0, of=values["c_prev"]),
        Bar("g", "g", values["g"], 1),
        Bar("i · g", "i", values["read"], 1, of=values["g"], start=0.0),
        Bar("+ i · g", "i", values["read"], 2, start=values["kept"]),
        Bar("c", "c", values["c"], 2),
        Bar("tanh(c)", "c", values["squashed"], 3),
        Bar("h = o · tanh(c)", "h", values["h"], 3, of=values["squashed"]),
    ]


def _filled(formula: str, values: dict[str, float]) -> str:
    for name, value in values.items():
        text = number(value).replace("\u2212", "-")
        formula = formula.replace("{" + name + "}", f"({text})" if value < 0 else text)
    return formula
