"""Instant training: sliders that train the whole run anew at every place they are dragged to."""

from __future__ import annotations

import time
from dataclasses import dataclass, replace

import streamlit as st

from rnnviz.player.controls import Slider
from rnnviz.player.sliders import Group, Panel, Values, answer, said, sliders
from rnnviz.training.config import ConfigError, RunConfig
from rnnviz.training.fields import LABELS
from rnnviz.training.run import Run
from rnnviz.training.runner import Runner
from rnnviz.ui import state
from rnnviz.ui.plain import plain
from rnnviz.ui.presence import watch
from rnnviz.words import N, t

KEY = "instant"
SECONDS_PER_LOOK = 0.5
"""How often a training that outlasted its picture is looked at again."""
PATIENCE = 0.12
"""Seconds that a picture waits for its training to end; a longer one shows how far it is."""
FIELDS = {"learning_rate", "hidden", "seed", "forget_bias"}
"""What the sliders set; while the switch is on, the sidebar's own widgets for them train anew as well."""
_FORGET_BIAS = N("Forget bias")
_SWITCH, _DRAG = "instant.on", "instant.drag"


@dataclass(frozen=True)
class _Drag:
    """What the sliders began with, and what they ask for now."""

    base: RunConfig
    wanted: RunConfig
    revision: int


def switch() -> None:
    """The switch, in the sidebar."""
    st.session_state.setdefault(_SWITCH, False)
    help = t(
        "Sliders above the picture: at every place to which one is dragged, the whole training is run anew. "
        "So it is when one of these settings is changed here."
    )
    st.toggle(t("Retrain while I drag"), key=_SWITCH, help=help)


def on() -> bool:
    """Whether it is switched on."""
    return bool(st.session_state.get(_SWITCH, False))


def follow(run: Run, runner: Runner) -> Run:
    """Draw the sliders; where they ask for something else than `run`, train that instead.

    Returns:
        The run to show, done unless it takes long.
    """
    drag = _drag(run)
    panel = _panel(drag)
    sliders(panel, KEY)
    wanted = _wanted(drag, panel.values(said(KEY)))
    if wanted != drag.wanted:
        st.session_state[_DRAG] = replace(drag, wanted=wanted)
        run = train(wanted, runner)
    return run


def asked(now: RunConfig, wanted: RunConfig) -> bool:
    """Whether it is on, and what the sidebar wants differs from a run's configuration in what the sliders set."""
    return on() and now != wanted and now.model_dump(exclude=FIELDS) == wanted.model_dump(exclude=FIELDS)


def train(wanted: RunConfig, runner: Runner) -> Run:
    """Train a configuration at once, in place of the run that is shown."""
    run = Run(wanted, hurried=True)
    state.show_run(run, keep_previous=False)
    watch()
    runner.play(run)
    _wait(run)
    return run


def settled(run: Run, drawn: Run) -> bool:
    """After the picture: let the next one come.

    Args:
        run: what is shown.
        drawn: what the page around the picture was drawn for.

    Returns:
        Whether nothing is dragged any more, and that page is to be drawn anew.
    """
    told = said(KEY)
    answer(told, KEY)
    return run is not drawn and not told.held


def _drag(run: Run) -> _Drag:
    """The drag under way; a new one where the configuration was changed by other means."""
    known: _Drag | None = st.session_state.get(_DRAG)
    if known is None or known.wanted != run.config:
        known = _Drag(run.config, run.config, known.revision + 1 if known else 0)
        st.session_state[_DRAG] = known
    return known


def _sliders(config: RunConfig) -> list[Slider]:
    """Each without a label of its own: it is the title above it, so that the track is wide."""
    shown = [
        _slider("learning_rate", 1e-4, 1.0, 0.05, config.learning_rate, log=True),
        _slider("hidden", 1, 64, 1, config.hidden),
        _slider("seed", 0, 50, 1, config.seed),
    ]
    if config.has_forget_bias:
        help = t("Until it is moved, the bias is as PyTorch draws it.")
        bias = _slider("forget_bias", -3, 6, 0.25, config.forget_bias or 0.0, help)
        shown.append(replace(bias, unset=t("as drawn") if config.forget_bias is None else ""))
    return shown


def _slider(name: str, low: float, high: float, step: float, value: float, help: str = "", log: bool = False) -> Slider:
    """A slider that reaches as far as the value that it begins with."""
    return Slider(name, "", min(low, value), max(high, value), step, value, help, log)


def _panel(drag: _Drag) -> Panel:
    titles = {**LABELS, "forget_bias": _FORGET_BIAS}
    groups = tuple(Group(slider.id, t(titles[slider.id]), (slider,)) for slider in _sliders(drag.base))
    return Panel(t("Retrain while I drag"), groups, revision=drag.revision)


def _wanted(drag: _Drag, values: Values) -> RunConfig:
    """What the sliders say; a field whose slider has not been moved keeps its value."""
    moved = [slider.id for slider in _sliders(drag.base) if values.number(slider.id) != slider.value]
    try:
        return drag.base.changed(**{name: _number(name, values) for name in moved})
    except ConfigError as error:
        st.caption(plain(str(error)))
        return drag.wanted


def _number(name: str, values: Values) -> float:
    return int(values.number(name)) if name in ("hidden", "seed") else values.number(name)


def _wait(run: Run) -> None:
    end = time.monotonic() + PATIENCE
    while run.training and time.monotonic() < end:
        time.sleep(0.003)
