"""All arguments of nn.RNN, nn.LSTM and nn.GRU as controls; also the values that torch refuses can be set."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import streamlit as st

from rnnviz.network.arguments import ARGUMENTS, KINDS, NONLINEARITIES, USUAL, Arguments, arguments_from_query
from rnnviz.words import t

MOST = {"input_size": 4096, "hidden_size": 4096, "num_layers": 6, "proj_size": 4096, "steps": 200, "batch": 512}
"""Largest sizes: more would take torch seconds to run."""
LEFT_OUT = "left out"
_PREFIX = "shapes."


def shape_controls() -> Arguments:
    """Draw the controls in the sidebar; what they say."""
    usual = _from_address()
    with st.sidebar:
        kind = _keyed(st.segmented_control, t("Module"), list(KINDS), name="kind", default=usual.kind, required=True)
        left, right = st.columns(2)
        with left:
            inputs = _number("input_size", usual.input_size)
            layers = _number("num_layers", usual.num_layers)
            dropout = _keyed(
                st.number_input, "dropout", -0.5, 1.5, min(max(usual.dropout, -0.5), 1.5), 0.1, name="dropout"
            )
            steps = _number("steps", usual.steps, t("time steps T"), low=0)
        with right:
            hidden = _number("hidden_size", usual.hidden_size)
            projected = _number("proj_size", usual.proj_size)
            names = [LEFT_OUT, *NONLINEARITIES]
            shown = {LEFT_OUT: t("(left out)")}
            nonlinearity = _keyed(
                st.selectbox,
                "nonlinearity",
                names,
                index=names.index(usual.nonlinearity or LEFT_OUT),
                name="nonlinearity",
                format_func=lambda n: shown.get(n, n),
            )
            batched = _number("batch", 1 if usual.batch is None else usual.batch, t("batch B"), low=0)
        bias = _keyed(st.toggle, "bias", usual.bias, name="bias")
        batch_first = _keyed(st.toggle, "batch_first", usual.batch_first, name="batch_first")
        bidirectional = _keyed(st.toggle, "bidirectional", usual.bidirectional, name="bidirectional")
        alone = _keyed(st.toggle, t("no batch axis"), usual.batch is None, name="alone")
        features = _mistake(inputs, usual.features)
    chosen = Arguments(
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
    _to_address(chosen)
    return chosen


def forget_arguments() -> None:
    """Let the address say what the module is, as in a new session; only in callbacks, before the controls are drawn."""
    for key in [key for key in st.session_state if str(key).startswith(_PREFIX)]:
        del st.session_state[key]


def _from_address() -> Arguments:
    """The module that the address speaks of; the usual one where it makes no sense."""
    try:
        return arguments_from_query({name: text for name, text in st.query_params.items() if name in ARGUMENTS})
    except ValueError:
        return USUAL


def _to_address(chosen: Arguments) -> None:
    wanted = chosen.to_query()
    for name in ARGUMENTS:
        if name in wanted:
            st.query_params[name] = wanted[name]
        elif name in st.query_params:
            del st.query_params[name]


def _mistake(inputs: int, features: int | None) -> int | None:
    """The features of the input where they are to differ from input_size."""
    wrong = _keyed(st.toggle, t("give an input of another size"), features is not None, name="wrong")
    if not wrong:
        return None
    return _number("features", features or 5, t("features of the input"), low=1, most=MOST["input_size"])


def _number(name: str, value: int, label: str = "", low: int = -1, most: int = 0) -> int:
    most = most or MOST[name]
    found = _keyed(st.number_input, label or name, low, most, min(max(value, low), most), name=name)
    # The browser alone holds the limits; a module without them could take the machine.
    return int(min(max(found, low), most))


def _keyed(widget: Callable[..., Any], *args: Any, name: str, **options: Any) -> Any:
    """A widget that keeps its value while another page is shown."""
    return widget(*args, key=_PREFIX + name, persist_state="session", **options)
