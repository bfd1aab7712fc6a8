"""Small trainings, and what it means for two of them to be the same to the last bit."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from rnnviz.training.advance import Budget, advance
from rnnviz.training.build import start
from rnnviz.training.checkpoint import Checkpoint
from rnnviz.training.config import RunConfig


def small(**choices: Any) -> RunConfig:
    """A sine on a small network; fast."""
    return RunConfig(**{"hidden": 4, "device": "cpu", "iterations": 40, **choices})


def train(config: RunConfig, cuts: Sequence[int]) -> tuple[Checkpoint, NDArray[np.float32]]:
    """Train slices of the given lengths one after the other."""
    checkpoint, losses = start(config), []
    for length in cuts:
        progress = advance(config, checkpoint, Budget(length))
        checkpoint = progress.checkpoint
        losses.append(progress.losses)
    return checkpoint, np.concatenate(losses)


def same_bits(one: Checkpoint, other: Checkpoint) -> bool:
    """Whether two moments are equal in iteration, weights and optimiser state, to the last bit."""
    return one.iteration == other.iteration and all(
        _same(left, right) for left, right in ((one.weights, other.weights), (one.optimiser, other.optimiser))
    )


def _same(one: Mapping[str, Tensor], other: Mapping[str, Tensor]) -> bool:
    return one.keys() == other.keys() and all(
        tensor.dtype == other[name].dtype and torch.equal(tensor, other[name]) for name, tensor in one.items()
    )
