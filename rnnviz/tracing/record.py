"""Traces of networks and layers that torch holds, checked against the engine that trains them."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import torch

from rnnviz.network import Network, Recurrent
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
        batch = torch.from_numpy(np.ascontiguousarray(inputs))[None].to(network.readout.weight.device)
        encoded = network.encode(batch)
        reference = network.readout(network.engine.run(network.recurrent, encoded))[0].cpu().numpy()
    trace = record_layers(network.recurrent, encoded[0].cpu().numpy())
    outputs = layer_output(trace) @ _numpy(network.readout.weight).T + _numpy(network.readout.bias)
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
    recurrent, readout = network.recurrent, network.readout
    if recurrent.bidirectional:
        return None
    return run_freely(
        recurrent.cell, _parameters(recurrent), _numpy(readout.weight), _numpy(readout.bias), first, steps
    )


def _parameters(recurrent: Recurrent) -> Parameters:
    return {
        address: {name: _numpy(tensor) for name, tensor in recurrent.named(address).items()}
        for address in recurrent.addresses
    }


def _numpy(tensor: torch.Tensor) -> Array:
    array: Array = tensor.detach().cpu().numpy()
    return array
