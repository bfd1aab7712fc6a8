"""A network's parameters as the one flat array that a kernel trains, and back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from rnnviz.kernels.layout import Layout, layout, weight_size
from rnnviz.kernels.program import Program, program
from rnnviz.network.network import Network
from rnnviz.network.recurrent import FusedRecurrent, NamedRecurrent, Recurrent

Whole = NDArray[np.int64]
Floats = NDArray[np.float32]


@dataclass(frozen=True, eq=False)
class Flat:
    """Where each parameter lies. First come all matrices, then all vectors, then vectors that are added to others.

    Attributes:
        shapes: of the parameters by name, in the order in which torch has them.
        order: [n] which of the parameters' numbers, one parameter after the other, lies at each place.
        second: [vectors] place of another vector's number that is added to each; -1 where there is none.
        layers: [layers · directions, 4] as `numeric.training.train` takes them.
        table: where the embedding begins; 0 where there is none.
        readout: where the readout's matrix begins; -1 where there is none.
        vectors: where the vectors begin.
        bias: where the readout's bias begins among the vectors.
    """

    shapes: Mapping[str, tuple[int, ...]]
    order: Whole
    second: Whole
    layers: Whole
    table: int
    readout: int
    vectors: int
    bias: int

    def pack(self, tensors: Mapping[str, Tensor]) -> Floats:
        """The flat array; zeros for parameters that are left out."""
        given = [
            tensors[name].numpy().ravel() if name in tensors else np.zeros(int(np.prod(shape)))
            for name, shape in self.shapes.items()
        ]
        found: Floats = np.concatenate(given).astype(np.float32)[self.order]
        return found

    def unpack(self, flat: Floats) -> dict[str, Tensor]:
        """The parameters by name."""
        numbers = np.empty_like(flat)
        numbers[self.order] = flat
        ends = np.cumsum([int(np.prod(shape)) for shape in self.shapes.values()])[:-1]
        parts = zip(self.shapes.items(), np.split(numbers, ends), strict=True)
        return {name: torch.from_numpy(part.reshape(shape)).clone() for (name, shape), part in parts}


def flatten(network: Network) -> Flat:
    """The places of a network's parameters, of which only the shapes matter."""
    return _Places(network).flat()


class _Places:
    """Numbers the parameters' numbers, and lays these numbers out as a kernel wants them."""

    def __init__(self, network: Network) -> None:
        self.network = network
        self.recurrent: Recurrent = network.recurrent
        self.program: Program = program(self.recurrent.cell)
        self.layout: Layout = layout(self.recurrent.cell)
        self.shapes = {name: tuple(p.shape) for name, p in network.named_parameters()}
        self.ids: dict[str, Whole] = {}
        begin = 0
        for name, shape in self.shapes.items():
            count = int(np.prod(shape))
            self.ids[name] = np.arange(begin, begin + count).reshape(shape)
            begin += count

    def flat(self) -> Flat:
        matrices: list[Whole] = []
        vectors: list[Whole] = []
        added: list[Whole] = []
        layers = []
        for place, address in enumerate(self.recurrent.addresses):
            own, other = self.named(address)
            sizes = self.sizes(place)
            sums = sum(
                sizes[axis] for b in self.layout.adjoints[: self.layout.zeroed] if not b.later for axis in b.axes
            )
            layers.append([sizes["F"], _count(matrices), _count(vectors), sums])
            for _, group in self.program.homes():
                rows = np.concatenate([own[product.matrix] for product in group.products])
                assert rows.size == weight_size(group, sizes)
                matrices.append(rows.T.ravel())
            for vector, _ in self.program.vectors:
                vectors.append(own[vector])
                added.append(other.get(vector, np.full(len(own[vector]), -1)))
        table, readout, bias = _count(matrices), -1, _count(vectors)
        if "encoder.weight" in self.ids:
            matrices.append(self.ids["encoder.weight"].ravel())
        if "readout.weight" in self.ids:
            readout = _count(matrices)
            matrices.append(self.ids["readout.weight"].ravel())
            vectors.append(self.ids["readout.bias"])
            added.append(np.full(len(vectors[-1]), -1))
        begin = _count(matrices)
        seconds = np.concatenate([*added, np.zeros(0, np.int64)])
        order = np.concatenate([*matrices, *vectors, seconds[seconds >= 0]])
        at = np.full(len(order) + 1, -1)
        at[order] = np.arange(len(order))
        return Flat(self.shapes, order, at[seconds], np.array(layers, np.int64), table, readout, begin, bias)

    def named(self, address: str) -> tuple[dict[str, Whole], dict[str, Whole]]:
        """The numbers' numbers by the names of the equations; of vectors also those that are added to them."""
        if isinstance(self.recurrent, FusedRecurrent):
            return self.fused(self.recurrent, address)
        assert isinstance(self.recurrent, NamedRecurrent)
        prefix = f"recurrent.weights.{address.replace('.', '_')}."
        return {name.removeprefix(prefix): ids for name, ids in self.ids.items() if name.startswith(prefix)}, {}

    def fused(self, recurrent: FusedRecurrent, address: str) -> tuple[dict[str, Whole], dict[str, Whole]]:
        suffix = "_l" + address.removeprefix("layer").replace(".reverse", "_reverse")
        names = ("weight_ih", "weight_hh", "bias_ih", "bias_hh")
        gates = recurrent.packing.gates
        parts = {name: np.split(self.ids[f"recurrent.module.{name}{suffix}"], len(gates)) for name in names}
        own: dict[str, Whole] = {}
        other: dict[str, Whole] = {}
        for k, gate in enumerate(gates):
            own |= {f"W_{gate}": parts["weight_ih"][k], f"U_{gate}": parts["weight_hh"][k]}
            own[f"b_{gate}"] = parts["bias_ih"][k]
            apart = gate in recurrent.packing.own_recurrent_bias
            (own if apart else other)[f"{'d' if apart else 'b'}_{gate}"] = parts["bias_hh"][k]
        return own, other

    def sizes(self, place: int) -> dict[str, int]:
        directions = 2 if self.recurrent.bidirectional else 1
        features = self.recurrent.sizes["F"] if place < directions else self.recurrent.output_size
        return {**self.recurrent.sizes, "F": features}


def _count(parts: list[Whole]) -> int:
    return sum(part.size for part in parts)
