"""The live view of a map: buttons, progress, and the field that fills while one watches."""

from __future__ import annotations

from typing import Literal

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from rnnviz.player.tiles import Direction, Legend, tiles, tiles_payload
from rnnviz.training.run import Run
from rnnviz.training.runner import Runner
from rnnviz.training.sweep import axis_label
from rnnviz.ui import controls, state
from rnnviz.ui.map import session
from rnnviz.ui.map.field import LAST, Field
from rnnviz.ui.pace import came_to_rest
from rnnviz.ui.shell import PAGES, speak
from rnnviz.words import readable, t

SECONDS_PER_PICTURE = 0.25
DECADES = 3.0
"""Powers of ten from the rule that learns nothing to the strongest colour, either way."""

_POLLING = "map.polling"


def live(shown: Field, runner: Runner) -> None:
    """Show the session's map."""
    busy = shown.training
    with st.container(horizontal=True, vertical_alignment="center", key="map-bar"):
        _bar(shown, runner)
    if shown.sweep != session.sweep():
        st.caption(t("The settings have changed; the map is still of the ones before."))
    st.session_state[_POLLING] = busy
    st.fragment(_watch, run_every=SECONDS_PER_PICTURE if busy else None)(shown, runner)


def _bar(shown: Field, runner: Runner) -> None:
    changed = shown.sweep != session.sweep()
    kind: Literal["primary", "secondary"] = "secondary" if changed else "primary"
    if shown.training:
        st.button(t("Pause all"), type=kind, on_click=shown.pause, key="map-pause")
    else:
        label = t("Resume all") if shown.started and not shown.over else t("Train all")
        st.button(label, type=kind, on_click=shown.play, args=(runner,), disabled=shown.over, key="map-play")
    st.button(t("Reset all"), on_click=_reset, disabled=not shown.started, key="map-reset")
    if changed:
        st.button(t("Train anew"), type="primary", on_click=_train_anew, args=(runner,), key="map-anew")


def _watch(shown: Field, runner: Runner) -> None:
    """One picture; runs again by itself while anything trains."""
    speak()
    done = sum(run.status in ("done", "failed") for run in shown.all_runs)
    total = len(shown.all_runs)
    sentence = t("{done} of {total} trainings are done", done=done, total=total)
    if not shown.started:
        sentence += " · " + t("press Train all; a press on a tile opens its training")
    st.progress(done / max(1, total), sentence)
    pressed = tiles(_payload(shown), key="map-tiles")
    if pressed is not None:
        _open(shown, runner, *pressed)
    if came_to_rest(_POLLING, shown.training):
        # Only a run of the whole page can end the polling of this fragment.
        st.rerun()


def _payload(shown: Field) -> bytes:
    sweep, losses = shown.sweep, shown.losses()
    task = sweep.base.make_task()
    rows, columns = [f"{value:g}" for value in sweep.rows], [f"{value:g}" for value in sweep.columns]
    across, up = t(axis_label(sweep.base, sweep.across)), t(axis_label(sweep.base, sweep.up))

    def reading(row: int, column: int) -> str:
        place = f"{up} {rows[row]}, {across} {columns[column]}"
        return f"{place}: {_said(shown.runs[row][column], losses[row, column])}"

    return tiles_payload(
        t("Loss of each training, mean of its last {n} iterations, by {up} and {across}", n=LAST, up=up, across=across),
        Direction(across, tuple(columns)),
        Direction(up, tuple(rows)),
        colours(losses, task.baseline),
        [[_short(loss) for loss in row] for row in losses],
        [[reading(row, column) for column in range(len(columns))] for row in range(len(rows))],
        Legend(t("1000 times worse"), t("as good as: {rule}", rule=t(task.baseline_name)), t("1000 times better")),
    )


def colours(losses: NDArray[np.floating], baseline: float) -> NDArray[np.float64]:
    """How much better than the simple rule: losses of any shape to -1 (worse) over 0 (alike) to 1; NaN stays NaN."""
    with np.errstate(divide="ignore"):
        decades: NDArray[np.float64] = np.log10(baseline) - np.log10(losses)
    return (decades / DECADES).clip(-1.0, 1.0)


def _short(loss: float) -> str:
    if np.isnan(loss):
        return ""
    return "×" if np.isinf(loss) else readable(loss, 2)


def _said(run: Run | None, loss: float) -> str:
    if run is None:
        return t("not allowed together with the other choices")
    if run.status == "failed":
        return t("the training has diverged")
    if np.isnan(loss):
        return t("not trained yet")
    # The last one by itself is what Train & watch shows of the training that a press opens.
    said = t(
        "loss {loss} after {n} iterations, {last} in the last one",
        loss=readable(loss),
        n=run.checkpoint.iteration,
        last=readable(float(run.losses[-1])),
    )
    return f"{said} · {t('press to open it')}" if run.status == "done" else said


def _open(shown: Field, runner: Runner, row: int, column: int) -> None:
    """Train the pressed tile's configuration again on Train & watch, where all its moments are kept: same numbers."""
    run = shown.runs[row][column] if row < len(shown.runs) and column < len(shown.runs[row]) else None
    if run is None:
        return
    opened = Run(run.config, hurried=True)
    state.show_run(opened)
    state.follow_latest()
    controls.load(opened.config)
    runner.play(opened)
    # With its address at once: one that is written later is one more entry of the browser's history.
    st.switch_page(PAGES / "train.py", query_params=state.address())


def _reset() -> None:
    session.renew()


def _train_anew(runner: Runner) -> None:
    session.renew().play(runner)
