"""The runs of one map, a place each."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from rnnviz.training.group import RunGroup
from rnnviz.training.run import Run
from rnnviz.training.sweep import Sweep, allowed

LAST = 10
"""Iterations whose losses are averaged: with random batches a single one says little."""


class Field(RunGroup):
    """A sweep with its runs.

    Attributes:
        runs: [row][column], None where the configuration is not allowed.
    """

    def __init__(self, sweep: Sweep) -> None:
        self.sweep = sweep
        # Only losses are shown here: without moments on the way, many runs are not much to keep.
        self.runs: tuple[tuple[Run | None, ...], ...] = tuple(
            tuple(_run(sweep, row, column) for column in range(len(sweep.columns))) for row in range(len(sweep.rows))
        )

    @property
    def all_runs(self) -> tuple[Run, ...]:
        """Every run, row by row."""
        return tuple(run for row in self.runs for run in row if run is not None)

    def losses(self) -> NDArray[np.float64]:
        """[rows, columns] mean loss of the last iterations made so far; NaN without any, infinite where it diverged."""
        return np.array([[_last_loss(run) for run in row] for row in self.runs])


def _run(sweep: Sweep, row: int, column: int) -> Run | None:
    config = allowed(sweep, row, column)
    return Run(config, moments=False, hurried=True) if config else None


def _last_loss(run: Run | None) -> float:
    if run is None:
        return float("nan")
    if run.status == "failed":
        return float("inf")
    losses = run.losses[-LAST:]
    return float(losses.mean()) if len(losses) else float("nan")
