"""Every value of a layer by its compiled kernel, where one is ready: the same as step by step, only sooner."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from rnnviz.cells.cell import PREVIOUS, Cell
from rnnviz.cells.schedule import schedule
from rnnviz.kernels.tape import Tape
from rnnviz.kernels.workshop import WORKSHOP
from rnnviz.tracing.trace import Array


def run_compiled(
    cell: Cell, parameters: Mapping[str, Array], inputs: Array, states: Mapping[str, Array]
) -> Tape | None:
    """Run one direction of a layer over a batch [T, B, F] in the order of its steps; None where no kernel is ready.

    Args:
        states: before the first step, by name; those left out are zero.
    """
    if inputs.dtype != np.float32 or any(array.dtype != np.float32 for array in parameters.values()):
        return None
    kernel = WORKSHOP.kernel(cell)
    if kernel is None:
        return None
    steps, batch, features = inputs.shape
    tape = Tape(kernel, steps, batch, {**_sizes(cell, parameters), "F": features})
    for state, array in states.items():
        tape.begin(state)[:] = array
    tape.run(parameters, inputs)
    return tape


def record_compiled(
    cell: Cell, parameters: Mapping[str, Array], inputs: Array, states: Mapping[str, Array], reverse: bool
) -> dict[str, Array] | None:
    """Every value over one example [T, F] in the order of time, as `LayerRecorder.arrays` has them, or None."""
    order = slice(None, None, -1) if reverse else slice(None)
    tape = run_compiled(cell, parameters, inputs[order, None], states)
    if tape is None:
        return None
    plan, products = schedule(cell), tape.products()
    found = {state + PREVIOUS: tape.before(state) for state in cell.states}
    for assignment in (*plan.ahead, *plan.each_step):
        found[assignment.key] = products[assignment.key] if assignment.key in products else tape.after(assignment.key)
    arrays = {key: np.ascontiguousarray(array[order, 0]) for key, array in found.items()}
    vectors = {name: array.copy() for name, array in parameters.items() if array.ndim == 1}
    return {"x": inputs.copy(), **arrays, **vectors}


def _sizes(cell: Cell, parameters: Mapping[str, Array]) -> dict[str, int]:
    found = {axis: n for p in cell.parameters for axis, n in zip(p.axes, parameters[p.name].shape, strict=True)}
    hidden = found.get("H", 1)
    return {"H": hidden, "P": found.get("P", hidden), "F": found.get("F", 1)}
