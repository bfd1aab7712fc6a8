"""The page Start: what this is, and a trained network playing."""

from __future__ import annotations

from functools import lru_cache

import streamlit as st

from rnnviz.player import chosen, player
from rnnviz.player.scene import Timeline, scene
from rnnviz.showcase import MOMENTS, showcase
from rnnviz.tasks.sine import Sine
from rnnviz.ui.shell import PAGES, choose_language, speak
from rnnviz.words import current_language, t

PLAYER = "showcase"


def start_page() -> None:
    """Three sentences, a way on, and the player."""
    choose_language()
    st.header(t("See inside a recurrent network while it learns"), anchor=False)
    st.markdown(
        t(
            "rnnviz trains RNNs, LSTMs and GRUs before your eyes and shows every gate and state next to its equation. "
            "Playing below is a real LSTM that has learned a sine wave: pull its time steps, go back through its "
            "training, point at any symbol. Every number is the network's own."
        )
    )
    with st.container(horizontal=True, vertical_alignment="center"):
        if st.button(t("Train your own"), type="primary", icon=":material/play_arrow:"):
            st.switch_page(PAGES / "train.py")
        st.page_link(
            PAGES / "lessons.py", label=t("Or take the lessons: predict, try, compare"), icon=":material/school:"
        )
    st.fragment(_play)()


def _play() -> None:
    speak()
    wanted = chosen(PLAYER).moment
    moment = MOMENTS[-1] if wanted is None else min(MOMENTS, key=lambda m: abs(m - wanted))
    player(_scene(moment, wanted is None, current_language()), key=PLAYER)


@lru_cache(maxsize=2 * len(MOMENTS))
def _scene(moment: int, live: bool, language: str) -> bytes:
    """The player's bytes; the same for every visitor, so made once in each language."""
    shown, task = showcase(), Sine()
    trace = shown.trace(moment)
    assert trace.outputs is not None
    timeline = Timeline(
        losses=shown.losses,
        total=MOMENTS[-1],
        moments=MOMENTS,
        shown=moment,
        live=live,
        baseline=task.baseline,
        baseline_name=t(task.baseline_name),
        loss_name=t("mean squared error"),
    )
    return scene(
        trace,
        run=PLAYER,
        layer="layer0",
        strip=task.strip(task.example(), trace.outputs, shown.free_run(moment)),
        timeline=timeline,
        caption=t("LSTM · sine wave · hidden size 16 · Adam · learning rate 0.01 · 300 iterations · seed 1"),
        sentence=t("A trained LSTM of 16 units following a sine wave."),
        autoplay=True,
    ).block
