"""The live view: buttons, progress and the player of the session's run."""

from __future__ import annotations

import time

import streamlit as st

from rnnviz.player import chosen, player
from rnnviz.tasks.picture import Score
from rnnviz.training.checkpoint import Checkpoint
from rnnviz.training.run import Run, RunView
from rnnviz.training.runner import Runner
from rnnviz.ui import controls, instant, speed, state
from rnnviz.ui.buttons import buttons, needs_new_run, outdated
from rnnviz.ui.example import pick_example
from rnnviz.ui.frame import Frame, can_run_freely, frame, payload
from rnnviz.ui.pace import came_to_rest, cost, note_cost, seconds_per_picture
from rnnviz.ui.phase import phase
from rnnviz.ui.presence import watch
from rnnviz.ui.progress import learnt_nothing, progress
from rnnviz.ui.shell import speak
from rnnviz.words import t

_FRAME, _EXAMPLE, _FREELY, _POLLING = "live.frame", "live.example", "live.freely", "live.polling"
_PACE = "live.pace"


def live(runner: Runner) -> None:
    """Show the session's run: an untrained one until Train is pressed."""
    run = _follow_choices(state.find_run(runner), runner)
    watch()
    # Read before the buttons: where it ends while they are drawn, one more look draws them again.
    training = run.training or runner.trains(run)
    with st.container(horizontal=True, vertical_alignment="center", gap=6, key="live-bar"):
        buttons(run, runner)
        _pace_of(run, runner)
        _what_is_played(run)
    st.session_state[_POLLING] = training
    pace = st.session_state[_PACE] = _seconds_per_picture(run, runner)
    resting = instant.SECONDS_PER_LOOK if instant.on() else None
    st.fragment(_watch, run_every=pace if training else resting)(run, runner)
    phase(run, st.session_state.get(_EXAMPLE, 0), chosen(state.PLAYER).layer or "")


def _seconds_per_picture(run: Run, runner: Runner) -> float:
    return seconds_per_picture(runner.place(run), run.config.make_task(), cost())


def _follow_choices(run: Run | None, runner: Runner) -> Run:
    """The run to show: the session's, with a changed learning rate; a fresh one where nothing is lost by it.

    While sliders retrain, so does the sidebar.
    """
    wanted = state.config()
    if run is not None and instant.asked(run.config, wanted):
        return instant.train(wanted, runner)
    if run is None or (run.status == "ready" and run.config != wanted):
        run = Run(wanted)
        state.show_run(run, keep_previous=False)
    elif not needs_new_run(run.config, wanted):
        run.set_learning_rate(wanted.learning_rate)
        if run.config.iterations != wanted.iterations:
            run.plan(wanted.iterations)
    return run


def _pace_of(run: Run, runner: Runner) -> None:
    """The choice of how fast it may train: slowly enough to watch, or as fast as it goes."""
    speed.choose()
    # What is retrained at every place of a slider is not for watching.
    wanted = None if instant.on() else speed.pace(run.config)
    if run.pace != wanted:
        runner.set_pace(run, wanted)


def _what_is_played(run: Run) -> None:
    """The choice of example, and of the network's input where it can feed on itself."""
    task = run.config.make_task()
    pick_example(task, _EXAMPLE, width=122)
    if can_run_freely(run.config):
        st.session_state.setdefault(_FREELY, False)
        help = t(
            "The input, the gates and the numbers below become those of the free run: the network reads its own last "
            "prediction instead of the true value. The curve of that run is drawn either way."
        )
        st.toggle(t("Free running"), key=_FREELY, help=help)


def _watch(drawn: Run, runner: Runner) -> None:
    """One picture of the run that the page was drawn for; runs again by itself while it trains."""
    speak()
    run = instant.follow(state.run() or drawn, runner) if instant.on() else drawn
    begun = time.thread_time()
    # Asked before the view is taken: a slice that ends in between is in the view.
    trains = runner.trains(run)
    view = run.view()
    place = runner.place(run)
    moment = state.moment()
    live = view.status == "training" and moment is None
    shown = _frame(run, run.at(moment), brief=live)
    with st.container(gap=None):
        progress(view, place, trains, _remark(run, view))
        _scores(shown, earlier=moment is not None and shown.checkpoint.iteration < view.iteration)
    name = instant.KEY if instant.on() else view.id
    player(payload(shown, view, name=name, layer=chosen(state.PLAYER).layer or "", live=live), key=state.PLAYER)
    note_cost(time.thread_time() - begun)
    if instant.on():
        if instant.settled(run, drawn):
            controls.load(run.config)
            st.rerun()
    # A pause lets the slice under way come to its end.
    elif came_to_rest(_POLLING, view.status == "training" or trains) or _out_of_pace(run, runner):
        # Only a run of the whole page can end the polling of this fragment, or change its pace.
        st.rerun()


def _out_of_pace(run: Run, runner: Runner) -> bool:
    """Whether so many trainings have come or gone that pictures should come at half or twice the pace."""
    wanted = _seconds_per_picture(run, runner)
    return run.training and not 0.5 < wanted / st.session_state.get(_PACE, wanted) < 2


def _frame(run: Run, checkpoint: Checkpoint, brief: bool) -> Frame:
    """The picture of a checkpoint, computed once."""
    wanted = st.session_state.get(_EXAMPLE, 0), st.session_state.get(_FREELY, False), brief
    kept: Frame | None = st.session_state.get(_FRAME)
    if kept is None or kept.checkpoint is not checkpoint or (kept.example, kept.freely, kept.brief) != wanted:
        kept = frame(run.config, checkpoint, *wanted)
        st.session_state[_FRAME] = kept
    return kept


def _remark(run: Run, view: RunView) -> str:
    """What else is to be said of the run beside how far it is: the most pressing alone, since it is one line."""
    if outdated(run, state.config()):
        return t("settings changed since: Train anew takes them")
    return learnt_nothing(view.config.make_task(), view.losses) if view.status == "done" else ""


def _scores(shown: Frame, earlier: bool) -> None:
    """The scores in one line; what they mean is one pointer away, so that the line keeps its height.

    Args:
        earlier: whether they are not of the iteration that the line above tells.
    """
    report = shown.report
    when = t("At iteration {n}:", n=shown.checkpoint.iteration) + " " if earlier else ""
    line = when + score_line(report.scores, t(shown.task.baseline_name))
    notes = [f"{score.name}: {score.note}" for score in report.scores if score.note]
    with st.container(horizontal=True, vertical_alignment="center", key="live-scores"):
        st.markdown(line, help="\n\n".join(notes) or None, width="content")
        if report.answer:
            st.text(report.answer, width="content")


def score_line(scores: tuple[Score, ...], rule: str) -> str:
    """Scores in Markdown; a unit that several share in a row is said once, after the last of them.

    Args:
        rule: what the task's baseline is called, for scores that know what it gives.
    """
    units = [score.unit for score in scores[1:]] + [""]
    return " · ".join(
        f"{score.name} **{score.value:#.4g}** {score.unit if score.unit != following else ''}".strip()
        + (f" ({rule} {score.naive:.3g})" if score.naive is not None else "")
        for score, following in zip(scores, units, strict=True)
    )
