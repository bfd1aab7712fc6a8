"""Sliders of the page Gradients: what the networks begin with, and the step whose loss is differentiated."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import streamlit as st

from rnnviz.cells import find_cell
from rnnviz.player.controls import Control, Slider, Switch
from rnnviz.player.sliders import Group, Panel, Values, said
from rnnviz.training.config import RunConfig, has_forget_bias, has_input_gate
from rnnviz.ui.gradients import session
from rnnviz.words import N, t

KEY = "gradients-sliders"
_KNOWN = "gradients.sliders.known"
_STEP, _SCALE = "step", "recurrent_scale"
_BIASES = {"forget_bias": (-3.0, 6.0), "input_bias": (-6.0, 3.0)}
"""How far each slider goes, unless a value from elsewhere lies beyond."""
_TITLES = {
    "forget_bias": N("Forget bias"),
    "input_bias": N("Input bias"),
    _SCALE: N("Recurrent weights, times"),
    _STEP: N("Target step; 0: all steps"),
}


@dataclass(frozen=True)
class Asked:
    """What the sliders ask for.

    Attributes:
        biases: at the start, by field; None as PyTorch draws it.
        scale: what the recurrent weights are multiplied by at the start.
        step: the time step whose loss it is, counted from 1; 0 for all that training reads.
    """

    biases: tuple[tuple[str, float | None], ...]
    scale: float
    step: int

    def changes(self) -> dict[str, float | None]:
        """The fields of a configuration."""
        return {**dict(self.biases), _SCALE: self.scale}


@dataclass(frozen=True)
class _Known:
    """What the sliders last had to take over, what they ask for now, and how many steps there are."""

    imposed: Asked
    asked: Asked
    steps: int
    revision: int


def follow(steps: int) -> tuple[Panel, Asked]:
    """Take in what the sliders have told; the panel to show, and what they ask for.

    Args:
        steps: T where the loss of any step can be asked for; 0 where there is one loss only, that of the last step.
    """
    known = _known(steps)
    asked = read(known.asked, panel(known.imposed, steps, known.revision).values(said(KEY)), steps)
    if asked != known.asked:
        session.set_base(session.base().changed(**asked.changes()))
    imposed, revision = known.imposed, known.revision
    if _switches(asked) != _switches(imposed):
        imposed, revision = asked, revision + 1  # a bias that has been moved is a bias that is set: its switch follows
    st.session_state[_KNOWN] = _Known(imposed, asked, steps, revision)
    return panel(imposed, steps, revision), asked


def panel(asked: Asked, steps: int, revision: int) -> Panel:
    """The controls, as they are to be taken over."""
    groups = [Group(field, t(_TITLES[field]), _bias(field, value), field[0]) for field, value in asked.biases]
    scale = Slider(_SCALE, "", 0.0, max(4.0, asked.scale), 0.05, asked.scale)
    groups.append(Group(_SCALE, t(_TITLES[_SCALE]), (scale,)))
    if steps:
        step = Slider(_STEP, "", 0, steps, 1, asked.step)
        groups.append(Group(_STEP, t(_TITLES[_STEP]), (step,)))
    return Panel(t("What the networks begin with"), tuple(groups), revision=revision)


def read(before: Asked, values: Values, steps: int) -> Asked:
    """What the controls say; a bias whose slider is moved while it is as drawn becomes that."""
    biases = tuple((field, _read_bias(field, value, values)) for field, value in before.biases)
    return Asked(biases, values.number(_SCALE), int(values.number(_STEP)) if steps else before.step)


def _known(steps: int) -> _Known:
    """What is known of the sliders; what has been chosen by other means is to be taken over."""
    known: _Known | None = st.session_state.get(_KNOWN)
    base = session.base()
    step = min(known.asked.step, steps) if known and known.steps and steps else steps
    now = Asked(tuple(_biases(base)), base.recurrent_scale, step)
    if known is None or (known.asked, known.steps) != (now, steps):
        known = _Known(now, now, steps, known.revision + 1 if known else 0)
    return known


def _biases(base: RunConfig) -> Iterator[tuple[str, float | None]]:
    cells = [find_cell(cell) for cell in session.comparison().cells]
    for field, has_gate in (("forget_bias", has_forget_bias), ("input_bias", has_input_gate)):
        if any(map(has_gate, cells)):
            yield field, getattr(base, field)


def _bias(field: str, value: float | None) -> tuple[Control, ...]:
    low, high = _BIASES[field]
    shown = value or 0.0
    help = t("Until it is moved, the bias is as PyTorch draws it.")
    slider = Slider(f"{field}.value", "", min(low, shown), max(high, shown), 0.25, shown, help)
    return Switch(f"{field}.on", t("Set; otherwise as PyTorch draws it"), value is not None), slider


def _read_bias(field: str, before: float | None, values: Values) -> float | None:
    told, on = values.number(f"{field}.value"), values.flag(f"{field}.on")
    if before is None:
        return told if on or told != 0.0 else None
    return told if on else None


def _switches(asked: Asked) -> tuple[bool, ...]:
    return tuple(value is not None for _, value in asked.biases)
