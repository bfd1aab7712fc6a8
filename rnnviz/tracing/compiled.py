"""One layer in one direction by its compiled kernel, where one is ready: the same as step by step, only sooner."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property

import numpy as np

from rnnviz.cells.cell import PREVIOUS, Cell
from rnnviz.cells.schedule import schedule
from rnnviz.kernels.load import Kernel
from rnnviz.kernels.tape import Changes, Tape, flat
from rnnviz.kernels.workshop import WORKSHOP
from rnnviz.tracing.changes import put_down
from rnnviz.tracing.intervention import Intervention
from rnnviz.tracing.trace import Array


class CompiledLayer:
    """As `LayerRecorder`, for so many steps of so many sequences.

    Args:
        parameters: float32 arrays by the names of the equations.
        states: before the first step, by name; zeros where left out.
        shape: T, B and F of what it is going to read.
        changes: what is changed, by the name of the value.
        reverse: whether it reads from the last time step to the first.
    """

    def __init__(
        self,
        cell: Cell,
        kernel: Kernel,
        parameters: Mapping[str, Array],
        states: Mapping[str, Array],
        shape: tuple[int, ...],
        changes: Mapping[str, list[Intervention]],
        reverse: bool,
    ) -> None:
        self._cell, self._kernel, self._interventions, self._reverse = cell, kernel, changes, reverse
        steps, batch, features = shape
        self._tape = Tape(kernel, steps, batch, {**_sizes(cell, parameters), "F": features})
        for state, array in states.items():
            self._tape.begin(state)[:] = array
        self._inputs = np.empty(shape, np.float32)
        self._trained = flat(kernel, parameters)
        self._biases = {name: array.copy() for name, array in parameters.items() if array.ndim == 1}
        self._made = 0

    def step(self, inputs: Array) -> Array:
        """Take one time step: inputs [F] -> output [H]."""
        time = self._made
        self._inputs[time] = inputs
        self._tape.operated(self._inputs, *self._trained, self._changes, time, time + 1)
        self._made += 1
        output: Array = self._tape.after("h")[time, 0]
        return output

    def run(self, inputs: Array) -> Array:
        """Take all steps: inputs [T, F] or [T, B, F] -> outputs [T, H] or [T, B, H], in the order of time."""
        self._inputs[:] = inputs.reshape(self._inputs.shape)[self._order]
        if self._interventions:
            self._tape.operated(self._inputs, *self._trained, self._changes)
        else:
            self._tape.forward(self._inputs, *self._trained)
        outputs: Array = self._tape.after("h")[self._order]
        return outputs.reshape(*inputs.shape[:-1], -1)

    def arrays(self) -> dict[str, Array]:
        """As of `LayerRecorder`, of the first sequence."""
        tape, plan = self._tape, schedule(self._cell)
        products = tape.products()
        found = {"x": self._inputs, **{state + PREVIOUS: tape.before(state) for state in self._cell.states}}
        for assignment in (*plan.ahead, *plan.each_step):
            key = assignment.key
            found[key] = products[key] if key in products else tape.after(key)
        return {**{key: array[self._order, 0] for key, array in found.items()}, **self._biases}

    @property
    def _order(self) -> slice:
        return slice(None, None, -1 if self._reverse else 1)

    @cached_property
    def _changes(self) -> Changes:
        changes = Changes(self._kernel, self._tape.steps, self._tape.sizes)
        put_down(self._interventions, self._tape.steps, self._reverse, changes.of)
        return changes


def compiled_layer(
    cell: Cell,
    parameters: Mapping[str, Array],
    states: Mapping[str, Array],
    inputs: Array,
    changes: Mapping[str, list[Intervention]],
    reverse: bool,
) -> CompiledLayer | None:
    """The layer, where a kernel is ready and there is no more than its single precision to keep; otherwise None.

    Args:
        inputs: [T, B, F] as it is going to read them; here only their shape and type matter.
    """
    if any(array.dtype != np.float32 for array in (inputs, *parameters.values())):
        return None
    kernel = WORKSHOP.kernel(cell)
    return CompiledLayer(cell, kernel, parameters, states, inputs.shape, changes, reverse) if kernel else None


def _sizes(cell: Cell, parameters: Mapping[str, Array]) -> dict[str, int]:
    found = {axis: n for p in cell.parameters for axis, n in zip(p.axes, parameters[p.name].shape, strict=True)}
    hidden = found.get("H", 1)
    return {"H": hidden, "P": found.get("P", hidden), "F": found.get("F", 1)}
