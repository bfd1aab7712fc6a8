"""Runs a cell's equations step by step, with NumPy, and keeps every value."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any

import numpy as np

from rnnviz.cells.cell import OUTPUT, Cell
from rnnviz.cells.evaluate import NO_HOOKS, NUMPY, Hook, stepper
from rnnviz.cells.schedule import schedule
from rnnviz.tracing.changes import TIME, edited, hooks, operations
from rnnviz.tracing.compiled import CompiledLayer, compiled_layer
from rnnviz.tracing.intervention import Change, value_size
from rnnviz.tracing.trace import Array, Trace

Parameters = Mapping[str, Mapping[str, Array]]
"""The arrays of each layer and direction, by address and by the names of the equations."""
States = Mapping[str, Mapping[str, Array]]
"""States before the first step, by address and name; those left out are zero."""

RUNAWAY = np.errstate(over="ignore", invalid="ignore")
"""A cell may run away: its values are then infinite or none at all, which is shown and nothing to warn of."""


class LayerRecorder:
    """One layer in one direction, run a step at a time.

    The steps compute what the next one needs and keep the states. From these, all values of all time steps follow at
    once, afterwards.

    Args:
        cell: the equations.
        parameters: arrays by the names of the equations.
        states: states before the first step, by name, each [H]; zeros where left out.
        changes: what becomes of a value, by name, right after it is computed.
        reverse: whether it reads from the last time step to the first.
    """

    def __init__(
        self,
        cell: Cell,
        parameters: Mapping[str, Array],
        states: Mapping[str, Array],
        changes: Mapping[str, Hook] = NO_HOOKS,
        reverse: bool = False,
    ) -> None:
        order = schedule(cell)
        self._order = slice(None, None, -1 if reverse else 1)
        self._parameters = dict(parameters)
        self._ahead, self._each_step = stepper(order.ahead, NUMPY), stepper(order.each_step, NUMPY, changes)
        self._products = [assignment.key for assignment in order.ahead]
        self._keys = [assignment.key for assignment in (*order.ahead, *order.each_step)]
        begin = {**_zeros(cell, parameters), **states}
        self._env: dict[str, Any] = {**parameters, **{f"{state}_prev": array for state, array in begin.items()}}
        self._inputs: list[Array] = []
        self._states = {state: [begin[state]] for state in cell.states}

    @RUNAWAY
    def step(self, inputs: Array) -> Array:
        """Take one time step: inputs [F] -> output [H]."""
        self._env["x"] = inputs
        self._ahead(self._env)
        return self._advance(inputs)

    @RUNAWAY
    def run(self, inputs: Array) -> Array:
        """Take all steps: inputs [T, F] or [T, B, F] -> outputs [T, H] or [T, B, H], in the order of time."""
        self._env["x"] = ordered = inputs[self._order]
        self._ahead(self._env)
        products = {key: self._env[key] for key in self._products}
        outputs = []
        for time, vector in enumerate(ordered):
            self._env.update({key: array[time] for key, array in products.items()}, x=vector)
            outputs.append(self._advance(vector))
        return np.stack(outputs)[self._order]

    @RUNAWAY
    def arrays(self) -> dict[str, Array]:
        """Every value of the steps taken over one sequence: [T, H] in the order of time, and the biases [H]."""
        states = {state: np.stack(kept) for state, kept in self._states.items()}
        known = {"x": np.stack(self._inputs), **{f"{state}_prev": kept[:-1] for state, kept in states.items()}}
        env: dict[str, Any] = {**self._parameters, **known, TIME: None}
        self._ahead(env)
        self._each_step(env)
        # The states are those that the steps went on with; computed for all steps at once, a last digit may differ.
        env.update({state: kept[1:] for state, kept in states.items()})
        found = {key: _over_time(env[key], len(self._inputs))[self._order] for key in (*known, *self._keys)}
        # Copies, because the parameters may be views of a network that trains on.
        return {**found, **{name: array.copy() for name, array in self._parameters.items() if array.ndim == 1}}

    def _advance(self, inputs: Array) -> Array:
        env = self._env
        env[TIME] = len(self._inputs)
        self._each_step(env)
        self._inputs.append(inputs)
        for state, kept in self._states.items():
            env[f"{state}_prev"] = env[state]
            kept.append(env[state])
        output: Array = env["h"]
        return output


def run_layers(
    cell: Cell, parameters: Parameters, inputs: Array, states: States | None = None, changes: Sequence[Change] = ()
) -> Trace:
    """Run stacked layers over one example [T, F]; `parameters` names the layers and directions in order."""
    found: dict[str, Array] = {}
    layer_inputs = inputs
    for layer in dict.fromkeys(address.partition(".")[0] for address in parameters):
        outputs = []
        for address in (address for address in parameters if address.partition(".")[0] == layer):
            begin = (states or {}).get(address, {})
            running = _layer(cell, parameters, address, changes, layer_inputs[:, None], begin)
            outputs.append(running.run(layer_inputs))
            found.update({f"{address}.{key}": array for key, array in running.arrays().items()})
        layer_inputs = np.concatenate(outputs, axis=-1)
    return Trace(cell, tuple(parameters), found, inputs.copy())


@RUNAWAY
def run_freely(
    cell: Cell,
    parameters: Parameters,
    weight: Array,
    bias: Array,
    first: Array,
    steps: int,
    changes: Sequence[Change] = (),
) -> Trace:
    """Run forward layers that feed on their own readout.

    Args:
        weight, bias: the readout, [F, H] and [F].
        first: [F] the input of the first step.
        steps: number of time steps T.
        changes: what is changed in the layers.
    """
    layers: dict[str, LayerRecorder | CompiledLayer] = {}
    features = len(first)
    for address in parameters:
        read = np.empty((steps, 1, features), weight.dtype)
        layers[address] = _layer(cell, parameters, address, changes, read)
        features = value_size(cell, parameters[address], OUTPUT)
    inputs, outputs = [first.astype(weight.dtype)], []
    for _ in range(steps):
        vector = inputs[-1]
        for layer in layers.values():
            vector = layer.step(vector)
        outputs.append(vector @ weight.T + bias)
        inputs.append(outputs[-1])
    found = {f"{address}.{key}": array for address, each in layers.items() for key, array in each.arrays().items()}
    return Trace(cell, tuple(parameters), found, np.stack(inputs[:-1]), np.stack(outputs))


def run_outputs(cell: Cell, parameters: Parameters, inputs: Array, changes: Sequence[Change] = ()) -> Array:
    """The outputs of the last layer over a batch [B, T, F], both directions side by side: [B, T, H or 2·H]."""
    outputs = np.swapaxes(inputs, 0, 1)
    for layer in dict.fromkeys(address.partition(".")[0] for address in parameters):
        found = []
        for address in (address for address in parameters if address.partition(".")[0] == layer):
            found.append(_layer(cell, parameters, address, changes, outputs).run(outputs))
        outputs = np.concatenate(found, axis=-1)
    return np.swapaxes(outputs, 0, 1)


def layer_output(trace: Trace) -> Array:
    """The output of the last layer, both directions side by side: [T, H or 2·H]."""
    last = trace.layers[-1].partition(".")[0]
    return np.concatenate([trace[f"{a}.h"] for a in trace.layers if a.partition(".")[0] == last], axis=-1)


def _layer(
    cell: Cell,
    parameters: Parameters,
    address: str,
    changes: Sequence[Change],
    inputs: Array,
    states: Mapping[str, Array] = MappingProxyType({}),
) -> LayerRecorder | CompiledLayer:
    """One layer and direction, with what is changed in it, for inputs [T, B, F] of this shape and type."""
    arrays, changed = edited(parameters[address], changes, address), operations(changes, address)
    reverse = address.endswith(".reverse")
    compiled = compiled_layer(cell, arrays, states, inputs, changed, reverse)
    return compiled or LayerRecorder(cell, arrays, states, hooks(changed, len(inputs), reverse), reverse)


def _over_time(array: Array, steps: int) -> Array:
    """Values that are the same at every time step [H], for each of them [T, H]."""
    return array if np.ndim(array) == 2 else np.stack([array] * steps)


def _zeros(cell: Cell, parameters: Mapping[str, Array]) -> dict[str, Array]:
    sizes = {axis: n for p in cell.parameters for axis, n in zip(p.axes, parameters[p.name].shape, strict=True)}
    kind = next(iter(parameters.values())).dtype
    return {state: np.zeros(sizes[cell.axis(state)], kind) for state in cell.states}
