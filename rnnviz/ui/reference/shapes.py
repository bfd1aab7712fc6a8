"""Shapes: what torch itself says of any nn.RNN, nn.LSTM and nn.GRU."""

from __future__ import annotations

import streamlit as st

from rnnviz.network.arguments import Arguments
from rnnviz.network.refusals import Refusal
from rnnviz.network.shapes import Shape, Shapes, describe
from rnnviz.ui.reference import tables
from rnnviz.ui.reference.choice import choice
from rnnviz.ui.reference.picture import picture
from rnnviz.ui.reference.shape_controls import shape_controls
from rnnviz.ui.reference.stack_drawing import stack_drawing
from rnnviz.ui.reference.walk import walk_through
from rnnviz.words import N, t

VIEWS = {"any": N("Any module"), "walk": N("A walk through RNNCell and RNN")}

_PARTS = {
    "weight_ih": N("weights on the input, W"),
    "weight_hh": N("weights on the hidden state, U"),
    "bias_ih": N("biases of the input"),
    "bias_hh": N("biases of the hidden state"),
    "weight_hr": N("projection"),
}
_LETTERS = N(
    "T time steps, B batch, F input features, H hidden units, P projected units, L layers; 2 where both directions, "
    "{gates} times H where {gates} equations are stacked in one matrix."
)


def shapes() -> None:
    """A module of a person's own choice, or the walk through a small one."""
    if choice("view", VIEWS, t("View")) == "walk":
        walk_through()
        return
    arguments = shape_controls()
    with st.spinner(t("torch is running the module")):
        found = describe(arguments)
    if isinstance(found, Refusal):
        _refused(found, arguments)
    else:
        _described(found, arguments)


def _refused(found: Refusal, arguments: Arguments) -> None:
    left, right = st.columns(2, gap="large")
    with left:
        st.subheader(t("torch refuses"), anchor=False)
        st.error(found.in_plain_words(arguments))
        st.caption(t("In torch's own words:"))
        st.code(f"{found.kind}: {found.said}", language=None, wrap_lines=True)
    with right:
        st.code(arguments.code(), language="python", wrap_lines=True)


def _described(found: Shapes, arguments: Arguments) -> None:
    for remark in found.warnings:
        st.warning(t("torch remarks: {remark}", remark=remark))
    words = t("{layers} layers, {directions} directions", layers=arguments.num_layers, directions=arguments.directions)
    left, right = st.columns([1.15, 1], gap="large")
    with left:
        st.html(_shapes(found))
        st.html(_numbers(found, arguments))
    with right:
        drawing, width = stack_drawing(arguments, found)
        picture(drawing, key="stack", label=words, width=width)
        st.code(arguments.code(), language="python", wrap_lines=True)
        st.caption(_how(found))
    with st.expander(t("All {n} weights and biases by name", n=len(found.parameters)), expanded=True):
        st.html(_weights(found.parameters))
        st.caption(t(_LETTERS, gates={"RNN": 1, "LSTM": 4, "GRU": 3}[arguments.kind]))


def _shapes(found: Shapes) -> str:
    groups = {t("goes in"): found.inputs, t("comes out"): found.outputs}
    rows = [
        (title if row == 0 else "", tables.code(shape.name), tables.size(shape.size), tables.size(shape.axes))
        for title, shapes in groups.items()
        for row, shape in enumerate(shapes)
    ]
    return tables.table(["", t("tensor"), t("shape"), t("is")], rows)


def _numbers(found: Shapes, arguments: Arguments) -> str:
    rows = [(t(_PARTS[part]), count) for part, count in found.by_part().items()]
    bound = t(
        "Each is drawn from U(−{bound:.4g}, {bound:.4g}): the bound is 1/√H with H = {hidden}.",
        bound=found.bound,
        hidden=arguments.hidden_size,
    )
    table = tables.table([t("parameters"), t("numbers")], [*rows, (t("in all"), found.total)])
    return f'{table}<p class="ref-note">{bound}</p>'


def _weights(parameters: tuple[Shape, ...]) -> str:
    rows = [
        (tables.code(shape.name), tables.size(shape.size), tables.size(shape.axes), shape.numbers)
        for shape in parameters
    ]
    return tables.table([t("name"), t("shape"), t("is"), t("numbers")], rows)


def _how(found: Shapes) -> str:
    if found.device == "cpu":
        return t("Every shape here was read from this module after torch had made and run it.")
    return t("Every shape here was read from this module, made and run on torch's meta device: it is large.")
