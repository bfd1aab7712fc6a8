"""Outputs and gradients of a cell by two engines."""

import torch
from torch import Tensor

from rnnviz.cells import Cell
from rnnviz.network import ENGINES, NamedRecurrent, Recurrent

Found = dict[str, Tensor]


def random_layers(cell: Cell, layers: int = 1, bidirectional: bool = False, seed: int = 0) -> NamedRecurrent:
    """Layers of 3 inputs and 4 units with random weights, in double precision."""
    torch.manual_seed(seed)
    return NamedRecurrent(cell, 3, 4, layers, bidirectional).double()


def found(engine: str, recurrent: Recurrent, batch: int = 2, steps: int = 3) -> Found:
    """The outputs, and the gradients of a random weighted sum of them by the inputs and all parameters."""
    generator = torch.Generator().manual_seed(1)
    kind = next(recurrent.parameters()).dtype if any(True for _ in recurrent.parameters()) else torch.float64
    inputs = torch.randn(batch, steps, recurrent.sizes["F"], dtype=kind, generator=generator).requires_grad_()
    outputs = ENGINES[engine].run(recurrent, inputs)
    weight = torch.randn(outputs.shape, dtype=kind, generator=generator)
    learned = {"inputs": inputs, **dict(recurrent.named_parameters())}
    total = (outputs * weight).sum() + 0 * inputs.sum()
    gradients = torch.autograd.grad(total, list(learned.values()), allow_unused=True)
    zeros = {name: torch.zeros_like(tensor) for name, tensor in learned.items()}
    pairs = zip(learned, gradients, strict=True)
    return {"outputs": outputs.detach(), **{n: zeros[n] if g is None else g for n, g in pairs}}


def difference(one: Found, other: Found) -> float:
    """The largest difference, in units of the largest number of its array where that is above 1."""
    assert one.keys() == other.keys()
    return max(
        float((one[name] - array).abs().max()) / max(1.0, float(array.abs().max())) for name, array in other.items()
    )
