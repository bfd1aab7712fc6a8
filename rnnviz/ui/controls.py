"""The choices of the page Train & watch, in the sidebar."""

from __future__ import annotations

import streamlit as st

from rnnviz.cells import CELLS
from rnnviz.training.config import RunConfig
from rnnviz.ui import state
<<<<<<< HEAD
from rnnviz.ui.form import Form
from rnnviz.words import t
=======
from rnnviz.ui.plain import plain
from rnnviz.words import N, t
>>>>>>> main

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
        _FORM.choice("cell", config.cell, st.selectbox, list(CELLS), format_func=lambda key: t(CELLS[key].title))
        _FORM.task()
        _FORM.number("hidden")
        _FORM.rate(help=t("A change holds from the next slice on, also while the training runs."))
        _FORM.number("iterations", step=100)
        with st.expander(t("More choices")):
<<<<<<< HEAD
            _FORM.more(cuda, config.has_forget_bias)
=======
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
>>>>>>> main


def load(config: RunConfig) -> None:
    """Set every widget to a configuration; only in callbacks, before the widgets are drawn."""
    _FORM.load(config)
