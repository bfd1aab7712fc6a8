"""The phase portrait of a run with two units, drawn when it is asked for."""

from __future__ import annotations

from collections import Counter

import numpy as np
import streamlit as st

from rnnviz.tasks.picture import Symbols
from rnnviz.tasks.task import Batch, Task
from rnnviz.tracing.portrait import UNITS, portrait
from rnnviz.tracing.record import layer_parameters, record
from rnnviz.tracing.trace import Trace, layer_title
from rnnviz.training.build import restore
from rnnviz.training.run import Run
from rnnviz.ui import state
from rnnviz.ui.shell import speak
from rnnviz.words import t

_SHOWN, _INPUT, _STEP = "phase.shown", "phase.input", "phase.step"
MARGIN = 1.15


def phase(run: Run, example: int, layer: str) -> None:
    """Offer the portrait below the player; nothing where there are not two units."""
    if run.config.hidden == UNITS:
        st.fragment(_phase)(run, example, layer)


def _phase(run: Run, example: int, layer: str) -> None:
    speak()
    help = t("Where each state would go next while the input stays the same, and where it would come to rest.")
    if not st.toggle(t("Phase portrait"), key=_SHOWN, help=help):
        return
    from rnnviz.figures.portrait import phase_portrait  # here, so that pages without it need not load Plotly

    config, checkpoint = run.config, run.at(state.moment())
    task, network = config.make_task(), restore(config, checkpoint)
    played = task.example(example)
    trace = record(network, played.inputs[0])
    layer = layer if layer in trace.layers else trace.layers[0]
    bar = st.columns([0.5, 0.3, 0.2], vertical_alignment="bottom")
    with bar[0]:
        step = _held_step(task, played, trace)
    where = f"{layer_title(layer)} · " if len(trace.layers) > 1 else ""
    bar[1].caption(where + t("iteration {n}", n=checkpoint.iteration))
    bar[2].button(t("Draw again"), key="phase.again", help=t("With the weights of now."))
    parameters = layer_parameters(network, layer)
    inputs = trace[f"{layer}.x"][step].astype(np.float64)
    name = "c" if "c" in config.cell_equations.states else "h"
    way = trace[f"{layer}.{name}"]
    shown = portrait(config.cell_equations, parameters, inputs, MARGIN * max(1.0, float(np.abs(way).max())))
    figure = phase_portrait(shown, way, "dark" if st.context.theme.type == "dark" else "light")
    st.plotly_chart(figure, key="phase.figure", theme=None)
    st.caption(_sentence(shown.others, [point.kind for point in shown.fixed]))


def _held_step(task: Task, played: Batch, trace: Trace) -> int:
    """The time step whose input is held: of symbols the first one of each, the most frequent symbol at the start."""
    assert trace.outputs is not None
    strip = task.strip(played, trace.outputs)
    steps = played.inputs.shape[1]
    if not isinstance(strip, Symbols):
        st.session_state[_STEP] = min(st.session_state.get(_STEP, steps), steps)
        return int(st.slider(t("The input that stays: that of step"), 1, steps, key=_STEP)) - 1
    tokens = [token for token, _ in Counter(strip.tokens).most_common()]
    if st.session_state.get(_INPUT) not in tokens:
        st.session_state[_INPUT] = tokens[0]
    return strip.tokens.index(str(st.selectbox(t("The input that stays"), tokens, key=_INPUT)))


def _sentence(others: tuple[str, ...], kinds: list[str]) -> str:
    rests = kinds.count("attractor")
    said = t("Fixed points: {all}, of which {n} attract.", all=len(kinds), n=rests)
    if others:
        held = t("In the field {others} is what it settles at beside each place.", others=t(", ").join(others))
        said = f"{said} {held}"
    return said
