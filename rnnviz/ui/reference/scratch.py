"""From scratch: the NumPy program that a cell's equations generate, a step at a time, next to torch."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
import streamlit as st

from rnnviz.cells import find_cell
from rnnviz.cells.listing import code_lines
from rnnviz.cells.own import has_module
from rnnviz.cells.program import Drawn, Floats, ProgramSizes, draw, numpy_program
from rnnviz.network.comparison import TorchRun, torch_program, torch_run
from rnnviz.tracing.layers import layer_output, run_layers
from rnnviz.tracing.trace import Trace, layer_title
from rnnviz.ui.cell_names import pick_list
from rnnviz.ui.reference import tables
from rnnviz.ui.reference.choice import choice
from rnnviz.ui.reference.joined import has_joined, joined
from rnnviz.ui.shell import speak
from rnnviz.words import N, t

VIEWS = {"step": N("A step at a time"), "program": N("The whole program"), "weights": N("W and U, or one matrix")}
READOUT = "readout"
Row = tuple[tables.Html, tables.Html]
_CELL = "scratch.cell"
_MOST = {"layers": 3, "hidden": 6, "features": 6, "outputs": 6, "steps": 50, "seed": 9999}


def scratch() -> None:
    """The choices at the side, and one of three views."""
    key, sizes = _choices()
    views = VIEWS if has_joined(find_cell(key)) else {name: VIEWS[name] for name in ("step", "program")}
    view = choice("show", views, t("View"))
    if view == "program":
        _program(key, sizes)
    elif view == "weights":
        drawn, trace, _ = computed(key, sizes)
        joined(drawn, trace)
    else:
        st.fragment(_step)(key, sizes)


def _choices() -> tuple[str, ProgramSizes]:
    usual = ProgramSizes()
    with st.sidebar:
        titles = pick_list(st.session_state.setdefault(_CELL, "lstm"))
        key = st.selectbox(t("Cell"), list(titles), format_func=titles.__getitem__, key=_CELL, persist_state="session")
        sizes = ProgramSizes(
            layers=_number("layers", t("Layers"), usual.layers),
            hidden=_number("hidden", t("Hidden units H"), usual.hidden),
            features=_number("features", t("Input features F"), usual.features),
            outputs=_number("outputs", t("Outputs K"), usual.outputs),
            steps=_number("steps", t("Time steps T"), usual.steps),
            seed=_number("seed", t("Seed"), usual.seed),
        )
    return str(key), sizes


def _number(name: str, label: str, value: int) -> int:
    most = _MOST[name]
    found = st.number_input(label, 1, most, value, key=f"scratch.{name}", persist_state="session")
    return min(max(int(found), 1), most)


@lru_cache(maxsize=64)
def computed(key: str, sizes: ProgramSizes) -> tuple[Drawn, Trace, Floats]:
    """What the program draws, every value that its equations give, and its outputs [T, K]."""
    drawn = draw(find_cell(key), sizes)
    weights = {f"layer{at}": layer for at, layer in enumerate(drawn.layers)}
    trace = run_layers(find_cell(key), weights, drawn.inputs)
    return drawn, trace, layer_output(trace) @ drawn.weight.T + drawn.bias


def _step(key: str, sizes: ProgramSizes) -> None:
    """Each line of the program with what it gives at one time step, and below it what torch tells."""
    speak()
    _, trace, outputs = computed(key, sizes)
    torch_said = torch_run(key, sizes)
    left, right = st.columns([1, 1.2], gap="large", vertical_alignment="bottom")
    with left:
        part = _part(trace)
    with right:
        step = _time_step(sizes)
    if part == READOUT:
        st.html(_readout(outputs[step], torch_said.outputs[step]))
    else:
        st.html(_layer(trace, torch_said, part, step))
    st.caption(
        t(
            "Over all {steps} steps the outputs differ from {reference} by at most {difference}, computed in 64 bits. "
            "torch tells its states and outputs; what its gates do inside, it does not tell.",
            steps=sizes.steps,
            reference=torch_said.reference,
            difference=tables.difference(float(np.abs(outputs - torch_said.outputs).max())),
        )
    )


def _part(trace: Trace) -> str:
    """The layer to show, or the readout."""
    titles = {layer: layer_title(layer) for layer in trace.layers} | {READOUT: t("Dense readout")}
    chosen = st.segmented_control(
        t("Layer"),
        list(titles),
        format_func=titles.__getitem__,
        default=trace.layers[0],
        required=True,
        key=f"scratch.layer.{len(trace.layers)}",
        persist_state="session",
    )
    return chosen if chosen in titles else trace.layers[0]


def _time_step(sizes: ProgramSizes) -> int:
    if sizes.steps == 1:
        return 0
    step = st.slider(t("Time step"), 1, sizes.steps, min(2, sizes.steps), key="scratch.step", persist_state="session")
    return min(max(int(step), 1), sizes.steps) - 1


def _layer(trace: Trace, torch_said: TorchRun, layer: str, step: int) -> str:
    cell, states = trace.cell, torch_said.states[layer]
    given = ["x", *(f"{state}_prev" for state in cell.states)]
    rows = [(tables.code(name), _vector(name, trace[f"{layer}.{name}"][step])) for name in given]
    for name, line in code_lines(cell).items():
        values = trace[f"{layer}.{name}"][step]
        rows += _compared(line, name, values, states[name][step]) if name in states else _line(line, name, values)
    return _table(rows)


def _readout(values: Floats, expected: Floats) -> str:
    return _table(_compared('outputs = xs @ readout["W"].T + readout["b"]', "", values, expected))


def _table(rows: list[Row]) -> str:
    return tables.table([t("line of the program"), t("gives")], rows)


def _line(line: str, name: str, values: Floats) -> list[Row]:
    return [(tables.code(line), _vector(name, values))]


def _compared(line: str, name: str, values: Floats, expected: Floats) -> list[Row]:
    """A line's numbers, and torch's own right below them."""
    words = t("torch, {difference} apart", difference=tables.difference(float(np.abs(values - expected).max())))
    said = tables.Html(f'<span class="ref-said">{words}</span>')
    return [*_line(line, name, values), (said, _vector(name, expected))]


def _vector(name: str, values: Floats) -> tables.Html:
    return tables.vector(values, _reach(name))


def _reach(name: str) -> float:
    return 2.0 if name.removesuffix("_prev") in ("x", "c") else 1.0


def _program(key: str, sizes: ProgramSizes) -> None:
    """The two programs, each complete, and what they print."""
    text = numpy_program(find_cell(key), sizes)
    if not has_module(find_cell(key)):
        _alone(key, sizes, text)
        return
    alone, compared = st.tabs([t("NumPy alone"), t("NumPy, then the same in torch")])
    with alone:
        _alone(key, sizes, text)
    with compared:
        st.markdown(t("The program with a second part, which gives torch the same weights and prints the difference."))
        st.code(f"{text}\n{torch_program(key, sizes)}", language="python")


def _alone(key: str, sizes: ProgramSizes, text: str) -> None:
    st.markdown(t("Copy it into a file and run it: nothing is missing. It prints its outputs, a row a step:"))
    st.code(str(computed(key, sizes)[2]), language=None)
    st.code(text, language="python")
