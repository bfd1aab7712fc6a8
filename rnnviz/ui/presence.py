"""Whether somebody watches: a token that lives as long as a browser tab is connected."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from rnnviz.ui import state
from rnnviz.ui.boot import boot

if TYPE_CHECKING:
    from rnnviz.training.run import Run
    from rnnviz.training.runner import Runner


class Presence:
    """The runs that one connected tab watches."""

    def __init__(self) -> None:
        self.runner: Runner | None = None
        self.watched: tuple[Run, ...] = ()


def _left(presence: Presence) -> None:
    # Called on the server's event loop, also when the network only blinks: note the time, and nothing more.
    for run in presence.watched:
        if presence.runner is not None:
            presence.runner.detach(run)


@st.cache_resource(scope="session", on_release=_left, show_spinner=False)
def _presence() -> Presence:
    return Presence()


def watch() -> None:
    """Say that this tab watches the session's runs; those that it watched before and not now are let go.

    Called in every run of every page: after a cut in the network the token is new.
    """
    runner, runs = boot().runner, state.runs()
    if runner is None:
        return
    presence = _presence()
    for dropped in set(presence.watched) - set(runs):
        runner.forget(dropped)
    presence.runner, presence.watched = runner, runs
    for run in runs:
        runner.attach(run)
