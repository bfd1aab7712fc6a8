"""How often the live view draws: often enough to see the training move, seldom enough not to slow it down."""

from __future__ import annotations

import streamlit as st

from rnnviz.tasks.task import Glancing, Task
from rnnviz.training.runner import SLICE_SECONDS, Place

SECONDS_PER_PICTURE = 0.2
SECONDS_PER_GLANCE = 0.3
"""The same for a task whose scores take long: large networks, whose training feels each picture drawn beside it."""
SHARE = 0.25
"""Largest part of the time that pictures may take."""
_COSTS = "live.costs"


def seconds_per_picture(place: Place, task: Task, cost: float = 0.0) -> float:
    """Seconds from one picture to the next: a run that waits for its turn among many has nothing new to show.

    Args:
        place: of the run among the others.
        task: what it learns.
        cost: seconds of computing that a picture takes.
    """
    least = SECONDS_PER_GLANCE if isinstance(task, Glancing) else SECONDS_PER_PICTURE
    return max(least, SLICE_SECONDS * place.runs / place.cores, cost / SHARE)


def came_to_rest(key: str, busy: bool) -> bool:
    """Whether what a fragment polls is busy no longer; `key` is where the session keeps whether it was."""
    was_busy = st.session_state.get(key, False)
    st.session_state[key] = busy
    return bool(was_busy and not busy)


def note_cost(seconds: float) -> None:
    """Remember what a picture took."""
    st.session_state[_COSTS] = [*st.session_state.get(_COSTS, []), seconds][-3:]


def cost() -> float:
    """What a picture takes of late: the least of three, since one alone may have loaded what the others find."""
    costs: list[float] = st.session_state.get(_COSTS, [])
    return min(costs) if len(costs) == 3 else 0.0
