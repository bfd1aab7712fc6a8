"""The sequence and the initial states that a person gives a recurrent module, checked and cut to one example."""

from __future__ import annotations

import numpy as np
import torch
from torch import Tensor, nn

States0 = Tensor | tuple[Tensor, Tensor] | None


def one_sequence(module: nn.RNNBase, inputs: object, example: int) -> Tensor:
    """The chosen sequence [T, F] of what `module` takes, in the type and on the device of its weights.

    Raises:
        TypeError: `inputs` is no tensor.
        ValueError: `inputs` has another shape, or there is no such example.
    """
    given = _tensor("inputs", inputs)
    if given.ndim not in (2, 3) or given.shape[-1] != module.input_size or 0 in given.shape:
        layout = "[B, T, F]" if module.batch_first else "[T, B, F]"
        raise ValueError(
            f"inputs has the shape {list(given.shape)}; "
            f"this module takes [T, F] or {layout} with F = {module.input_size}, none of them 0."
        )
    batch = given.unsqueeze(_batch_axis(module)) if given.ndim == 2 else given
    count = batch.shape[_batch_axis(module)]
    if not 0 <= example < count:
        raise ValueError(f"example is {example}; the inputs hold the examples 0 to {count - 1}.")
    return batch.select(_batch_axis(module), example).to(next(module.parameters()))


def one_initial_state(module: nn.RNNBase, inputs: Tensor, states: States0, example: int) -> dict[str, Tensor] | None:
    """The chosen example's states before the first step by name, each [layers · directions, H]; None for zeros.

    Args:
        inputs: what is given with them, [T, F] or with a batch.

    Raises:
        TypeError: a state is no tensor.
        ValueError: there is one too many or too few, or one has another shape.
    """
    if states is None:
        return None
    parts = states if isinstance(states, tuple) else (states,)
    sizes = {"h": module.proj_size or module.hidden_size}
    if isinstance(module, nn.LSTM):
        sizes["c"] = module.hidden_size
    if len(parts) != len(sizes):
        wanted = "the pair (h, c)" if "c" in sizes else "h alone"
        raise ValueError(f"The number of initial states is {len(parts)}; this module takes {wanted}.")
    batch = [inputs.shape[_batch_axis(module)]] if inputs.ndim == 3 else []
    rows = module.num_layers * (2 if module.bidirectional else 1)
    found = {}
    for (name, size), part in zip(sizes.items(), parts, strict=True):
        state = _tensor(f"The initial state {name}", part)
        if list(state.shape) != [rows, *batch, size]:
            raise ValueError(
                f"The initial state {name} has the shape {list(state.shape)}; "
                f"with these inputs it is {[rows, *batch, size]}."
            )
        found[name] = (state[:, example] if batch else state).to(next(module.parameters()))
    return found


def _batch_axis(module: nn.RNNBase) -> int:
    return 0 if module.batch_first else 1


def _tensor(name: str, value: object) -> Tensor:
    if isinstance(value, np.ndarray):
        return torch.from_numpy(np.ascontiguousarray(value))
    if not isinstance(value, Tensor):
        raise TypeError(f"{name} is a {type(value).__name__}; give a tensor or a NumPy array of numbers.")
    return value.detach()
