"""The live view of the page Gradients: buttons, the target step, the board and what it says."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import streamlit as st

from rnnviz.player.board import mount_board
from rnnviz.player.sliders import answering_sliders, said
from rnnviz.training.comparison import Comparison
from rnnviz.training.config import ConfigError
from rnnviz.training.runner import Runner
from rnnviz.ui.compare.bar import progress
from rnnviz.ui.compare.contest import Contest
from rnnviz.ui.gradients import session, sliders
from rnnviz.ui.gradients.pictures import Flow, flows, gradient_board
from rnnviz.ui.gradients.sentences import contrast, sentence, since_the_start
from rnnviz.ui.gradients.sidebar import load
from rnnviz.ui.plain import plain
from rnnviz.ui.shell import speak
from rnnviz.words import t

SECONDS_PER_PICTURE = 0.4
_EXAMPLE, _POLLING, _BOARD = "gradients.example", "gradients.polling", "gradients-board"
_UNTRAINED = "gradients.untrained"


@dataclass(frozen=True)
class Drawn:
    """What the page around the picture was drawn for.

    Attributes:
        comparison: what the controls said.
        id: of the networks; while a slider is dragged each picture has others, but they share one scale.
        example: which of the task's examples.
        steps: T where the loss of each step can be asked for; 0 where there is only that of the last.
    """

    comparison: Comparison
    id: str
    example: int
    steps: int


def live(shown: Contest, runner: Runner) -> None:
    """Show the session's networks."""
    busy = _busy(shown, runner)
    with st.container(horizontal=True, vertical_alignment="center", key="gradients-bar"):
        _buttons(shown, runner)
    example, steps = _what_is_asked(shown)
    if shown.comparison != session.comparison():
        st.caption(t("The settings have changed; everything below is still of the ones before."))
    st.session_state[_POLLING] = busy
    drawn = Drawn(session.comparison(), shown.id, example, steps)
    st.fragment(_watch, run_every=SECONDS_PER_PICTURE if busy else None)(drawn, runner)


def _buttons(shown: Contest, runner: Runner) -> None:
    changed = shown.comparison != session.comparison()
    kind: Literal["primary", "secondary"] = "secondary" if changed else "primary"
    if changed:
        st.button(t("Take the new settings"), type="primary", on_click=_start_anew, key="gradients-anew")
    if shown.training:
        st.button(t("Pause"), type=kind, on_click=shown.pause, key="gradients-pause")
    else:
        label = t("Resume") if shown.started and not shown.over else t("Train")
        st.button(label, type=kind, on_click=shown.play, args=(runner,), disabled=shown.over, key="gradients-play")
    help = t("Back to the untrained networks: same seed, same start.")
    st.button(t("Reset"), on_click=shown.reset, disabled=not shown.started, key="gradients-reset", help=help)
    help = t(
        "What this page begins with: an RNN as PyTorch draws it, whose gradient vanishes, and an LSTM that begins with "
        "open forget gates (bias 3), whose gradient comes back."
    )
    st.button(
        t("RNN vanishes, LSTM keeps"), on_click=_preset, args=(session.vanishing,), key="gradients-vanishing", help=help
    )
    help = t("ReLU units, and recurrent weights two and a half times as large.")
    st.button(t("An exploding RNN"), on_click=_preset, args=(session.exploding,), key="gradients-exploding", help=help)


def _what_is_asked(shown: Contest) -> tuple[int, int]:
    """Which example, and how many time steps T have a loss of their own; 0 where only the last one has."""
    task = shown.comparison.base.make_task()
    columns = st.columns([0.25, 0.75], vertical_alignment="center")
    st.session_state[_EXAMPLE] = min(st.session_state.get(_EXAMPLE, 0), task.examples - 1)
    example = columns[0].selectbox(
        t("Example"),
        range(task.examples),
        format_func=lambda index: t("Example {n}", n=index + 1),
        key=_EXAMPLE,
        label_visibility="collapsed",
    )
    steps = task.example(example).inputs.shape[1]
    if task.reads == "last step":
        columns[1].caption(t("The loss is read at the last step, {n}.", n=steps))
        return example, 0
    return example, steps


def _watch(drawn: Drawn, runner: Runner) -> None:
    """The sliders and one picture; runs again by itself with every message of theirs, and while anything trains."""
    speak()
    told = said(sliders.KEY)
    panel, asked = sliders.follow(drawn.steps)
    shown = session.contest()
    views = shown.views()
    if shown.started:
        progress(views, runner.workers)
    found = flows(shown, drawn.example, _target(shown, drawn, asked.step))
    # The axes only grow while curves move; what has come to rest has axes of its own.
    scale = f"{drawn.id}.{_busy(shown, runner)}"
    payload = gradient_board(shown, {cell: runs[0] for cell, runs in views.items()}, found, scale)
    answering_sliders(panel, sliders.KEY, told, {_BOARD: payload})
    with st.container(key="gradients-told"):
        st.markdown(f":small[{plain(_all_told(drawn, shown, found))}]")
    mount_board(_BOARD)
    with st.container(key="gradients-sentences"):
        # One element with a line each: every element costs a redrawing while a slider is dragged.
        st.markdown("  \n".join(plain(sentence(flow)) for flow in found))
    if _ended(shown, runner) or (session.comparison() != drawn.comparison and not told.held):
        # Only a run of the whole page can end the polling of this fragment, or change what stands around it.
        st.rerun()


def _all_told(drawn: Drawn, shown: Contest, found: list[Flow]) -> str:
    """What is said of all cells at once."""
    iteration = max(run.checkpoint.iteration for run in shown.all_runs)
    if iteration == 0:
        return contrast(found)
    step = found[0].whole.step
    name = shown.id, drawn.example, step
    if st.session_state.get(_UNTRAINED, ("",))[0] != name:
        st.session_state[_UNTRAINED] = name, flows(shown, drawn.example, step, untrained=True)
    return since_the_start(found, st.session_state[_UNTRAINED][1], iteration)


def _target(shown: Contest, drawn: Drawn, step: int) -> int | None:
    """The step whose loss is differentiated, counted from 0; None for all that training reads."""
    if drawn.steps:
        return step - 1 if step else None
    return int(shown.comparison.base.make_task().example(drawn.example).inputs.shape[1]) - 1


def _busy(shown: Contest, runner: Runner) -> bool:
    return shown.training or any(map(runner.trains, shown.all_runs))


def _ended(shown: Contest, runner: Runner) -> bool:
    was_busy = st.session_state.get(_POLLING, False)
    st.session_state[_POLLING] = busy = _busy(shown, runner)
    return bool(was_busy and not busy)


def _start_anew() -> None:
    try:
        session.start_anew()
    except ConfigError:
        return  # what is wrong is said on the page


def _preset(make: Callable[[], Comparison]) -> None:
    load(make())
    _start_anew()
