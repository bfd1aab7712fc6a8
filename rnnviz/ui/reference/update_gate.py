"""The two published forms of the GRU's last line, computed from one trained network."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import streamlit as st

from rnnviz import notebook
from rnnviz.cells import Cell
from rnnviz.cells.latex import latex
from rnnviz.tracing.layers import run_layers
from rnnviz.tracing.trace import Trace
from rnnviz.training.build import restore
from rnnviz.ui.reference import tables
from rnnviz.ui.shell import speak
from rnnviz.words import t

ITERATIONS, UNITS = 60, 4

REPLACING = Cell(
    key="gru_replacing",
    title="GRU, z replaces",
    text="""\
r = sigmoid(W_r @ x + U_r @ h_prev + b_r)
z = sigmoid(-(W_z @ x + U_z @ h_prev + b_z))
n = tanh(W_n @ x + b_n + r * (U_n @ h_prev + d_n))
h = z * n + (1 - z) * h_prev
""",
    source="Chung et al. 2014, arXiv:1412.3555",
)
"""The other convention: its gate is 1 - z of PyTorch's, which is the sigmoid of the opposite sum."""


@dataclass(frozen=True, eq=False)
class Readings:
    """One network in both conventions.

    Attributes:
        keeps: PyTorch's equations: z is the share of the old state that is kept.
        replaces: the other ones with the same weights: z is the share that is replaced.
    """

    keeps: Trace
    replaces: Trace

    @property
    def difference(self) -> float:
        """The largest difference between the states that the two give."""
        return float(np.abs(self.keeps["layer0.h"] - self.replaces["layer0.h"]).max())


@lru_cache(maxsize=1)
def readings() -> Readings:
    """Train a small GRU on the sine wave and run its weights through both forms."""
    run = notebook.train(cell="gru", task="sine", hidden=UNITS, iterations=ITERATIONS, learning_rate=0.03)
    keeps = notebook.trace(run)
    named = restore(run.config, run.at(None)).recurrent.named("layer0")
    weights = {name: tensor.detach().cpu().numpy() for name, tensor in named.items()}
    return Readings(keeps, run_layers(REPLACING, {"layer0": weights}, keeps.inputs))


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
