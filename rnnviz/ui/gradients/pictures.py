"""The gradients of each cell, as the board shows them."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from rnnviz.cells.expression import source
from rnnviz.cells.keeping import keep_factor
from rnnviz.figures.theme import cell_hues
from rnnviz.player.board import BandLine, Column, Figure, Panel, Row, Table, board_payload
from rnnviz.tracing.gradients import Gradients, StateGradient, gradients, lengths
from rnnviz.tracing.trace import Array
from rnnviz.training.build import restore
from rnnviz.training.run import RunView
from rnnviz.ui.cell_names import cell_title
from rnnviz.ui.compare.contest import Contest
from rnnviz.words import readable, t

FLOOR, CEILING = 1e-16, 1e16
"""Gradients beyond these are not drawn: one that is as good as nothing would press all others to the top."""


@dataclass(frozen=True, eq=False)
class Flow:
    """The gradients of one cell's last layer.

    Attributes:
        cell: its key.
        whole: the gradients of everything.
        hidden: of the hidden state.
        memory: of the state that a factor keeps, with its name ("c") and that factor's ("f"); None where no state is.
    """

    cell: str
    whole: Gradients
    hidden: StateGradient
    memory: StateGradient | None
    state: str
    factor: str

    @property
    def last(self) -> int:
        """The time step, counted from 0, whose loss it is, or the last one."""
        return len(self.hidden.full) - 1 if self.whole.step is None else self.whole.step

    @property
    def change(self) -> float:
        """What the gradient of h is multiplied by on the whole way back; infinite where it outgrows all numbers."""
        first, last = (float(each) for each in lengths(self.hidden.full)[[0, self.last]])
        if not (math.isfinite(first) and math.isfinite(last)):
            return math.inf
        return first / last if last > 0 else 0.0


def flows(shown: Contest, example: int, step: int | None, untrained: bool = False) -> list[Flow]:
    """The gradients of every cell, on one of the task's examples, at its latest moment or before the training."""
    return [_flow(shown, cell, example, step, untrained) for cell in shown.comparison.cells]


def _flow(shown: Contest, cell: str, example: int, step: int | None, untrained: bool) -> Flow:
    run = shown.runs[cell][0]
    task = run.config.make_task()
    checkpoint = run.at(0) if untrained else run.checkpoint
    found = gradients(restore(run.config, checkpoint).double(), task, task.example(example), step)
    layer = f"layer{run.config.layers - 1}"
    equations = run.config.cell_equations
    kept = {name: source(expr) for name in equations.states if (expr := keep_factor(equations, name)) is not None}
    state, factor = next(iter(kept.items()), ("", ""))
    memory = found.states[f"{layer}.{state}"] if state else None
    return Flow(cell, found, found.states[f"{layer}.h"], memory, state, factor)


def gradient_board(shown: Contest, views: Mapping[str, RunView], found: list[Flow], scale: str) -> bytes:
    """The bytes for the board: |∂L/∂h| of all, |∂L/∂c| beside the product of the keeping factors, and a table.

    Pictures with the same name of a `scale` share axes that only grow.
    """
    x_range = (1.0, float(max(flow.last for flow in found) + 1))
    panels = (
        Panel(
            t("∂L/∂h: how much each hidden state matters"),
            t("length of the gradient, in the unit of the loss"),
            t("time step"),
            x_range,
            _all(found),
            True,
        ),
        Panel(
            t("The memory, and the product of forget gates"),
            t("dashed: by that product alone, without all other paths"),
            t("time step"),
            x_range,
            _memories(found),
            True,
        ),
    )
    step = found[0].whole.step
    return board_payload(f"{scale}.{step}", panels, _table(shown, views, found))


def _all(found: list[Flow]) -> tuple[BandLine, ...]:
    hues = cell_hues([flow.cell for flow in found])
    return tuple(_line(cell_title(flow.cell), hues[flow.cell], flow, lengths(flow.hidden.full)) for flow in found)


def _memories(found: list[Flow]) -> tuple[BandLine, ...]:
    lines, hues = [], cell_hues([flow.cell for flow in found])
    for flow in found:
        if flow.memory is not None and flow.memory.kept is not None:
            title, hue = cell_title(flow.cell), hues[flow.cell]
            product = f"{title} ∏{_bracketed(flow.factor)}"
            lines.append(_line(f"{title} {flow.state}", hue, flow, lengths(flow.memory.full)))
            lines.append(_line(product, hue, flow, lengths(flow.memory.kept), dashed=True))
    return tuple(lines)


def _bracketed(factor: str) -> str:
    return factor if factor.isalnum() else f"({factor})"


def _line(name: str, hue: str, flow: Flow, values: Array, dashed: bool = False) -> BandLine:
    upto = values[: flow.last + 1]
    there = np.flatnonzero((upto >= FLOOR) & (upto <= CEILING))
    heights = upto[there]
    return BandLine(name, hue, there + 1.0, heights, heights, heights, dashed)


def _table(shown: Contest, views: Mapping[str, RunView], found: list[Flow]) -> Table:
    clip = shown.comparison.base.clip
    cut = t("cut to {n:g} by clipping", n=clip) if clip else t("no clipping")
    columns = (
        Column(t("Cell")),
        Column(t("iteration")),
        Column(t("loss"), t("Of this example, at the target step.")),
        Column(t("∂L/∂h at step 1"), t("Length of the gradient with respect to the first hidden state.")),
        Column(t("at the target step")),
        Column(t("times a step"), t("What the gradient is multiplied by on the way back, a step, on average.")),
        Column(
            t("∂L/∂weights"),
            t("Length of the gradient of all weights of this example, before any clipping; {cut}.", cut=cut),
        ),
    )
    hues = cell_hues([flow.cell for flow in found])
    rows = tuple(_row(flow, hues[flow.cell], views[flow.cell]) for flow in found)
    return Table(t("Gradients of the cells"), columns, rows)


def _row(flow: Flow, hue: str, view: RunView) -> Row:
    sizes = lengths(flow.hidden.full)
    first, last = float(sizes[0]), float(sizes[flow.last])
    return Row(
        cell_title(flow.cell),
        hue,
        (
            Figure(str(view.iteration)),
            Figure(readable(flow.whole.loss)),
            Figure(readable(first)),
            Figure(readable(last)),
            Figure(readable(rate(first, last, flow.last))),
            Figure(readable(flow.whole.weights)),
        ),
    )


def rate(first: float, last: float, steps: int) -> float:
    """What the gradient is multiplied by on the way back, a step, on average; 1 where there is no way."""
    if not (math.isfinite(first) and math.isfinite(last)):
        return math.inf
    if steps == 0 or last == 0:
        return 1.0
    return math.exp(math.log(first / last) / steps) if first > 0 else 0.0
