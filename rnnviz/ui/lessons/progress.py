"""What a person has opened, chosen and set up: kept as long as the session lasts."""

from __future__ import annotations

from typing import cast

import streamlit as st

_OPENED, _UNDER_WAY = "lessons.opened", "lessons.under_way"


def note_opened(slug: str) -> None:
    """The lesson has been opened."""
    st.session_state.setdefault(_OPENED, set()).add(slug)


def opened(slug: str) -> bool:
    """Whether the lesson has been opened."""
    return slug in st.session_state.get(_OPENED, ())


def begin(slug: str, setup: str) -> None:
    """An experiment of the lesson has been set up: other pages show the way back to it."""
    st.session_state[_UNDER_WAY] = slug, setup


def leave() -> None:
    """No lesson is under way any more."""
    st.session_state.pop(_UNDER_WAY, None)


def under_way() -> tuple[str, str]:
    """The lesson and the key of its experiment that was set up last; both empty where there is none."""
    return cast(tuple[str, str], st.session_state.get(_UNDER_WAY, ("", "")))


def choice_key(slug: str) -> str:
    """The key of the widget that holds a person's prediction."""
    return f"lessons.prediction.{slug}"
