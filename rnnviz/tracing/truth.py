"""How well each unit carries what an ideal memory would hold: the correlation of its states with the task's truth."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.floating]


@dataclass(frozen=True, eq=False)
class Carried:
    """How well the units of one state carry one truth, over the steps of several examples.

    Attributes:
        truth: its name, as the task has it.
        address: the state: "layer0.c".
        correlation: [H] from -1 to 1; 0 where either never changes.
        slope, offset: [H] the straight line from the truth to the state that fits best: state ≈ offset + slope · truth.
    """

    truth: str
    address: str
    correlation: Array
    slope: Array
    offset: Array

    def fitted(self, truth: Array) -> Array:
        """What each unit would be if it were the truth [T] on its own scale: [T, H]."""
        fitted: Array = self.offset + truth[:, None] * self.slope
        return fitted


def best_first(found: tuple[Carried, ...], truth: str) -> list[tuple[Carried, int]]:
    """Every state and unit, the one that carries this truth best first."""
    of_truth = [(each, unit) for each in found if each.truth == truth for unit in range(len(each.correlation))]
    return sorted(of_truth, key=lambda pair: -abs(float(pair[0].correlation[pair[1]])))


def correlate(name: str, address: str, truth: Array, state: Array) -> Carried:
    """Least squares of state [N, H] on truth [N]."""
    state = state.astype(np.float64)
    about, apart = truth - truth.mean(), state - state.mean(0)
    together, spread = about @ apart, float(about @ about)
    lengths = np.sqrt(spread * (apart**2).sum(0))
    correlation = np.divide(together, lengths, out=np.zeros_like(together), where=lengths > 1e-12)
    slope = together / spread if spread > 0 else np.zeros_like(together)
    return Carried(name, address, correlation, slope, state.mean(0) - slope * truth.mean())
