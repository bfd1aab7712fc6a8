"""Runs a cell's equations step by step and keeps every value."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
import torch

from rnnviz.cells.cell import Cell
from rnnviz.cells.evaluate import NUMPY, stepper
from rnnviz.cells.schedule import schedule
from rnnviz.network import Network, Recurrent
from rnnviz.tracing.trace import Array, Check, Trace

States = Mapping[str, Mapping[str, Array]]


class LayerRecorder:
    """One layer in one direction, run a step at a time.

    Args:
        cell: the equations.
        parameters: arrays by the names of the equations.
        states: the states before the first step, by name, each [H].
    """

    def __init__(self, cell: Cell, parameters: Mapping[str, Array], states: Mapping[str, Array]) -> None:
        order = schedule(cell)
        self._cell = cell
        self._vectors = {name: array for name, array in parameters.items() if array.ndim == 1}
        self._env: dict[str, Array] = dict(parameters)
        self._env.update({f"{state}_prev": states[state] for state in cell.states})
        self._step = stepper([*order.ahead, *order.each_step], NUMPY)
        keys = ["x", *(f"{state}_prev" for state in cell.states)]
        keys += [assignment.key for assignment in (*order.ahead, *order.each_step)]
        self._kept: dict[str, list[Array]] = {key: [] for key in keys}

    def step(self, inputs: Array) -> Array:
        """Take one time step: inputs [F] -> output [H]."""
        env = self._env
        env["x"] = inputs
        self._step(env)
        for key, kept in self._kept.items():
            kept.append(env[key])
        for state in self._cell.states:
            env[f"{state}_prev"] = env[state]
        return env["h"]

    def arrays(self, reverse: bool = False) -> dict[str, Array]:
        """All that was kept: [T, H] in the order of time, and the biases [H]."""
        order = slice(None, None, -1) if reverse else slice(None)
        return {**{key: np.stack(kept[order]) for key, kept in self._kept.items()}, **self._vectors}


def record_layers(recurrent: Recurrent, inputs: Array, states: States | None = None) -> Trace:
    """Run stacked layers over one example.

    Args:
        recurrent: layers with their parameters.
        inputs: [T, F].
        states: states before the first step by layer address and name; zeros where there are none.
    """
    found: dict[str, Array] = {}
    layer_inputs = inputs
    for layer in range(recurrent.layers):
        outputs = []
        for address in (a for a in recurrent.addresses if a.partition(".")[0] == f"layer{layer}"):
            recorder = _recorder(recurrent, address, inputs.dtype, states)
            reverse = address.endswith(".reverse")
            for vector in layer_inputs[::-1] if reverse else layer_inputs:
                recorder.step(vector)
            arrays = recorder.arrays(reverse)
            outputs.append(arrays["h"])
            found.update({f"{address}.{key}": array for key, array in arrays.items()})
        layer_inputs = np.concatenate(outputs, axis=-1)
    return Trace(recurrent.cell, recurrent.addresses, found, inputs)


def layer_output(trace: Trace) -> Array:
    """The output of the last layer, both directions side by side: [T, H or 2·H]."""
    last = trace.layers[-1].partition(".")[0]
    return np.concatenate([trace[f"{a}.h"] for a in trace.layers if a.partition(".")[0] == last], axis=-1)


def record(network: Network, inputs: Array) -> Trace:
    """Run a network over one example and check it against the engine that trains it.

    Args:
        network: on any device; not changed.
        inputs: [T, F] plain, or symbols [T].
    """
    with torch.no_grad():
        batch = torch.from_numpy(np.ascontiguousarray(inputs))[None].to(network.readout.weight.device)
        encoded = network.encode(batch)
        reference = network.readout(network.engine.run(network.recurrent, encoded))[0].cpu().numpy()
    trace = record_layers(network.recurrent, encoded[0].cpu().numpy())
    outputs = _readout(network, layer_output(trace))
    difference = float(np.abs(outputs - reference).max())
    return replace(trace, outputs=outputs, check=Check(network.engine.reference(network.recurrent), difference))


def record_free_run(network: Network, first: Array, steps: int) -> Trace | None:
    """Let a network feed on its own predictions.

    Args:
        network: one whose output can be its next input (K = F, plain encoding).
        first: [F] the input of the first step.
        steps: number of time steps.

    Returns:
        The trace, whose inputs are the predictions of the step before; None for a bidirectional network, which would have to
        read a future that is not there yet.
    """
    recurrent = network.recurrent
    if recurrent.bidirectional:
        return None
    dtype = _numpy(network.readout.weight).dtype
    recorders = {address: _recorder(recurrent, address, dtype, None) for address in recurrent.addresses}
    inputs, outputs = [first.astype(dtype)], []
    weight, bias = _numpy(network.readout.weight), _numpy(network.readout.bias)
    for _ in range(steps):
        vector = inputs[-1]
        for recorder in recorders.values():
            vector = recorder.step(vector)
        outputs.append(vector @ weight.T + bias)
        inputs.append(outputs[-1])
    found = {f"{address}.{key}": array for address, r in recorders.items() for key, array in r.arrays().items()}
    return Trace(recurrent.cell, recurrent.addresses, found, np.stack(inputs[:-1]), np.stack(outputs))


def _readout(network: Network, hidden: Array) -> Array:
    return hidden @ _numpy(network.readout.weight).T + _numpy(network.readout.bias)


def _recorder(recurrent: Recurrent, address: str, dtype: np.dtype[np.floating], states: States | None) -> LayerRecorder:
    parameters = {name: _numpy(tensor) for name, tensor in recurrent.named(address).items()}
    zeros = {state: np.zeros(recurrent.state_size(state), dtype) for state in recurrent.cell.states}
    given = states.get(address, {}) if states else {}
    return LayerRecorder(recurrent.cell, parameters, {**zeros, **given})


def _numpy(tensor: torch.Tensor) -> Array:
    array: Array = tensor.detach().cpu().numpy()
    return array
