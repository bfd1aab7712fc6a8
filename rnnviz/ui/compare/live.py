"""The live view of a comparison: buttons, progress, verdict, board, and the players on one clock."""

from __future__ import annotations

import time

import streamlit as st

from rnnviz.cells import find_cell
from rnnviz.player import chosen, player
from rnnviz.player.board import board
from rnnviz.training.runner import Runner
from rnnviz.ui.compare import session
from rnnviz.ui.compare.bar import bar, progress
from rnnviz.ui.compare.contest import Contest
from rnnviz.ui.compare.judgement import judgement
from rnnviz.ui.compare.pictures import Pictures, View, payloads
from rnnviz.ui.compare.scoreboard import scoreboard
from rnnviz.ui.example import pick_example
from rnnviz.ui.frame import can_run_freely
from rnnviz.ui.pace import came_to_rest
from rnnviz.ui.shell import speak
from rnnviz.words import t

SECONDS_PER_PICTURE = 0.25
SCORING_SECONDS = 0.25
CLOCK = "compare"
_NUMBER, _EXAMPLE, _FREELY = "compare.number", "compare.example", "compare.freely"
_PICTURES, _POLLING = "compare.pictures", "compare.polling"


def live(shown: Contest, runner: Runner) -> None:
    """Show the session's comparison."""
    # Read before the buttons: where it ends while they are drawn, one more look draws them again.
    busy = _busy(shown, runner)
    with st.container(horizontal=True, vertical_alignment="center", key="compare-bar"):
        bar(shown, runner)
        view = _what_is_played(shown)
    if shown.comparison != session.comparison():
        st.caption(t("The settings have changed; everything below is still of the ones before."))
    st.session_state[_POLLING] = busy
    st.fragment(_watch, run_every=SECONDS_PER_PICTURE if busy else None)(shown, runner, view)


def _what_is_played(shown: Contest) -> View:
    """Which seed and example are played below, and whether the networks feed on themselves."""
    base, seeds = shown.comparison.base, shown.comparison.seeds
    st.session_state[_NUMBER] = min(st.session_state.get(_NUMBER, 0), seeds - 1)
    if seeds > 1:
        st.selectbox(
            t("Seed"),
            range(seeds),
            format_func=lambda number: t("Play seed {n}", n=base.seed + number),
            key=_NUMBER,
            label_visibility="collapsed",
            width=150,
        )
    example = pick_example(base.make_task(), _EXAMPLE)
    freely = can_run_freely(base)
    if freely:
        st.session_state.setdefault(_FREELY, True)
        help = t("Play the networks that read their own last prediction instead of the true value.")
        st.toggle(t("Free running"), key=_FREELY, help=help)
    return View(st.session_state[_NUMBER], example, freely and st.session_state[_FREELY])


def _watch(shown: Contest, runner: Runner, view: View) -> None:
    """One picture; runs again by itself while anything trains or is to be scored."""
    speak()
    _score(shown)
    views = shown.views()
    progress(views, runner.workers)
    verdict, judged = judgement(shown)
    board(
        scoreboard(shown, views, verdict.leader if verdict and not verdict.tied else None, judged), key="compare-board"
    )
    _players(shown, view)
    if came_to_rest(_POLLING, _busy(shown, runner)):
        # Only a run of the whole page can end the polling of this fragment.
        st.rerun()


def _score(shown: Contest) -> None:
    """Compute scores that are missing, for no longer than a picture may wait."""
    begun = time.monotonic()
    while (run := shown.unscored()) is not None:
        shown.score(run)
        if time.monotonic() - begun > SCORING_SECONDS:
            break


def _players(shown: Contest, view: View) -> None:
    pictures: Pictures = st.session_state.setdefault(_PICTURES, Pictures())
    parts = pictures.renew(shown, view)
    while not shown.training and not pictures.fresh(shown, view):
        parts = pictures.renew(shown, view)
    keys = {part.cell: f"compare-player-{find_cell(part.cell).key}" for part in parts}
    layers = {cell: chosen(key).layer or "" for cell, key in keys.items()}
    first, each = payloads(shown, parts, view, layers)
    player(first, key="compare-player", clock=CLOCK)
    for cell, payload in each.items():
        player(payload, key=keys[cell], clock=CLOCK)


def _busy(shown: Contest, runner: Runner) -> bool:
    """Whether what is shown will change by itself."""
    return shown.training or any(map(runner.trains, shown.all_runs)) or shown.unscored() is not None
