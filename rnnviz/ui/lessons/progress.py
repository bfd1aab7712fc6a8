"""What a person has chosen and set up: kept as long as the session lasts."""

from __future__ import annotations

from typing import cast

import streamlit as st

_BEGUN, _UNDER_WAY = "lessons.begun", "lessons.under_way"


def worked_on(slug: str) -> bool:
    """Whether the lesson's question has been answered, or one of its experiments set up."""
    return slug in st.session_state.get(_BEGUN, ()) or st.session_state.get(choice_key(slug)) is not None


def begin(slug: str, setup: str) -> None:
    """An experiment of the lesson has been set up: other pages show the way back to it."""
    st.session_state[_UNDER_WAY] = slug, setup
    st.session_state.setdefault(_BEGUN, set()).add(slug)


def leave() -> None:
    """No lesson is under way any more."""
    st.session_state.pop(_UNDER_WAY, None)


def under_way() -> tuple[str, str]:
    """The lesson and the key of its experiment that was set up last; both empty where there is none."""
    return cast(tuple[str, str], st.session_state.get(_UNDER_WAY, ("", "")))


def choice_key(slug: str) -> str:
    """The key of the widget that holds a person's prediction."""
    return f"lessons.prediction.{slug}"
