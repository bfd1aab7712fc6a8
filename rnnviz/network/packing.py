"""A cell's named parameters and torch.nn's packed ones, both ways."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial

import torch
from torch import Tensor, nn

from rnnviz.cells import Cell
from rnnviz.cells.own import twin
from rnnviz.cells.variants import PROJECTION


@dataclass(frozen=True)
class Packing:
    """How a torch.nn module lays out a cell's parameters.

    Attributes:
        make: makes the torch.nn module.
        gates: suffixes of the parameters in the order in which torch stacks them along the rows.
        own_recurrent_bias: gates whose recurrent bias is a parameter of its own (`d_n`), not a part of the sum.
    """

    make: Callable[..., nn.RNNBase]
    gates: tuple[str, ...]
    own_recurrent_bias: frozenset[str] = frozenset()


PACKINGS: dict[str, Packing] = {
    "rnn": Packing(partial(nn.RNN, nonlinearity="tanh"), ("h",)),
    "rnn_relu": Packing(partial(nn.RNN, nonlinearity="relu"), ("h",)),
    "lstm": Packing(nn.LSTM, ("i", "f", "g", "o")),
    "gru": Packing(nn.GRU, ("r", "z", "n"), own_recurrent_bias=frozenset({"n"})),
}


def packing_of(cell: Cell) -> Packing | None:
    """How torch.nn lays out these equations; None where it has no module for them."""
    known = twin(cell)
    return PACKINGS.get(known.key) if known else None


def unpack(packing: Packing, packed: Mapping[str, Tensor]) -> dict[str, Tensor]:
    """Named parameters as differentiable views of packed ones; the two biases of torch as their sum.

    Args:
        packed: weight_ih [G·H, F], weight_hh [G·H, H]; where there are: bias_ih, bias_hh [G·H], weight_hr [P, H].
    """
    count = len(packing.gates)
    chunks = {key: value.chunk(count) for key, value in packed.items() if key != "weight_hr"}
    named: dict[str, Tensor] = {}
    for index, gate in enumerate(packing.gates):
        named[f"W_{gate}"] = chunks["weight_ih"][index]
        named[f"U_{gate}"] = chunks["weight_hh"][index]
        if "bias_ih" not in packed:
            continue
        input_bias, recurrent_bias = chunks["bias_ih"][index], chunks["bias_hh"][index]
        if gate in packing.own_recurrent_bias:
            named[f"b_{gate}"], named[f"d_{gate}"] = input_bias, recurrent_bias
        else:
            named[f"b_{gate}"] = input_bias + recurrent_bias
    if "weight_hr" in packed:
        named[PROJECTION] = packed["weight_hr"]
    return named


def pack(packing: Packing, named: Mapping[str, Tensor]) -> dict[str, Tensor]:
    """Packed parameters that compute the same as named ones; torch's second bias is zero unless it has a name."""
    packed = {
        "weight_ih": torch.cat([named[f"W_{gate}"] for gate in packing.gates]),
        "weight_hh": torch.cat([named[f"U_{gate}"] for gate in packing.gates]),
    }
    if f"b_{packing.gates[0]}" in named:
        biases = [named[f"b_{gate}"] for gate in packing.gates]
        second = [
            named[f"d_{gate}"] if gate in packing.own_recurrent_bias else torch.zeros_like(bias)
            for gate, bias in zip(packing.gates, biases, strict=True)
        ]
        packed["bias_ih"], packed["bias_hh"] = torch.cat(biases), torch.cat(second)
    if PROJECTION in named:
        packed["weight_hr"] = named[PROJECTION]
    return packed
