"""Stacked, optionally bidirectional recurrent layers of one cell, and where their parameters live."""

from __future__ import annotations

import math
from abc import ABC, abstractmethod

import torch
from torch import Tensor, nn

from rnnviz.cells import CELLS, Cell
from rnnviz.cells.variants import with_projection, without_bias
from rnnviz.network.packing import PACKINGS, packing_of, unpack


def layer_addresses(layers: int, bidirectional: bool) -> tuple[str, ...]:
    """ "layer0", "layer0.reverse", "layer1", ... in the order in which torch counts them."""
    directions = ("", ".reverse") if bidirectional else ("",)
    return tuple(f"layer{layer}{direction}" for layer in range(layers) for direction in directions)


class Recurrent(nn.Module, ABC):
    """The recurrent part of a network. An engine runs it; this class only knows its shape and parameters.

    Attributes:
        cell: the equations of every layer and direction.
        layers: number of stacked layers.
        bidirectional: whether each layer also runs from the last time step to the first.
        sizes: length of every axis letter of layer 0: {"F": ..., "H": ..., "P": ...}.
    """

    def __init__(self, cell: Cell, sizes: dict[str, int], layers: int, bidirectional: bool) -> None:
        super().__init__()
        self.cell, self.sizes, self.layers, self.bidirectional = cell, sizes, layers, bidirectional

    @property
    def addresses(self) -> tuple[str, ...]:
        """The address of every layer and direction, in torch's order."""
        return layer_addresses(self.layers, self.bidirectional)

    @property
    def output_size(self) -> int:
        """Length of the output at one time step, both directions together."""
        return self.sizes[self.cell.axis("h")] * (2 if self.bidirectional else 1)

    def state_size(self, state: str) -> int:
        """Length of a state's vector."""
        return self.sizes[self.cell.axis(state)]

    @abstractmethod
    def named(self, address: str) -> dict[str, Tensor]:
        """The parameters of one layer and direction by the names of the equations, differentiable."""


class FusedRecurrent(Recurrent):
    """Layers of a cell that torch.nn has: the parameters are those of the torch.nn module.

    Args:
        module: of torch.nn.
        written: the same equations in somebody's own words; the catalogue's where None.
    """

    def __init__(self, module: nn.RNNBase, written: Cell | None = None) -> None:
        key = _cell_key(module)
        cell = written or CELLS[key]
        cell = cell if module.bias else without_bias(cell)
        if module.proj_size:
            cell = with_projection(cell)
        sizes = {"F": module.input_size, "H": module.hidden_size, "P": module.proj_size or module.hidden_size}
        super().__init__(cell, sizes, module.num_layers, module.bidirectional)
        self.module = module
        self.packing = PACKINGS[key]

    def named(self, address: str) -> dict[str, Tensor]:
        names = ["weight_ih", "weight_hh"]
        names += ["bias_ih", "bias_hh"] if self.module.bias else []
        names += ["weight_hr"] if self.module.proj_size else []
        suffix = "_l" + address.removeprefix("layer").replace(".reverse", "_reverse")
        return unpack(self.packing, {name: getattr(self.module, name + suffix) for name in names})


class NamedRecurrent(Recurrent):
    """Layers of any cell: one parameter for each name in its equations, started as torch.nn does."""

    def __init__(self, cell: Cell, features: int, hidden: int, layers: int = 1, bidirectional: bool = False) -> None:
        super().__init__(cell, {"F": features, "H": hidden, "P": hidden}, layers, bidirectional)
        self.weights = nn.ModuleDict()
        bound = 1 / math.sqrt(hidden)
        for address in self.addresses:
            inputs = features if address.startswith("layer0") else self.output_size
            sizes = {**self.sizes, "F": inputs}
            shapes = {p.name: [sizes[axis] for axis in p.axes] for p in cell.parameters}
            arrays = {name: nn.Parameter(torch.empty(shape).uniform_(-bound, bound)) for name, shape in shapes.items()}
            self.weights[address.replace(".", "_")] = nn.ParameterDict(arrays)

    def named(self, address: str) -> dict[str, Tensor]:
        weights = self.weights[address.replace(".", "_")]
        assert isinstance(weights, nn.ParameterDict)
        return dict(weights.items())


def make_recurrent(cell: Cell, features: int, hidden: int, layers: int, bidirectional: bool) -> Recurrent:
    """Fresh layers, drawn from torch's current random state; torch.nn's own module where it has the cell."""
    packing = packing_of(cell)
    if packing is None:
        return NamedRecurrent(cell, features, hidden, layers, bidirectional)
    module = packing.make(features, hidden, num_layers=layers, bidirectional=bidirectional, batch_first=True)
    return FusedRecurrent(module, cell)


def _cell_key(module: nn.RNNBase) -> str:
    if isinstance(module, nn.LSTM):
        return "lstm"
    if isinstance(module, nn.GRU):
        return "gru"
    if isinstance(module, nn.RNN):
        return "rnn_relu" if module.nonlinearity == "relu" else "rnn"
    raise TypeError(f"{type(module).__name__} is not known; rnnviz opens torch.nn.RNN, torch.nn.LSTM and torch.nn.GRU.")
