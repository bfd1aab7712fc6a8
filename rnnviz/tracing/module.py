"""Opens a recurrent module of a person's own."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import torch
from torch import Tensor, nn

from rnnviz.network import FusedRecurrent
from rnnviz.tracing.record import States, layer_output, record_layers
from rnnviz.tracing.trace import Array, Check, Trace

States0 = Tensor | tuple[Tensor, Tensor] | None


def trace_module(module: nn.RNNBase, inputs: Tensor, states: States0 = None, example: int = 0) -> Trace:
    """Every named value of a torch.nn.RNN, LSTM or GRU over one example.

    Args:
        module: as trained elsewhere; all layers, directions, `batch_first`, `bias=False`, `proj_size`. Not changed; dropout
            between layers is left out, as in `module.eval()`.
        inputs: [T, F], or with a batch [T, B, F], or [B, T, F] for `batch_first`, as the module itself takes them.
        states: initial states as the module itself takes them; zeros where None.
        example: which of the batch to open.

    Raises:
        TypeError: `module` is not one of the three.
        ValueError: `inputs` has another shape, or `example` is outside the batch.
    """
    recurrent = FusedRecurrent(module)
    sequence = _sequence(module, inputs, example).to(next(module.parameters()))
    initial = _states(module, states, example)
    trace = record_layers(recurrent, sequence.cpu().numpy(), _by_address(recurrent, initial))
    training = module.training
    try:
        with torch.no_grad():
            reference = module.eval()(sequence, _as_given(initial))[0].cpu().numpy()
    finally:
        module.train(training)
    difference = float(np.abs(layer_output(trace) - reference).max())
    return replace(trace, check=Check(f"torch.nn.{type(module).__name__}", difference))


def _sequence(module: nn.RNNBase, inputs: Tensor, example: int) -> Tensor:
    inputs = torch.as_tensor(inputs).detach()
    if inputs.ndim not in (2, 3) or inputs.shape[-1] != module.input_size or 0 in inputs.shape:
        layout = "[B, T, F]" if module.batch_first else "[T, B, F]"
        raise ValueError(
            f"inputs has the shape {list(inputs.shape)}; this module takes [T, F] or {layout} with F = {module.input_size}."
        )
    if inputs.ndim == 2:
        return inputs
    batch = inputs if module.batch_first else inputs.transpose(0, 1)
    if not 0 <= example < len(batch):
        raise ValueError(f"example is {example}; the batch has the examples 0 to {len(batch) - 1}.")
    return batch[example]


def _states(module: nn.RNNBase, states: States0, example: int) -> tuple[Tensor, ...] | None:
    """The given states of one example, each [layers · directions, H], h first."""
    if states is None:
        return None
    parts = states if isinstance(states, tuple) else (states,)
    return tuple((part[:, example] if part.ndim == 3 else part).detach() for part in parts)


def _as_given(initial: tuple[Tensor, ...] | None) -> States0:
    if initial is None:
        return None
    return initial[0] if len(initial) == 1 else (initial[0], initial[1])


def _by_address(recurrent: FusedRecurrent, initial: tuple[Tensor, ...] | None) -> States | None:
    if initial is None:
        return None
    found: dict[str, dict[str, Array]] = {}
    for index, address in enumerate(recurrent.addresses):
        arrays = [part[index].cpu().numpy() for part in initial]
        found[address] = dict(zip(("h", "c"), arrays, strict=False))
    return found
