"""The live view: buttons, progress and the player of the session's run."""

from __future__ import annotations

import streamlit as st

from rnnviz.player import chosen, player
from rnnviz.tasks.picture import Report
from rnnviz.training.checkpoint import Checkpoint
from rnnviz.training.run import Run, RunView
from rnnviz.training.runner import SLICE_SECONDS, Place, Runner
from rnnviz.ui import state
from rnnviz.ui.buttons import buttons, needs_new_run
from rnnviz.ui.frame import Frame, can_run_freely, frame, payload
from rnnviz.ui.phase import phase
from rnnviz.ui.presence import watch
from rnnviz.ui.progress import progress
from rnnviz.ui.shell import speak
from rnnviz.words import t

SECONDS_PER_PICTURE = 0.2
_FRAME, _EXAMPLE, _FREELY, _POLLING = "live.frame", "live.example", "live.freely", "live.polling"
_PACE = "live.pace"


def live(runner: Runner) -> None:
    """Show the session's run: an untrained one until Train is pressed."""
    run = _follow_choices(state.find_run(runner))
    watch()
    # Read before the buttons: where it ends while they are drawn, one more look draws them again.
    training = run.training or runner.trains(run)
    with st.container(horizontal=True, vertical_alignment="center", key="live-bar"):
        buttons(run, runner)
        _what_is_played(run)
    note = st.empty()  # there also without a word: what follows must not change its place, or it is made anew
    if needs_new_run(run.config, state.config()):
        note.caption(t("The settings have changed; the picture still shows the run trained with the ones before."))
    st.session_state[_POLLING] = training
    pace = st.session_state[_PACE] = seconds_per_picture(runner.place(run))
    st.fragment(_watch, run_every=pace if training else None)(run, runner)
    phase(run, st.session_state.get(_EXAMPLE, 0), chosen(state.PLAYER).layer or "")


def seconds_per_picture(place: Place) -> float:
    """Seconds from one picture to the next: a run that waits for its turn among many has nothing new to show."""
    return max(SECONDS_PER_PICTURE, SLICE_SECONDS * place.runs / place.cores)


def _follow_choices(run: Run | None) -> Run:
    """The run to show: the session's, with a changed learning rate; a fresh one where nothing is lost by it."""
    wanted = state.config()
    if run is None or (run.status == "ready" and run.config != wanted):
        run = Run(wanted)
        state.show_run(run, keep_previous=False)
    elif not needs_new_run(run.config, wanted):
        run.set_learning_rate(wanted.learning_rate)
        if run.config.iterations != wanted.iterations:
            run.plan(wanted.iterations)
    return run


def _what_is_played(run: Run) -> None:
    """The choice of example, and of the network's input where it can feed on itself."""
    task = run.config.make_task()
    if task.examples > 1:
        st.session_state[_EXAMPLE] = min(st.session_state.get(_EXAMPLE, 0), task.examples - 1)
        st.selectbox(
            t("Example"),
            range(task.examples),
            format_func=lambda index: t("Example {n}", n=index + 1),
            key=_EXAMPLE,
            label_visibility="collapsed",
            width=170,
        )
    if can_run_freely(run.config):
        st.session_state.setdefault(_FREELY, False)
        help = t("Play the network that reads its own last prediction instead of the true value.")
        st.toggle(t("Feeds on itself"), key=_FREELY, help=help)


def _watch(run: Run, runner: Runner) -> None:
    """One picture; runs again by itself while the run trains."""
    speak()
    # Asked before the view is taken: a slice that ends in between is in the view.
    trains = runner.trains(run)
    view = run.view()
    place = runner.place(run)
    progress(view, place, trains)
    moment = state.moment()
    shown = _frame(run, run.at(moment))
    _scores(shown.report)
    live = view.status == "training" and moment is None
    player(payload(shown, view, layer=chosen(state.PLAYER).layer or "", live=live), key=state.PLAYER)
    if _ended(view, trains) or _out_of_pace(view, place):
        # Only a run of the whole page can end the polling of this fragment, or change its pace.
        st.rerun()


def _ended(view: RunView, trains: bool) -> bool:
    """Whether the run has come to rest since the last picture: a pause lets the slice under way come to its end."""
    was_training = st.session_state.get(_POLLING, False)
    st.session_state[_POLLING] = training = view.status == "training" or trains
    return bool(was_training and not training)


def _out_of_pace(view: RunView, place: Place) -> bool:
    """Whether so many trainings have come or gone that pictures should come at half or twice the pace."""
    pace: float = st.session_state.get(_PACE, SECONDS_PER_PICTURE)
    return view.status == "training" and not 0.5 < seconds_per_picture(place) / pace < 2


def _frame(run: Run, checkpoint: Checkpoint) -> Frame:
    """The picture of a checkpoint, computed once."""
    example, freely = st.session_state.get(_EXAMPLE, 0), st.session_state.get(_FREELY, False)
    kept: Frame | None = st.session_state.get(_FRAME)
    if kept is None or kept.checkpoint is not checkpoint or (kept.example, kept.freely) != (example, freely):
        kept = frame(run.config, checkpoint, example, freely)
        st.session_state[_FRAME] = kept
    return kept


def _scores(report: Report) -> None:
    """The scores in one line; what they mean is one pointer away, so that the line keeps its height."""
    parts = [f"{score.name} **{score.value:#.4g}** {score.unit}".strip() for score in report.scores]
    notes = [f"{score.name}: {score.note}" for score in report.scores if score.note]
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(" &nbsp;·&nbsp; ".join(parts), help="\n\n".join(notes) or None, width="content")
        if report.answer:
            st.text(report.answer, width="content")
