"""Train, Pause, Step, Reset: what a person does with a run."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

import streamlit as st

from rnnviz.training.config import RunConfig
from rnnviz.training.run import Run
from rnnviz.training.runner import Runner
from rnnviz.ui import controls, state
from rnnviz.words import t

WIDTH = 168
"""Of the first button, whatever it says: the buttons beside it must not move under a pointer that presses twice."""

CHANGES_ON_THE_WAY = {"learning_rate", "iterations"}
"""Fields that a run under way takes; a change of any other asks for a new run."""


def needs_new_run(now: RunConfig, wanted: RunConfig) -> bool:
    """Whether `wanted` differs from a run's configuration in more than what it can take on the way."""
    return now.model_dump(exclude=CHANGES_ON_THE_WAY) != wanted.model_dump(exclude=CHANGES_ON_THE_WAY)


def outdated(run: Run, wanted: RunConfig) -> bool:
    """Whether the run is not what `wanted` would train: also where a done one was trained with another rate."""
    other_rate = run.status == "done" and run.trained_rate not in (None, wanted.learning_rate)
    return other_rate or needs_new_run(run.config, wanted)


def buttons(run: Run, runner: Runner) -> None:
    """Draw the buttons that make sense now, always in the same places."""
    status, changed = run.status, outdated(run, state.config())
    kind: Literal["primary", "secondary"] = "secondary" if changed else "primary"
    if status == "training":
        st.button(t("Pause"), type=kind, on_click=run.pause, key="pause", width=WIDTH)
    elif status == "done":
        more = state.config().iterations
        go_on_with = (_train_more, run, runner, more)
        st.button(t("Train {n} more", n=more), type=kind, on_click=_press, args=go_on_with, key="more", width=WIDTH)
    else:
        label = t("Train") if status == "ready" else t("Resume")
        failed = status == "failed"
        go_on = (runner.play, run)
        st.button(label, type=kind, on_click=_press, args=go_on, disabled=failed, key="play", width=WIDTH)
    busy = status in ("training", "failed")
    one = t("Make one iteration.")
    st.button(t("Step"), on_click=_press, args=(runner.step, run), disabled=busy, key="step", help=one)
    again = t("Back to the untrained network: same seed, same start.")
    ready = status == "ready"
    st.button(t("Reset"), on_click=_press, args=(run.rewind, 0), disabled=ready, key="reset", help=again)
    if changed:
        st.button(t("Train anew"), type="primary", on_click=_press, args=(train_anew, runner), key="anew")
    if state.previous_run() is not None:
        before = t("Show the run from before the last press of Train anew.")
        st.button(t("Run before"), on_click=_go_back, key="before", help=before)


def _press(action: Callable[..., None], *arguments: object) -> None:
    """Do what a button says, and show what comes of it, whichever earlier moment was looked at before."""
    state.follow_latest()
    action(*arguments)


def train_anew(runner: Runner) -> None:
    """Train what the controls say from the start; the run before can be had back."""
    run = Run(state.config())
    state.show_run(run)
    runner.play(run)


def _train_more(run: Run, runner: Runner, iterations: int) -> None:
    run.extend(iterations)
    runner.play(run)


def _go_back() -> None:
    before = state.previous_run()
    if before is not None:
        if before.trained_rate is not None:
            before.set_learning_rate(before.trained_rate)  # not one that was only looked at
        state.show_run(before)
        controls.load(before.config)
