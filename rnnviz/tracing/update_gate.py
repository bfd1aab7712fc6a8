"""The two published forms of the GRU's last line, computed from one trained network."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from rnnviz.cells import Cell
from rnnviz.network.threads import one_thread
from rnnviz.tracing.layers import run_layers
from rnnviz.tracing.run import trace_run
from rnnviz.tracing.trace import Trace
from rnnviz.training.advance import Budget, advance
from rnnviz.training.build import restore, start
from rnnviz.training.link import preset

ITERATIONS, UNITS = 60, 4

REPLACING = Cell(
    key="gru_replacing",
    title="GRU, z replaces",
    text="""\
r = sigmoid(W_r @ x + U_r @ h_prev + b_r)
z = sigmoid(-(W_z @ x + U_z @ h_prev + b_z))
n = tanh(W_n @ x + b_n + r * (U_n @ h_prev + d_n))
h = z * n + (1 - z) * h_prev
""",
    source="Chung et al. 2014, arXiv:1412.3555",
)
"""The other convention: its gate is 1 - z of PyTorch's, which is the sigmoid of the opposite sum."""


@dataclass(frozen=True, eq=False)
class Readings:
    """One network in both conventions.

    Attributes:
        keeps: PyTorch's equations: z is the share of the old state that is kept.
        replaces: the other ones with the same weights: z is the share that is replaced.
    """

    keeps: Trace
    replaces: Trace

    @property
    def difference(self) -> float:
        """The largest difference between the states that the two give."""
        return float(np.abs(self.keeps["layer0.h"] - self.replaces["layer0.h"]).max())


@lru_cache(maxsize=1)
def readings() -> Readings:
    """Train a small GRU on the sine wave and run its weights through both forms."""
    config = preset("gru").changed(hidden=UNITS, iterations=ITERATIONS, learning_rate=0.03)
    with one_thread():
        checkpoint = advance(config, start(config), Budget(ITERATIONS)).checkpoint
        keeps = trace_run(config, checkpoint)
    named = restore(config, checkpoint).recurrent.named("layer0")
    weights = {name: tensor.detach().cpu().numpy() for name, tensor in named.items()}
    return Readings(keeps, run_layers(REPLACING, {"layer0": weights}, keeps.inputs))
