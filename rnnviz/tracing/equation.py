"""What an equation alone gives for a value that something else is made of afterwards."""

from __future__ import annotations

import numpy as np

from rnnviz.cells.evaluate import NUMPY, bind
from rnnviz.tracing.layers import RUNAWAY
from rnnviz.tracing.trace import Array, Trace


@RUNAWAY
def equation_gives(trace: Trace, layer: str, name: str) -> Array:
    """What the equation of a value gives, [T, H], from what the trace holds of all that the equation reads.

    Where nothing is changed afterwards, this is the recorded number itself, to its last digit.

    Raises:
        KeyError: there is no such layer or value.
    """
    found, recorded = trace.layer(layer), trace[f"{layer}.{name}"]
    result = np.broadcast_to(bind(trace.cell.equation(name).expression, NUMPY)(found), recorded.shape)
    # Computed for all steps at once or by another engine, a last digit may differ.
    same = np.isclose(result, recorded, rtol=1e-5, atol=1e-5, equal_nan=True)
    return np.where(same, recorded, result)
