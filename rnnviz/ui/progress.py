"""How far a run is, in a bar and a sentence."""

from __future__ import annotations

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from rnnviz.tasks.task import Advising, Task
from rnnviz.training.run import RunView, Status
from rnnviz.training.runner import Place
from rnnviz.ui.plain import plain
from rnnviz.words import N, t

BETTER = 0.97
"""A loss above this share of the baseline's has learnt nothing."""
_STATUS: dict[Status, str] = {
    "ready": N("not trained yet: press Train, or Step for one iteration"),
    "training": N("training"),
    "paused": N("paused"),
    "done": N("done"),
    "failed": N("stopped"),
}


def progress(view: RunView, place: Place, trains: bool, remark: str = "") -> None:
    """Draw the bar and, where the run failed, why; see `progress_sentence` for the arguments."""
    st.progress(min(1.0, view.iteration / view.total), progress_sentence(view, place, trains, remark))
    trouble = st.empty()  # there also without trouble: what follows must not change its place, or it is made anew
    if view.error:
        trouble.error(plain(view.error))


def progress_sentence(view: RunView, place: Place, trains: bool = False, remark: str = "") -> str:
    """Iteration, speed, time left, and the place in the line where several trainings share the machine.

    Args:
        trains: whether a slice is under way; a pause lets it come to its end.
        remark: what else there is to say.
    """
    parts = [t("Iteration {n} of {total}", n=view.iteration, total=view.total)]
    if view.status != "training" or view.seconds_left is None:
        parts.append(t("pausing") if view.status == "paused" and trains else t(_STATUS[view.status]))
    else:
        parts.append(t("{rate:.0f} a second", rate=view.rate))
        parts.append(t("{seconds:.0f} s left", seconds=view.seconds_left))
    if view.status == "training" and place.runs > place.cores:
        shares = t("{runs} trainings share {cores} cores", runs=place.runs, cores=place.cores)
        turn = t("number {n} in the line", n=place.position) if place.position else t("its turn now")
        parts.append(f"{shares}, {turn}")
    return " · ".join([*parts, *([remark] if remark else [])])


def learnt_nothing(task: Task, losses: NDArray[np.floating]) -> str:
    """What to say and to try where the loss came to rest no better than that of knowing nothing; empty otherwise."""
    if not len(losses) or np.median(losses[-max(1, len(losses) // 20) :]) < BETTER * task.baseline:
        return ""
    advice = task.advice if isinstance(task, Advising) else N("try longer, or another learning rate")
    return t("loss no better than “{rule}”: {advice}", rule=t(task.baseline_name), advice=t(advice))
