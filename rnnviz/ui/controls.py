"""The choices of the page Train & watch, in the sidebar."""

from __future__ import annotations

import streamlit as st

from rnnviz.training.config import RunConfig
from rnnviz.ui import instant, state
from rnnviz.ui.cell_names import pick_list
from rnnviz.ui.designer.link import edit_link
from rnnviz.ui.form import Form
from rnnviz.words import t

_FORM = Form("choice.", state.config, state.set_config)


def controls(cuda: bool | None) -> None:
    """Draw every choice and take the person's answers into the session's configuration.

    Args:
        cuda: whether this machine has CUDA; None while that is not known.
    """
    with st.sidebar:
        # Before they are drawn: what is offered follows from the answers of this run, not of the one before.
        _FORM.take()
        config = state.config()
        titles = pick_list(config.cell)
        _FORM.choice("cell", config.cell, st.selectbox, list(titles), format_func=titles.__getitem__)
        edit_link(config.cell)
        _FORM.task()
        _FORM.number("hidden")
        _FORM.rate(help=t("A change holds from the next slice on, also while the training runs."))
        _FORM.number("iterations", step=100)
        instant.switch()
        with st.expander(t("More choices")):
            _FORM.more(cuda, config.has_forget_bias, config.has_input_gate)


def load(config: RunConfig) -> None:
    """Set every widget to a configuration; only in callbacks, before the widgets are drawn."""
    _FORM.load(config)
