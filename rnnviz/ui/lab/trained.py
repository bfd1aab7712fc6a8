"""A unit of the session's trained network, brought to the bench."""

from __future__ import annotations

import streamlit as st

from rnnviz.lab import BenchError
from rnnviz.ui import state
from rnnviz.ui.lab import session
from rnnviz.ui.plain import plain
from rnnviz.words import t

_UNIT, _LAYER, _TROUBLE = "lab.trained.unit", "lab.trained.layer", "lab.trained.trouble"


def trained_unit() -> None:
    """The choice of a unit and the button; a sentence where there is no trained network yet."""
    run = state.run()
    if run is None or run.checkpoint.iteration == 0:
        st.caption(t("Once you have trained a network on Train & watch, its units can be brought here."))
        return
    from rnnviz.network.recurrent import layer_addresses  # here: loads torch, which has trained the run
    from rnnviz.tracing.trace import layer_title

    config = run.config
    layers = layer_addresses(config.layers, config.bidirectional)
    if len(layers) > 1:
        st.selectbox(t("Layer"), layers, format_func=layer_title, key=_LAYER)
    st.number_input(t("Unit of the trained network"), 1, config.hidden, key=_UNIT)
    st.button(t("Load this unit"), on_click=_load, key="lab-load-unit")
    if trouble := st.session_state.pop(_TROUBLE, ""):
        st.warning(plain(trouble))


def _load() -> None:
    from rnnviz.lab.solo import solo
    from rnnviz.ui.surgery.subject import of_run

    run = state.run()
    if run is None:
        return
    subject = of_run(run, 0)
    layers = list(subject.network.parameters)
    layer = st.session_state.get(_LAYER, layers[0])
    layer = layer if layer in layers else layers[0]
    unit = min(max(int(st.session_state[_UNIT]), 1), run.config.hidden) - 1
    try:
        session.load(solo(subject.unchanged.trace, layer, subject.network.parameters[layer], unit))
    except BenchError as error:
        st.session_state[_TROUBLE] = str(error)
