"""A walk through nn.RNNCell and nn.RNN with real tensors: batch 1, sequence 3, input 4, hidden 2."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache

import torch
from torch import Tensor, nn

SEED, STEPS, BATCH, FEATURES, HIDDEN, LAYERS = 1, 3, 1, 4, 2, 2

PROGRAM = f"""\
import torch
from torch import nn

torch.manual_seed({SEED})
inputs = torch.randn({STEPS}, {BATCH}, {FEATURES})

cell = nn.RNNCell({FEATURES}, {HIDDEN})
h = torch.zeros({BATCH}, {HIDDEN})
for x in inputs:
    h = cell(x, h)
    print(h)

rnn = nn.RNN({FEATURES}, {HIDDEN}, num_layers={LAYERS})
output, hidden = rnn(inputs)
print(output.shape, output)
print(hidden.shape, hidden)
"""


@dataclass(frozen=True)
class Walk:
    """What PROGRAM computes.

    Attributes:
        inputs: [3, 1, 4].
        states: the state before the first call and after each of the three: four tensors [1, 2].
        output: [3, 1, 2], of two layers.
        hidden: [2, 1, 2].
        looped: largest difference between the three calls and an nn.RNN of one layer with the cell's weights.
    """

    inputs: Tensor
    states: tuple[Tensor, ...]
    output: Tensor
    hidden: Tensor
    looped: float


@lru_cache(maxsize=1)
def walk() -> Walk:
    """Compute what PROGRAM prints, without touching the random state that the process shares."""
    generator = torch.Generator().manual_seed(SEED)
    inputs = torch.randn(STEPS, BATCH, FEATURES, generator=generator)
    cell = _drawn(nn.RNNCell(FEATURES, HIDDEN, device="meta"), generator)
    states = [torch.zeros(BATCH, HIDDEN)]
    with torch.no_grad():
        for x in inputs:
            states.append(cell(x, states[-1]))
        output, hidden = _drawn(nn.RNN(FEATURES, HIDDEN, LAYERS, device="meta"), generator)(inputs)
        loop = nn.RNN(FEATURES, HIDDEN, device="meta").to_empty(device="cpu")
        loop.load_state_dict({f"{name}_l0": weight for name, weight in cell.state_dict().items()})
        looped = float((loop(inputs)[0] - torch.stack(states[1:])).abs().max())
    return Walk(inputs, tuple(states), output, hidden, looped)


def _drawn(module: nn.Module, generator: torch.Generator) -> nn.Module:
    """The module with the weights that torch draws when it is made: in order, from U(-1/√H, 1/√H)."""
    module.to_empty(device="cpu")
    bound = 1 / math.sqrt(HIDDEN)
    with torch.no_grad():
        for weight in module.parameters():
            weight.uniform_(-bound, bound, generator=generator)
    return module


def count(module: nn.Module) -> int:
    """Number of trained numbers of a module."""
    return sum(parameter.numel() for parameter in module.parameters())


@lru_cache(maxsize=1)
def convolution_against_dense() -> tuple[int, int]:
    """Weights of a 5 × 5 convolution from 128 to 64 channels, and of a dense layer from 4096 to 1024."""
    convolution = nn.Conv2d(128, 64, kernel_size=5, bias=False, device="meta")
    return count(convolution), count(nn.Linear(4096, 1024, bias=False, device="meta"))


@lru_cache(maxsize=64)
def shared_against_dense(steps: int, hidden: int, outputs: int) -> tuple[int, int]:
    """Numbers of one linear readout that all time steps share, and of a dense layer from all steps to all outputs."""
    shared = nn.Linear(hidden, outputs, device="meta")
    return count(shared), count(nn.Linear(steps * hidden, steps * outputs, device="meta"))
