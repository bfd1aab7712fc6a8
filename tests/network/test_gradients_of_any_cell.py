"""Gradients of cells that nobody has thought of, against finite differences."""

from collections.abc import Mapping

import pytest
import torch
from torch import Tensor

from rnnviz.network import NamedRecurrent
from rnnviz.network.engines import ENGINES
from tests.cells.random_cells import random_cell, random_parameters

FEATURES, HIDDEN, STEPS, BATCH = 2, 3, 4, 2
DIRECTIONS = 4
CELLS, GROUP = 200, 25
STEP = 1e-6


def loss_of(recurrent: NamedRecurrent, inputs: Tensor, weights: Tensor) -> Tensor:
    return (ENGINES["torch"].run(recurrent, inputs) * weights).sum()


def moved(recurrent: NamedRecurrent, start: Mapping[str, Tensor], way: Mapping[str, Tensor], step: float) -> None:
    with torch.no_grad():
        for name, parameter in recurrent.named_parameters():
            parameter.copy_(start[name] + step * way[name])


@pytest.mark.parametrize("first", range(0, CELLS, GROUP))
def test_gradients_are_finite_differences(first: int) -> None:
    """Along random ways through all weights at once: a gradient that is wrong anywhere is wrong along them."""
    for seed in range(first, first + GROUP):
        cell = random_cell(seed)
        generator = torch.Generator().manual_seed(seed)
        recurrent = NamedRecurrent(cell, FEATURES, HIDDEN, 2).double()
        with torch.no_grad():
            for address, width in (("layer0", FEATURES), ("layer1", HIDDEN)):
                for name, array in random_parameters(cell, width, HIDDEN, seed).items():
                    recurrent.named(address)[name].copy_(torch.from_numpy(array))
        inputs = torch.randn(BATCH, STEPS, FEATURES, generator=generator, dtype=torch.float64)
        weights = torch.randn(BATCH, STEPS, HIDDEN, generator=generator, dtype=torch.float64)
        loss = loss_of(recurrent, inputs, weights)
        assert torch.isfinite(loss), cell.text
        parameters = dict(recurrent.named_parameters())
        found = torch.autograd.grad(loss, list(parameters.values()), allow_unused=True)
        start = {name: parameter.detach().clone() for name, parameter in parameters.items()}
        for _ in range(DIRECTIONS):
            way = {n: torch.randn(p.shape, generator=generator, dtype=p.dtype) for n, p in start.items()}
            slope = sum(float((g * way[n]).sum()) for n, g in zip(parameters, found, strict=True) if g is not None)
            with torch.no_grad():
                moved(recurrent, start, way, STEP)
                above = float(loss_of(recurrent, inputs, weights))
                moved(recurrent, start, way, -STEP)
                below = float(loss_of(recurrent, inputs, weights))
            difference = (above - below) / (2 * STEP)
            assert difference == pytest.approx(slope, rel=1e-5, abs=1e-6 * max(1.0, abs(above))), cell.text
