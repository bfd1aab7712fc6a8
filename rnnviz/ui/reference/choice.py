"""A choice of one of several, side by side."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from rnnviz.words import t

_PREFIX = "reference."


def choice(name: str, titles: Mapping[str, str], label: str) -> str:
    """One of several, side by side; the address names it, so that a link can."""
    named = st.query_params.get(name, "")
    first = named if named in titles else next(iter(titles))
    chosen = st.segmented_control(
        label,
        list(titles),
        format_func=lambda key: t(titles[key]),
        default=first,
        required=True,
        label_visibility="collapsed",
        key=_PREFIX + name,
        persist_state="session",
    )
    chosen = chosen if chosen in titles else first
    st.query_params[name] = chosen
    return chosen


def forget_choices() -> None:
    """Let the address say what is chosen, as in a new session; only in callbacks, before the choices are drawn."""
    for key in [key for key in st.session_state if str(key).startswith(_PREFIX)]:
        del st.session_state[key]
