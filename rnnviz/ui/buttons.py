"""Train, Pause, Step, Reset: what a person does with a run."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

import streamlit as st

from rnnviz.training.config import RunConfig
from rnnviz.training.run import Run
from rnnviz.training.runner import Runner
from rnnviz.ui import controls, speed, state
from rnnviz.ui.differences import differences
from rnnviz.words import t

_Kind = Literal["primary", "secondary"]
WIDTH = 142
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
    """Draw every button, always in the same place: where one has nothing to do, it is grey."""
    status, wanted = run.status, state.config()
    changed = outdated(run, wanted)
    kind: _Kind = "secondary" if changed else "primary"
    if status == "training":
        st.button(t("Pause"), type=kind, on_click=run.pause, key="pause", width=WIDTH)
    elif status == "done":
        more = (run.config if needs_new_run(run.config, wanted) else wanted).iterations
        press = (_train_more, run, runner, more)
        label, help = t("Train {n} more", n=more), _more_help(run, wanted) if changed else None
        st.button(label, type=kind, on_click=_press, args=press, key="more", help=help, width=WIDTH)
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
    _anew(run, runner, wanted, changed)
    _other_run(run)


def _more_help(run: Run, wanted: RunConfig) -> str:
    """What goes on, where the settings have changed."""
    if needs_new_run(run.config, wanted):
        return t("Goes on with the run that is shown. The changed settings wait for Train anew.")
    rate = wanted.learning_rate
    return t("Goes on with the run that is shown, from here on with learning rate {rate:g}.", rate=rate)


def _anew(run: Run, runner: Runner, wanted: RunConfig, changed: bool) -> None:
    """Grey while nothing has changed, but there: two presses in a row must not meet another button."""
    trained = run.config if run.trained_rate is None else run.config.changed(learning_rate=run.trained_rate)
    told = t("From the untrained network, with the changed settings: {changes}.", changes=differences(trained, wanted))
    st.button(
        t("Train anew"),
        type="primary" if changed else "secondary",
        disabled=not changed,
        on_click=_press,
        args=(train_anew, runner),
        key="anew",
        help=told if changed else t("For changed settings: trains them from the untrained network."),
    )


def _other_run(run: Run) -> None:
    """The way to the run from before Train anew, and from there back."""
    other = state.previous_run()
    if other is None:
        st.button("←", key="before", disabled=True, help=t("The run from before Train anew: there is none yet."))
        return
    later = state.previous_is_later()
    changes = differences(run.config, other.config) or t("the same settings")
    if later:
        label, help = "→", t("The run after this one: {changes}", changes=changes)
    else:
        label, help = "←", t("The run before this one: {changes}", changes=changes)
    st.button(label, on_click=_show_other, key="before", help=help)


def _press(action: Callable[..., None], *arguments: object) -> None:
    """Do what a button says, and show what comes of it, whichever earlier moment was looked at before."""
    state.follow_latest()
    action(*arguments)


def train_anew(runner: Runner) -> None:
    """Train what the controls say from the start; the run before can be had back."""
    run = Run(state.config())
    run.set_pace(speed.pace(run.config))  # before it begins: a slice at full speed may be all of it
    state.show_run(run)
    runner.play(run)


def _train_more(run: Run, runner: Runner, iterations: int) -> None:
    run.extend(iterations)
    runner.play(run)


def _show_other() -> None:
    other = state.previous_run()
    if other is not None:
        if other.trained_rate is not None:
            other.set_learning_rate(other.trained_rate)  # not one that was only looked at
        state.swap_runs()
        controls.load(other.config)
