"""Which network is operated on: the session's last one, the one before it, or the one that comes with rnnviz."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from rnnviz.training.run import Run
from rnnviz.ui import state
from rnnviz.ui.caption import caption
from rnnviz.ui.shell import PAGES
from rnnviz.words import readable, t

_WHICH, _OF = "surgery.which", "surgery.which.of"
SHIPPED = ""
"""In the place of a run's name: the network that comes with rnnviz."""


def chosen_run(run: Run | None) -> Run | None:
    """The run whose network is operated on; None for the one that comes with rnnviz.

    Args:
        run: the last one that was trained, if any. A newer one is taken by itself.
    """
    runs = _trained(run)
    latest = next(iter(runs), SHIPPED)
    if st.session_state.get(_OF) != latest or st.session_state.get(_WHICH, SHIPPED) not in {*runs, SHIPPED}:
        st.session_state[_OF], st.session_state[_WHICH] = latest, latest
    return runs.get(st.session_state.get(_WHICH, latest))


def choose(run: Run | None) -> None:
    """The name of the network, which can be changed for another, and the way to train one."""
    runs = _trained(run)
    st.session_state[_WHICH] = st.session_state.get(_WHICH, SHIPPED)
    with st.container(horizontal=True, vertical_alignment="center", key="surgery-network"):
        st.selectbox(
            t("Network"),
            [*runs, SHIPPED],
            format_func=lambda key: name(runs.get(key), list(runs.values())),
            key=_WHICH,
            label_visibility="collapsed",
        )
        st.page_link(PAGES / "train.py", label=t("Train another"), icon=":material/model_training:", width="content")


def name(run: Run | None, others: Sequence[Run] = ()) -> str:
    """Cell and task, what sets a network apart from `others`, iterations and loss, then all else."""
    if run is None:
        return t("LSTM · sine wave · 300 iterations · comes with rnnviz")
    cell, task, *rest = _parts(run)
    shared = set(rest).intersection(*map(_parts, others))
    trained = t("{n} iterations", n=run.checkpoint.iteration), t("loss {loss}", loss=readable(float(run.losses[-1])))
    own, common = [part for part in rest if part not in shared], [part for part in rest if part in shared]
    return " · ".join([cell, task, *own, *trained, *common])


def _parts(run: Run) -> list[str]:
    return caption(run.config).split(" · ")


def _trained(run: Run | None) -> dict[str, Run]:
    """By name, the latest first."""
    runs = [run, state.previous_run()]
    return {found.id: found for found in runs if found is not None and found.checkpoint.iteration > 0}
