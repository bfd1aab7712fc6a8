"""The two published forms of the GRU's last line, computed from one trained network."""

from __future__ import annotations

import streamlit as st

from rnnviz.cells.latex import latex
from rnnviz.tracing.trace import Trace
from rnnviz.tracing.update_gate import ITERATIONS, UNITS, readings
from rnnviz.ui.reference import tables
from rnnviz.ui.shell import speak
from rnnviz.words import t


def update_gate() -> None:
    """Both formulas, and one step's numbers in each."""
    speak()
    with st.spinner(t("A small GRU is being trained")):
        found = readings()
    step = st.slider(t("Time step"), 2, found.keeps.steps, 40, key="gate.step", persist_state="session") - 1
    step = min(max(step, 0), found.keeps.steps - 1)
    left, right = st.columns(2, gap="medium")
    with left:
        _reading(t("PyTorch, Keras, Cho 2014: z keeps"), found.keeps, step, "z")
    with right:
        _reading(t("Chung 2014 and many slides: z′ replaces"), found.replaces, step, "z′")
    st.caption(
        t(
            "One GRU of {units} units, trained for {iterations} iterations on the sine wave; z′ = 1 − z. Over all "
            "{steps} steps the two results differ by at most {difference}.",
            units=UNITS,
            iterations=ITERATIONS,
            steps=found.keeps.steps,
            difference=tables.difference(found.difference),
        )
    )


def _reading(title: str, trace: Trace, step: int, gate: str) -> None:
    """One convention: its two lines, and what they give at `step`."""
    st.markdown(f"**{title}**")
    lines = [latex(trace.cell.equation(name), trace.cell).replace(" = ", " &= ", 1) for name in ("z", "h")]
    text = r" \\[0.35em] ".join(lines)
    st.latex(rf"\begin{{aligned}}{text if gate == 'z' else text.replace('z_{t}', _PRIMED)}\end{{aligned}}")
    words = [
        (gate, "z", t("kept share") if gate == "z" else t("replaced share")),
        ("n", "n", t("candidate")),
        ("h_prev", "h_prev", t("old state")),
        ("h", "h", t("new state")),
    ]
    rows = [
        (
            tables.Html(f'{tables.code(name)} <span class="ref-said">{meaning}</span>'),
            tables.vector(trace[f"layer0.{key}"][step]),
        )
        for name, key, meaning in words
    ]
    st.html(tables.table(["", t("units 1 to {n} at this step", n=UNITS)], rows))


_PRIMED = "z'_{t}"
