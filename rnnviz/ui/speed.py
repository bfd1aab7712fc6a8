"""How fast a training may go: the choice on the page Train & watch, which its address can carry."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from rnnviz.words import t

if TYPE_CHECKING:
    from rnnviz.training.config import RunConfig

FULL, EASY = "0", "easy"
SPEEDS = (FULL, EASY, "100", "20", "5", "1")
"""Iterations a second, but for the first two: as fast as it goes, and slowly enough to watch."""
PARAMETER = "pace"
EASY_SECONDS, EASY_LEAST = 10, 30
"""At an easy pace a training takes this many seconds at least, but never makes fewer iterations a second than that."""
_KEY = "live.speed"


def take(told: str | None) -> str:
    """Take the pace of an address.

    Returns:
        What is wrong with it, in a sentence; empty where nothing is.
    """
    if told in SPEEDS:
        st.session_state[_KEY] = told
    if told is None or told in SPEEDS:
        return ""
    return t("Pace is '{value}'; allowed is one of {choices}.", value=told[:40], choices=", ".join(SPEEDS))


def chosen() -> str:
    """One of `SPEEDS`."""
    return str(st.session_state.get(_KEY, FULL))


def choose() -> None:
    """Offer the choice."""
    st.session_state[_KEY] = chosen()
    st.selectbox(
        t("Speed of training"),
        SPEEDS,
        format_func=_label,
        key=_KEY,
        label_visibility="collapsed",
        width=122,
        persist_state="session",
    )


def pace(config: RunConfig) -> float | None:
    """The iterations a second that a training may make; None for as many as it can.

    The easy pace lets one watch what would be over in a blink, and does not hold up what takes its time anyway.
    """
    if chosen() == EASY:
        return max(EASY_LEAST, config.iterations / EASY_SECONDS)
    return float(chosen()) or None


def _label(speed: str) -> str:
    if speed in (EASY, FULL):
        return t("Easy pace") if speed == EASY else t("Full speed")
    return t("{speed} / s", speed=speed)
