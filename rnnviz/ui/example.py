"""The choice of which example of a task is played."""

from __future__ import annotations

import streamlit as st

from rnnviz.tasks.task import Task
from rnnviz.words import t


def pick_example(task: Task, key: str, width: int = 140) -> int:
    """Offer the task's examples, where it has several; the number of the chosen one, from 0 on."""
    st.session_state[key] = min(st.session_state.get(key, 0), task.examples - 1)
    if task.examples > 1:
        st.selectbox(
            t("Example"),
            range(task.examples),
            format_func=lambda index: t("Example {n}", n=index + 1),
            key=key,
            label_visibility="collapsed",
            width=width,
        )
    return int(st.session_state[key])
