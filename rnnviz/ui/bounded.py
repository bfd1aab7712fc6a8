"""A field for a number that keeps its bounds here, on the server, and says so where one was not kept."""

from __future__ import annotations

import streamlit as st

from rnnviz.ui.plain import plain
from rnnviz.words import t

_NOTE = "bounded.note."


def bounded_number(
    label: str,
    low: float,
    high: float,
    key: str,
    *,
    step: float | None = None,
    help: str | None = None,
    disabled: bool = False,
) -> None:
    """Draw the field; whole numbers only where `low` is one.

    Streamlit's own bounds hold in the browser alone: what comes past them would silently become the lowest number.
    """
    bounds, step = (key, label, low, high), step or type(low)(1)
    st.number_input(label, step=step, key=key, help=help, on_change=_keep_within, args=bounds, disabled=disabled)
    if note := st.session_state.pop(_NOTE + key, ""):
        st.warning(plain(note))


def _keep_within(key: str, label: str, low: float, high: float) -> None:
    value = st.session_state[key]
    kept = min(max(value, low), high)
    if kept != value:
        st.session_state[key] = kept
        st.session_state[_NOTE + key] = _sentence(label, value, kept, low, high)


def _sentence(label: str, value: float, kept: float, low: float, high: float) -> str:
    bounds = {"low": _short(low), "high": _short(high)}
    if isinstance(low, int):
        allowed = t("a whole number from {low} to {high}", **bounds)
    else:
        allowed = t("a number from {low} to {high}", **bounds)
    said = t("{label} is '{value}'; allowed is {allowed}.", label=label, value=_short(value), allowed=allowed)
    return f"{said} {t('{label} {value} is used instead.', label=label, value=_short(kept))}"


def _short(value: float) -> str:
    return str(value) if isinstance(value, int) else f"{value:g}"
