"""Operations worth trying, for every cell that has what they change."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from rnnviz.cells.cell import OUTPUT, Cell
from rnnviz.cells.memory import memory, output_gate
from rnnviz.tracing.intervention import Change, Intervention, silence
from rnnviz.words import N

Make = Callable[[Cell, str, int, int], tuple[Change, ...] | None]


@dataclass(frozen=True)
class Preset:
    """Something to do to a layer.

    Attributes:
        key: its name.
        label, meaning: English; what it is called, and what it does.
        make: (cell, layer, unit, step) to the changes; None where the cell has not what they change.
    """

    key: str
    label: str
    meaning: str
    make: Make


def _freeze(cell: Cell, layer: str, unit: int, step: int) -> tuple[Change, ...] | None:
    found = memory(cell)
    if found is None:
        return None
    shut = tuple(Intervention(f"{layer}.{gate}", "clamp", 0.0, first=step) for gate in found.writes)
    return (
        shut if found.keep is None else (Intervention(f"{layer}.{found.keep}", "clamp", found.holds, first=step), *shut)
    )


def _forget(cell: Cell, layer: str, unit: int, step: int) -> tuple[Change, ...] | None:
    found = memory(cell)
    if found is None or found.keep is None:
        state = found.state if found else OUTPUT
        return (Intervention(f"{layer}.{state}", "clamp", 0.0, first=step, last=step),)
    return (Intervention(f"{layer}.{found.keep}", "clamp", 1.0 - found.holds, first=step, last=step),)


def _close(cell: Cell, layer: str, unit: int, step: int) -> tuple[Change, ...] | None:
    gate = output_gate(cell)
    return None if gate is None else (Intervention(f"{layer}.{gate}", "clamp", 0.0, first=step),)


def _silence(cell: Cell, layer: str, unit: int, step: int) -> tuple[Change, ...] | None:
    return (silence(layer, unit),)


PRESETS: tuple[Preset, ...] = (
    Preset(
        "freeze",
        N("Freeze memory"),
        N("From the step that is shown on, nothing is forgotten and nothing is written: the memory stands still."),
        _freeze,
    ),
    Preset("forget", N("Forget all"), N("At the step that is shown, the old memory is thrown away."), _forget),
    Preset(
        "close",
        N("Close output"),
        N("From the step that is shown on, the memory goes on, but nobody sees it."),
        _close,
    ),
    Preset(
        "silence",
        N("Silence unit"),
        N("The output of the unit that is shown is 0 for all that read it, at every step."),
        _silence,
    ),
)


def offered(cell: Cell) -> tuple[Preset, ...]:
    """Those that a cell has the gates for."""
    return tuple(preset for preset in PRESETS if preset.make(cell, "layer0", 0, 0) is not None)
