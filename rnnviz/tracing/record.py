"""Traces of networks and layers that torch holds, checked against the engine that trains them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import torch
from numpy.typing import NDArray
from torch import nn

from rnnviz.network import FirstUnits, Network, Recurrent
from rnnviz.tracing.arrays import ArrayNetwork
from rnnviz.tracing.intervention import Change, active, check_changes
from rnnviz.tracing.layers import RUNAWAY, Parameters, States, run_layers
from rnnviz.tracing.trace import Array, Check, Trace


def record_layers(
    recurrent: Recurrent, inputs: Array, states: States | None = None, interventions: Sequence[Change] = ()
) -> Trace:
    """Run stacked layers over one example.

    Args:
        recurrent: layers with their parameters.
        inputs: [T, F].
        states: states before the first step by layer address and name; zeros where there are none.
        interventions: what is changed, in order.

    Raises:
        InterventionError: there is not what is to be changed.
    """
    parameters = _parameters(recurrent)
    check_changes(interventions, recurrent.cell, parameters)
    return run_layers(recurrent.cell, parameters, inputs, states, active(interventions))


@RUNAWAY
def record(network: Network, inputs: Array, interventions: Sequence[Change] = ()) -> Trace:
    """Run a network over one example and check it against the engine that trains it.

    Args:
        network: on any device; not changed.
        inputs: [T, F] plain, or symbols [T].
        interventions: what is changed, in order. The engine knows none of them: where any is on, there is no check.

    Raises:
        InterventionError: there is not what is to be changed.
    """
    encoded = encode(network, inputs[None])[0]
    trace = as_arrays(network).trace(encoded, interventions)
    if active(interventions):
        return trace
    assert trace.outputs is not None
    with torch.no_grad():
        batch = torch.from_numpy(encoded)[None].to(network.device)
        reference = network.readout(network.engine.run(network.recurrent, batch))[0].cpu().numpy()
    difference = float(np.abs(trace.outputs - reference).max())
    return replace(trace, check=Check(network.engine.reference(network.recurrent), difference))


def encode(network: Network, inputs: NDArray[np.generic]) -> Array:
    """What the first recurrent layer reads: [B, T, F], from plain inputs [B, T, F] or symbols [B, T]."""
    with torch.no_grad():
        return _numpy(network.encode(torch.from_numpy(np.ascontiguousarray(inputs)).to(network.device)))


def as_arrays(network: Network) -> ArrayNetwork:
    """The recurrent layers and the readout as NumPy arrays; views of the network's where it is on the CPU."""
    return ArrayNetwork(network.recurrent.cell, _parameters(network.recurrent), *_readout(network))


def record_free_run(network: Network, first: Array, steps: int, interventions: Sequence[Change] = ()) -> Trace | None:
    """Let a network feed on its own predictions.

    Args:
        network: one whose output can be its next input (K = F, plain encoding).
        first: [F] the input of the first step.
        steps: number of time steps.
        interventions: what is changed, in order.

    Returns:
        The trace, whose inputs are the predictions of the step before; None for a bidirectional network, which would
        have to read a future that is not there yet.
    """
    return as_arrays(network).free_run(first, steps, interventions)


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
