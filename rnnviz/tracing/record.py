"""Traces of networks and layers that torch holds, checked against the engine that trains them."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import torch
from torch import nn

from rnnviz.network import FirstUnits, Network, Recurrent
from rnnviz.tracing.layers import Parameters, States, layer_output, run_freely, run_layers
from rnnviz.tracing.trace import Array, Check, Trace


def record_layers(recurrent: Recurrent, inputs: Array, states: States | None = None) -> Trace:
    """Run stacked layers over one example.

    Args:
        recurrent: layers with their parameters.
        inputs: [T, F].
        states: states before the first step by layer address and name; zeros where there are none.
    """
    return run_layers(recurrent.cell, _parameters(recurrent), inputs, states)


def record(network: Network, inputs: Array) -> Trace:
    """Run a network over one example and check it against the engine that trains it.

    Args:
        network: on any device; not changed.
        inputs: [T, F] plain, or symbols [T].
    """
    with torch.no_grad():
        batch = torch.from_numpy(np.ascontiguousarray(inputs))[None].to(network.device)
        encoded = network.encode(batch)
        reference = network.readout(network.engine.run(network.recurrent, encoded))[0].cpu().numpy()
    trace = record_layers(network.recurrent, encoded[0].cpu().numpy())
    weight, bias = _readout(network)
    outputs = layer_output(trace) @ weight.T + bias
    difference = float(np.abs(outputs - reference).max())
    return replace(trace, outputs=outputs, check=Check(network.engine.reference(network.recurrent), difference))


def record_free_run(network: Network, first: Array, steps: int) -> Trace | None:
    """Let a network feed on its own predictions.

    Args:
        network: one whose output can be its next input (K = F, plain encoding).
        first: [F] the input of the first step.
        steps: number of time steps.

    Returns:
        The trace, whose inputs are the predictions of the step before; None for a bidirectional network, which would
        have to read a future that is not there yet.
    """
    recurrent = network.recurrent
    if recurrent.bidirectional:
        return None
    weight, bias = _readout(network)
    return run_freely(recurrent.cell, _parameters(recurrent), weight, bias, first, steps)


def layer_parameters(network: Network, address: str) -> dict[str, Array]:
    """The arrays of one layer and direction by the names of the equations."""
    return {name: _numpy(tensor) for name, tensor in network.recurrent.named(address).items()}


def _readout(network: Network) -> tuple[Array, Array]:
    """Weight [K, H] and bias [K]; where there is no readout, those that take the first K units as they are."""
    if isinstance(network.readout, nn.Linear):
        return _numpy(network.readout.weight), _numpy(network.readout.bias)
    assert isinstance(network.readout, FirstUnits)
    kind, outputs = _numpy(next(network.recurrent.parameters())).dtype, network.readout.outputs
    return np.eye(outputs, network.recurrent.output_size, dtype=kind), np.zeros(outputs, kind)


def _parameters(recurrent: Recurrent) -> Parameters:
    return {
        address: {name: _numpy(tensor) for name, tensor in recurrent.named(address).items()}
        for address in recurrent.addresses
    }


def _numpy(tensor: torch.Tensor) -> Array:
    array: Array = tensor.detach().cpu().numpy()
    return array
