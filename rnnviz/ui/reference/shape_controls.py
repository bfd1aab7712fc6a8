"""All arguments of nn.RNN, nn.LSTM and nn.GRU as controls; also the values that torch refuses can be set."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import streamlit as st

from rnnviz.network.arguments import KINDS, Arguments
from rnnviz.words import t

MOST = {"input_size": 4096, "hidden_size": 4096, "num_layers": 6, "proj_size": 4096, "steps": 200, "batch": 512}
"""Largest sizes: more would take torch seconds to run."""
LEFT_OUT = "left out"


def shape_controls() -> Arguments:
    """Draw the controls in the sidebar; what they say."""
    with st.sidebar:
        kind = _keyed(st.segmented_control, t("Module"), list(KINDS), name="kind", default="LSTM", required=True)
        left, right = st.columns(2)
        usual = Arguments()
        with left:
            inputs = _number("input_size", usual.input_size)
            layers = _number("num_layers", 2)
            dropout = _keyed(st.number_input, "dropout", -0.5, 1.5, 0.0, 0.1, name="dropout")
            steps = _number("steps", usual.steps, t("time steps T"), low=0)
        with right:
            hidden = _number("hidden_size", usual.hidden_size)
            projected = _number("proj_size", 0)
            names = [LEFT_OUT, "tanh", "relu", "sigmoid"]
            shown = {LEFT_OUT: t("(left out)")}
            nonlinearity = _keyed(
                st.selectbox, "nonlinearity", names, name="nonlinearity", format_func=lambda n: shown.get(n, n)
            )
            batched = _number("batch", usual.batch or 1, t("batch B"), low=0)
        with left:
            bias = _keyed(st.toggle, "bias", True, name="bias")
        with right:
            batch_first = _keyed(st.toggle, "batch_first", name="batch_first")
        bidirectional = _keyed(st.toggle, "bidirectional", name="bidirectional")
        alone = _keyed(st.toggle, t("no batch axis"), name="alone")
        features = _mistake(inputs)
    return Arguments(
        kind=kind,
        input_size=inputs,
        hidden_size=hidden,
        num_layers=layers,
        nonlinearity=None if nonlinearity == LEFT_OUT else nonlinearity,
        bias=bias,
        batch_first=batch_first,
        dropout=round(min(max(dropout, -0.5), 1.5), 6),
        bidirectional=bidirectional,
        proj_size=projected,
        steps=steps,
        batch=None if alone else batched,
        features=features,
    )


def _mistake(inputs: int) -> int | None:
    """The features of the input where they are to differ from input_size."""
    wrong = _keyed(st.toggle, t("give an input of another size"), name="wrong")
    if not wrong:
        return None
    return _number("features", 5, t("features of the input"), low=1, most=MOST["input_size"])


def _number(name: str, value: int, label: str = "", low: int = -1, most: int = 0) -> int:
    most = most or MOST[name]
    found = _keyed(st.number_input, label or name, low, most, value, name=name)
    # The browser alone holds the limits; a module without them could take the machine.
    return int(min(max(found, low), most))


def _keyed(widget: Callable[..., Any], *args: Any, name: str, **options: Any) -> Any:
    """A widget that keeps its value while another page is shown."""
    return widget(*args, key=f"shapes.{name}", persist_state="session", **options)
