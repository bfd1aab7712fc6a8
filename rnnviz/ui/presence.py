"""Whether somebody watches: a token that lives as long as a browser tab is connected."""

from __future__ import annotations

import streamlit as st

from rnnviz.training.run import Run
from rnnviz.training.runner import Runner


class Presence:
    """The runs that one connected tab watches."""

    def __init__(self) -> None:
        self.watched: list[tuple[Runner, Run]] = []


def _left(presence: Presence) -> None:
    # Called on the server's event loop, also when the network only blinks: note the time, and nothing more.
    for runner, run in presence.watched:
        runner.detach(run)


@st.cache_resource(scope="session", on_release=_left, show_spinner=False)
def _presence() -> Presence:
    return Presence()


def watch(runner: Runner, run: Run) -> None:
    """Say that this tab watches the run. Called in every run of a page: after a cut in the network the token is new."""
    presence = _presence()
    if all(watched is not run for _, watched in presence.watched):
        presence.watched.append((runner, run))
    runner.attach(run)
