"""The choices of a configuration, in the sidebar."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import streamlit as st

from rnnviz.cells import CELLS
from rnnviz.tasks.registry import TASKS, make_task
from rnnviz.training.config import ConfigError, RunConfig
from rnnviz.training.fields import LABELS, limits
from rnnviz.training.link import preset
from rnnviz.ui import state
from rnnviz.ui.plain import plain
from rnnviz.words import N, t

_PREFIX = "choice."
_RATES = (1e-4, 3e-4, 1e-3, 3e-3, 0.01, 0.03, 0.1, 0.3, 1.0, 3.0)


def controls(cuda: bool | None) -> None:
    """Draw every choice and take the person's answers into the session's configuration.

    Args:
        cuda: whether this machine has CUDA; None while that is not known.
    """
    with st.sidebar:
        # Before they are drawn: what is offered follows from the answers of this run, not of the one before.
        _take(state.config())
        config = state.config()
        _choice("cell", config.cell, st.selectbox, list(CELLS), format_func=lambda key: t(CELLS[key].title))
        _choice(
            "task",
            config.task,
            st.selectbox,
            list(TASKS),
            format_func=lambda key: t(make_task(key).title),
            on_change=_take_preset,
        )
        st.caption(t(config.make_task().memory))
        _options(config)
        _number("hidden", config)
        _rate(config)
        _number("iterations", config, step=100)
        with st.expander(t("More choices")):
            _more(config, cuda)


def _more(config: RunConfig, cuda: bool | None) -> None:
    _number("layers", config)
    _choice("bidirectional", config.bidirectional, st.toggle)
    _choice(
        "optimiser", config.optimiser, st.selectbox, ["adam", "sgd", "rmsprop"], format_func=_OPTIMISERS.__getitem__
    )
    _number("clip", config, step=0.5, help=t("Largest norm of the gradient; 0 switches clipping off."))
    _forget_bias(config)
    _number("batch", config)
    _number("seed", config)
    devices = ["auto", "cpu", "cuda"] if cuda or config.device == "cuda" else ["auto", "cpu"]
    _choice("device", config.device, st.selectbox, devices, format_func=lambda device: t(_DEVICES[device]))
    if cuda is False:
        st.caption(t("This machine has no CUDA device: everything trains on the CPU."))


_OPTIMISERS = {"adam": "Adam", "sgd": "SGD", "rmsprop": "RMSprop"}
_DEVICES = {"auto": N("automatic"), "cpu": "CPU", "cuda": "CUDA"}


def _choice(field: str, value: object, widget: Callable[..., Any], *args: Any, **options: Any) -> None:
    """One widget, keyed by its field; it begins with the configuration's value, also after a visit to another page."""
    key = _PREFIX + field
    st.session_state.setdefault(key, value)
    widget(t(LABELS.get(field, field)), *args, key=key, **options)


def _number(field: str, config: RunConfig, step: float = 1, help: str | None = None) -> None:
    low, high = limits(RunConfig, field)
    value = getattr(config, field)
    kind = type(value)
    _choice(field, value, st.number_input, kind(low), kind(high), step=kind(step), help=help)


def _rate(config: RunConfig) -> None:
    rates = sorted({*_RATES, config.learning_rate, st.session_state.get(f"{_PREFIX}learning_rate", 0.01)})
    help = t("A change holds from the next slice on, also while the training runs.")
    _choice("learning_rate", config.learning_rate, st.select_slider, rates, format_func=lambda r: f"{r:g}", help=help)


def _forget_bias(config: RunConfig) -> None:
    value = config.forget_bias
    choices: list[float | None] = [None, *sorted({0.0, 1.0, 2.0, 3.0, 4.0, 5.0, *([] if value is None else [value])})]
    _choice(
        "forget_bias",
        value,
        st.select_slider,
        choices,
        format_func=lambda bias: t("as drawn") if bias is None else f"{bias:g}",
        disabled=not config.has_forget_bias,
        help=t("With a large bias the memory is kept from the first iteration on. For cells with a forget gate."),
    )


def _options(config: RunConfig) -> None:
    chosen = dict(config.options)
    for option in make_task(config.task).options:
        key = f"{_PREFIX}option.{option.name}"
        st.session_state.setdefault(key, int(chosen.get(option.name, option.default)))
        st.number_input(t(option.label), int(option.low), int(option.high), key=key)


def _take(config: RunConfig) -> None:
    """Read the widgets into the configuration; what is not allowed together is said, and the last sound one stays."""
    choices = {f: st.session_state[_PREFIX + f] for f in LABELS if _PREFIX + f in st.session_state}
    options, chosen = {}, dict(config.options)
    for option in make_task(config.task).options:
        # A widget that is not drawn yet has no answer: what was chosen before stays.
        value = st.session_state.get(f"{_PREFIX}option.{option.name}", chosen.get(option.name, option.default))
        if value != option.default:
            options[option.name] = value
    try:
        state.set_config(config.changed(**choices, options=options))
    except ConfigError as error:
        st.error(plain(str(error)))


def _take_preset() -> None:
    """Another task has been chosen: take its own settings."""
    load(preset(st.session_state[f"{_PREFIX}cell"], st.session_state[f"{_PREFIX}task"]))


def load(config: RunConfig) -> None:
    """Set every widget to a configuration; only in callbacks, before the widgets are drawn."""
    for key in [key for key in st.session_state if str(key).startswith(_PREFIX)]:
        del st.session_state[key]
    state.set_config(config)
