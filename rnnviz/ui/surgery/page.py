"""The page Gate surgery: operations above, the player with what comes of them below."""

from __future__ import annotations

import time

import streamlit as st

from rnnviz.player import chosen, mount, send
from rnnviz.player.scene import Scene
from rnnviz.player.sliders import answering_sliders, said
from rnnviz.tasks.picture import Report
from rnnviz.training.run import Run
from rnnviz.training.runner import Runner
from rnnviz.ui import state
from rnnviz.ui.caption import caption
from rnnviz.ui.plain import plain
from rnnviz.ui.presence import watch
from rnnviz.ui.progress import progress
from rnnviz.ui.shell import speak
from rnnviz.ui.surgery import address, console, picture
from rnnviz.ui.surgery.choice import choose, chosen_run
from rnnviz.ui.surgery.subject import Outcome, Subject, of_run, of_showcase
from rnnviz.ui.surgery.table import PLAYER, SLIDERS, impose, operations, texts
from rnnviz.words import t

QUICK_REPORT = 0.02
"""Seconds that a task's scores may take for them to follow while something is dragged."""
_SUBJECT, _EXAMPLE, _FREELY, _COST = "surgery.subject", "surgery.example", "surgery.freely", "surgery.cost"


def operating_room(runner: Runner) -> None:
    """All that needs torch."""
    address.read_address()
    run = state.find_run(runner)
    watch()
    waits = address.waiting(run)
    trained = run is not None and run.checkpoint.iteration > 0 and not waits
    shown = chosen_run(run if trained else None)
    subject = _subject(shown)
    with st.container():
        if not waits:
            choose(run if trained else None)
    with st.sidebar:
        if not waits:
            _what_is_played(subject)
        if not trained and not waits:
            _no_run_yet(run, runner)
    with st.container():  # there also while nothing trains: what follows must not change its place, or it is made anew
        if run is not None and (run.training or runner.trains(run)):
            st.fragment(_wait, run_every=0.5)(run, runner)
    if not waits:
        impose(subject)
    _complaints()
    if waits:
        _same_network(run, runner)
    else:
        st.fragment(_operate)(subject, shown)


def _same_network(run: Run | None, runner: Runner) -> None:
    """The address is about a network that nobody has kept: what is trained again, and the button for it."""
    if run is not None and (run.training or runner.trains(run)):
        st.info(t("It is trained again; then the changes of the address are made in it."))
        return
    again = t(
        "This address is about a changed network, which is not on this server: {network}. It is trained again from its "
        "configuration and seed, which give the same weights on the same kind of machine; then the changes of the "
        "address are made in it.",
        network=f"{caption(state.config())} · {t('{n} iterations', n=state.config().iterations)}",
    )
    st.info(plain(again))
    with st.container(horizontal=True):
        st.button(t("Train it again"), type="primary", on_click=_train, args=(runner,), key="surgery-again")
        st.button(t("Take the network that comes with rnnviz"), on_click=address.forget, key="surgery-without")


def _complaints() -> None:
    """What was wrong in the address."""
    if sentences := (*state.complaints(), *address.complaints()):
        st.warning("\n\n".join(plain(sentence) for sentence in sentences))
        st.button(t("Understood"), on_click=_understood, key="surgery-understood")


def _understood() -> None:
    state.dismiss_complaints()
    address.dismiss_complaints()


def _no_run_yet(run: Run | None, runner: Runner) -> None:
    """What is shown instead of a network of one's own, and how to get one."""
    st.caption(
        t(
            "This is a trained LSTM that comes with rnnviz. Train a network on Train & watch and come back to operate "
            "on it, or train one now."
        )
    )
    if run is None or not run.training:
        st.button(t("Train one now"), on_click=_train, args=(runner,), key="surgery-train")


def _subject(run: Run | None) -> Subject:
    """The network at its latest checkpoint, made once."""
    example = st.session_state.get(_EXAMPLE, 0)
    task = run.config.make_task() if run else None
    example = min(example, (task.examples if task else 8) - 1)
    wanted = f"{run.id}/{run.checkpoint.iteration}/{example}" if run else f"showcase/{example}"
    known: Subject | None = st.session_state.get(_SUBJECT)
    if known is None or known.id != wanted:
        known = of_run(run, example) if run else of_showcase(example)
        st.session_state[_SUBJECT] = known
    return known


def _what_is_played(subject: Subject) -> None:
    if subject.task.examples > 1:
        st.session_state[_EXAMPLE] = min(st.session_state.get(_EXAMPLE, 0), subject.task.examples - 1)
        st.selectbox(
            t("Example"),
            range(subject.task.examples),
            format_func=lambda index: t("Example {n}", n=index + 1),
            key=_EXAMPLE,
            label_visibility="collapsed",
            width=170,
        )
    if subject.can_run_freely:
        st.session_state.setdefault(_FREELY, False)
        help = t(
            "The input, the gates and the numbers below become those of the free run: the network reads its own last "
            "prediction instead of the true value. The curve of that run is drawn either way."
        )
        st.toggle(t("Free running"), key=_FREELY, help=help)


def _train(runner: Runner) -> None:
    run = Run(state.config())
    state.show_run(run)
    runner.play(run)


def _wait(run: Run, runner: Runner) -> None:
    """How far a training is; when it ends, its network is what is operated on."""
    speak()
    trains = run.training or runner.trains(run)
    progress(run.view(), runner.place(run), trains)
    if not trains:
        st.rerun()


def _operate(subject: Subject, run: Run | None) -> None:
    """The sliders with what comes of them, and the player: runs again by itself with every choice in the player."""
    speak()
    layer, freely = chosen(PLAYER).layer or "", bool(st.session_state.get(_FREELY, False))
    original = picture.show(subject.unchanged, layer, freely)
    send(original.block, picture.ORIGINAL)
    st.fragment(_follow)(subject, run, original, layer, freely)
    mount(PLAYER)


def _follow(subject: Subject, run: Run | None, original: Scene, layer: str, freely: bool) -> None:
    """The sliders, and the data that come of them: runs again by itself with every message of theirs."""
    speak()
    now, told = operations(subject), said(SLIDERS)
    outcome = subject.operate(now.present.changes)
    shown = picture.show(outcome, layer, freely).since(original, picture.ORIGINAL)
    facts = picture.scores(outcome, _report(outcome, told.held))
    answering_sliders(console.panel(now, subject, texts()), SLIDERS, told, {PLAYER: shown}, facts)
    if not told.held:
        address.write_address(run, now.present)


def _report(outcome: Outcome, held: bool) -> Report | None:
    """The task's scores; None where they take too long for something that is being dragged."""
    cost: dict[str, float] = st.session_state.setdefault(_COST, {})
    kind = type(outcome.subject.task).__name__
    if held and cost.get(kind, 0.0) > QUICK_REPORT:
        return None
    begun = time.perf_counter()
    report = outcome.report
    cost[kind] = time.perf_counter() - begun
    return report
