"""Train, Pause, Reset: what a person does with all runs at once; and how far they are."""

from __future__ import annotations

import streamlit as st

from rnnviz.training.run import RunView
from rnnviz.training.runner import Runner
from rnnviz.ui.cell_names import cell_title
from rnnviz.ui.compare import session
from rnnviz.ui.compare.contest import Contest
from rnnviz.ui.plain import plain
from rnnviz.words import t


def bar(shown: Contest, runner: Runner) -> None:
    """Draw the buttons that make sense now, always in the same places."""
    changed = shown.comparison != session.comparison()
    if changed:
        st.button(t("Train anew"), type="primary", on_click=_train_anew, args=(runner,), key="compare-anew")
    if shown.training:
        st.button(t("Pause all"), type="secondary" if changed else "primary", on_click=shown.pause, key="compare-pause")
    else:
        label = t("Resume all") if shown.started and not shown.over else t("Train all")
        st.button(
            label,
            type="secondary" if changed else "primary",
            on_click=shown.play,
            args=(runner,),
            disabled=shown.over,
            key="compare-play",
        )
    again = t("Back to the untrained networks: same seeds, same starts.")
    st.button(t("Reset all"), on_click=shown.reset, disabled=not shown.started, key="compare-reset", help=again)


def progress(views: dict[str, tuple[RunView, ...]], cores: int) -> None:
    """One bar for all runs, and for each cell how far its slowest seed is."""
    every = [view for of_cell in views.values() for view in of_cell]
    share = sum(view.iteration for view in every) / max(1, sum(view.total for view in every))
    st.progress(min(1.0, share), _sentence(views, every, cores))
    failed = [view for view in every if view.status == "failed"]
    for view in failed[:3]:
        cell = cell_title(view.config.cell)
        st.error(plain(t("{cell}, seed {n}: {reason}", cell=cell, n=view.config.seed, reason=view.error)))
    if len(failed) > 3:
        st.error(t("{n} further runs have stopped as well.", n=len(failed) - 3))


def _sentence(views: dict[str, tuple[RunView, ...]], every: list[RunView], cores: int) -> str:
    done = sum(view.status in ("done", "failed") for view in every)
    training = sum(view.status == "training" for view in every)
    parts = [t("{done} of {total} runs are done", done=done, total=len(every))]
    if training:
        cells = [
            f"{plain(cell_title(cell))} {min(view.iteration for view in of_cell)}" for cell, of_cell in views.items()
        ]
        parts.append(t("iteration of the slowest seed: {cells}", cells=t(", ").join(cells)))
        parts.append(t("{runs} trainings share {cores} cores", runs=training, cores=cores))
    elif done < len(every):
        started = any(view.iteration for view in every)
        parts.append(t("paused") if started else t("not trained yet: press Train all"))
    return " · ".join(parts)


def _train_anew(runner: Runner) -> None:
    from rnnviz.training.config import ConfigError

    try:
        session.show(Contest(session.comparison())).play(runner)
    except ConfigError:
        return  # what is wrong is said on the page
