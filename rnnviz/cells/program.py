"""A stacked network with a dense readout as a NumPy program that is complete: saved, it runs; and its numbers."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from rnnviz.cells.cell import Cell, Parameter
from rnnviz.cells.listing import numpy_listing

Floats = NDArray[np.float64]

_NETWORK = '''\
{cell}

def network(xs, layers, readout):
    """Stacked layers, each reading the h of the one below, then a dense readout: xs [T, F] -> [T, K]."""
    for p in layers:
        xs = run(xs, p)["h"]
    return xs @ readout["W"].T + readout["b"]


def draw(F, H):
    """The weights of a layer of H units that reads F numbers, as torch draws them: from U(-1/sqrt(H), 1/sqrt(H))."""
    bound = 1 / np.sqrt(H)
    shapes = {{
{shapes}
    }}
    return {{name: rng.uniform(-bound, bound, shape) for name, shape in shapes.items()}}


T, F, H, K = {steps}, {features}, {hidden}, {outputs}  # time steps, input features, hidden units, outputs
rng = np.random.default_rng({seed})
xs = rng.standard_normal((T, F))
{layers}
readout = {{"W": rng.uniform(-1, 1, (K, H)) / np.sqrt(H), "b": rng.uniform(-1, 1, K) / np.sqrt(H)}}
outputs = network(xs, layers, readout)
print(outputs)
'''


@dataclass(frozen=True)
class ProgramSizes:
    """The sizes of a network, and the seed of its weights and its input."""

    steps: int = 6
    features: int = 3
    hidden: int = 4
    outputs: int = 2
    layers: int = 2
    seed: int = 1


@dataclass(frozen=True, eq=False)
class Drawn:
    """What the program draws.

    Attributes:
        inputs: [T, F].
        layers: the named weights of each layer.
        weight, bias: the readout, [K, H] and [K].
    """

    inputs: Floats
    layers: tuple[Mapping[str, Floats], ...]
    weight: Floats
    bias: Floats


def numpy_program(cell: Cell, sizes: ProgramSizes) -> str:
    """The text of a program that needs NumPy alone and prints the outputs [T, K] of a stacked network.

    `cell` has parameters of the axes F and H only.
    """
    rows = [f'        "{p.name}": ({", ".join(p.axes)}{"," if len(p.axes) == 1 else ""}),' for p in cell.parameters]
    return _NETWORK.format(
        cell=numpy_listing(cell),
        shapes="\n".join(rows),
        layers=_layers(sizes.layers),
        steps=sizes.steps,
        features=sizes.features,
        hidden=sizes.hidden,
        outputs=sizes.outputs,
        seed=sizes.seed,
    )


def _layers(count: int) -> str:
    drawn = f"layers = [{', '.join(['draw(F, H)'] + ['draw(H, H)'] * (count - 1))}]"
    if count == 1:
        return drawn
    return f"# A layer above the first reads the h below it: its W are [H, H], not [H, F].\n{drawn}"


def draw(cell: Cell, sizes: ProgramSizes) -> Drawn:
    """The numbers that the program of the same cell and sizes draws."""
    rng = np.random.default_rng(sizes.seed)
    inputs = rng.standard_normal((sizes.steps, sizes.features))
    widths = [sizes.features, *[sizes.hidden] * (sizes.layers - 1)]
    layers = tuple(_layer(cell.parameters, {"F": width, "H": sizes.hidden}, rng) for width in widths)
    root = math.sqrt(sizes.hidden)
    weight = rng.uniform(-1, 1, (sizes.outputs, sizes.hidden)) / root
    return Drawn(inputs, layers, weight, rng.uniform(-1, 1, sizes.outputs) / root)


def _layer(parameters: tuple[Parameter, ...], sizes: Mapping[str, int], rng: np.random.Generator) -> dict[str, Floats]:
    bound = 1 / math.sqrt(sizes["H"])
    return {p.name: rng.uniform(-bound, bound, [sizes[axis] for axis in p.axes]) for p in parameters}
