"""Opens a recurrent module of a person's own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import torch
from torch import Tensor, nn

from rnnviz.network import FusedRecurrent
from rnnviz.tracing.given import States0, one_initial_state, one_sequence
from rnnviz.tracing.intervention import Change, active
from rnnviz.tracing.layers import States, layer_output
from rnnviz.tracing.record import record_layers
from rnnviz.tracing.trace import Array, Check, Trace

__all__ = ["States0", "trace_module"]


def trace_module(
    module: nn.RNNBase,
    inputs: Tensor,
    states: States0 = None,
    example: int = 0,
    interventions: Sequence[Change] = (),
) -> Trace:
    """Every named value of a torch.nn.RNN, LSTM or GRU over one example.

    Args:
        module: as trained elsewhere; all layers, directions, `batch_first`, `bias=False`, `proj_size`. Not changed;
            dropout between layers is left out, as in `module.eval()`.
        inputs: [T, F], or with a batch [T, B, F], or [B, T, F] for `batch_first`, as the module itself takes them.
        states: initial states as the module itself takes them; zeros where None.
        example: which of the batch to open.
        interventions: what is changed, in order; where any is on, there is no check against the module.

    Raises:
        TypeError: `module` is not one of the three or computes in another type than float32 and float64, or
            `inputs` or `states` are no tensors.
        ValueError: `inputs` or `states` have another shape, there is no such example, or not what is to be changed.
    """
    recurrent = FusedRecurrent(module)
    kind = next(module.parameters()).dtype
    if kind not in (torch.float32, torch.float64):
        raise TypeError(f"The module computes in {kind}; rnnviz traces float32 and float64: give module.float().")
    sequence = one_sequence(module, inputs, example)
    initial = one_initial_state(module, inputs, states, example)
    trace = record_layers(recurrent, sequence.cpu().numpy(), _by_address(recurrent, initial), interventions)
    if active(interventions):
        return trace
    difference = float(np.abs(layer_output(trace) - _reference(module, sequence, initial)).max())
    return replace(trace, check=Check(f"torch.nn.{type(module).__name__}", difference))


def _reference(module: nn.RNNBase, sequence: Tensor, initial: dict[str, Tensor] | None) -> Array:
    """The module's own output [T, H], without dropout; its mode is as before afterwards."""
    parts = tuple(initial.values()) if initial else ()
    training = module.training
    try:
        with torch.no_grad():
            output: Tensor = module.eval()(sequence, parts if len(parts) > 1 else parts[0] if parts else None)[0]
    finally:
        module.train(training)
    found: Array = output.cpu().numpy()
    return found


def _by_address(recurrent: FusedRecurrent, initial: dict[str, Tensor] | None) -> States | None:
    if initial is None:
        return None
    arrays = {name: part.cpu().numpy() for name, part in initial.items()}
    return {
        address: {name: array[index] for name, array in arrays.items()}
        for index, address in enumerate(recurrent.addresses)
    }
