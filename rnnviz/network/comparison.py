"""A network drawn in NumPy, run by torch with the same weights: as numbers, and as a program."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import torch
from torch import Tensor, nn

from rnnviz.cells import Cell, find_cell
from rnnviz.cells.own import twin
from rnnviz.cells.program import Drawn, Floats, ProgramSizes, draw
from rnnviz.network.engines import ENGINES
from rnnviz.network.packing import PACKINGS, Packing, pack, packing_of
from rnnviz.network.recurrent import NamedRecurrent

_PROGRAM = """\
# The same network in torch, with the same weights.
import torch
from torch import nn

module = nn.{kind}(F, H, num_layers={layers}{option}, dtype=torch.float64)
linear = nn.Linear(H, K, dtype=torch.float64)
stacked = {gates}  # the order in which torch stacks the equations
with torch.no_grad():
    for k, p in enumerate(layers):
        packed = {{
            "weight_ih": [p["W_" + gate] for gate in stacked],
            "weight_hh": [p["U_" + gate] for gate in stacked],
            "bias_ih": [p["b_" + gate] for gate in stacked],
            "bias_hh": [{second} for gate in stacked],
        }}
        for name, parts in packed.items():
            getattr(module, f"{{name}}_l{{k}}").copy_(torch.from_numpy(np.concatenate(parts)))
    linear.weight.copy_(torch.from_numpy(readout["W"]))
    linear.bias.copy_(torch.from_numpy(readout["b"]))
    expected = linear(module(torch.from_numpy(xs))[0]).numpy()
print("largest difference from torch:", np.abs(outputs - expected).max())
"""


@dataclass(frozen=True, eq=False)
class TorchRun:
    """What torch gives.

    Attributes:
        reference: what ran: "torch.nn.LSTM", or "torch" where torch.nn has no such cell.
        states: by layer address and state, [T, H]: states["layer0"]["c"]; without a module of torch.nn h alone.
        outputs: [T, K].
    """

    reference: str
    states: Mapping[str, Mapping[str, Floats]]
    outputs: Floats


@lru_cache(maxsize=64)
def torch_run(choice: str, sizes: ProgramSizes) -> TorchRun:
    """Run the drawn network of a cell, by key or text: by torch.nn, or line by line where that has no such cell."""
    cell = find_cell(choice)
    drawn, packing = draw(cell, sizes), packing_of(cell)
    return _line_by_line(cell, drawn, sizes) if packing is None else _by_module(packing, drawn, sizes)


def _line_by_line(cell: Cell, drawn: Drawn, sizes: ProgramSizes) -> TorchRun:
    sequence, found = torch.from_numpy(drawn.inputs)[None], {}
    for layer, named in enumerate(drawn.layers):
        with torch.device("meta"):  # drawing weights would use up the random state that the process shares
            recurrent = NamedRecurrent(cell, sequence.shape[-1], sizes.hidden)
        weights = {f"weights.layer0.{name}": torch.from_numpy(array) for name, array in named.items()}
        recurrent.load_state_dict(weights, assign=True)
        with torch.no_grad():
            sequence = ENGINES["torch"].run(recurrent, sequence)
        found[f"layer{layer}"] = {"h": sequence[0].numpy()}
    return TorchRun("torch", found, _readout(drawn, sequence[0]))


def _by_module(packing: Packing, drawn: Drawn, sizes: ProgramSizes) -> TorchRun:
    """Fed a step at a time, so that it tells its states."""
    module = _module(packing, drawn, sizes)
    names = ("h", "c") if isinstance(module, nn.LSTM) else ("h",)
    kept: list[tuple[Tensor, ...]] = []
    states: tuple[Tensor, ...] = ()
    with torch.no_grad():
        for x in torch.from_numpy(drawn.inputs):
            _, after = module(x[None], states if len(states) > 1 else states[0] if states else None)
            states = after if isinstance(after, tuple) else (after,)
            kept.append(states)
        hidden = module(torch.from_numpy(drawn.inputs))[0]
    found = {
        f"layer{layer}": {
            name: np.stack([step[which][layer].numpy() for step in kept]) for which, name in enumerate(names)
        }
        for layer in range(sizes.layers)
    }
    return TorchRun(f"torch.nn.{type(module).__name__}", found, _readout(drawn, hidden))


def _readout(drawn: Drawn, hidden: Tensor) -> Floats:
    outputs: Floats = nn.functional.linear(hidden, torch.from_numpy(drawn.weight), torch.from_numpy(drawn.bias)).numpy()
    return outputs


def _module(packing: Packing, drawn: Drawn, sizes: ProgramSizes) -> nn.RNNBase:
    # Made without numbers: drawing them would use up the random state that the process shares.
    made = packing.make(sizes.features, sizes.hidden, num_layers=sizes.layers, device="meta", dtype=torch.float64)
    module = made.to_empty(device="cpu")
    weights: dict[str, Tensor] = {}
    for layer, named in enumerate(drawn.layers):
        packed = pack(packing, {name: torch.from_numpy(array) for name, array in named.items()})
        weights |= {f"{name}_l{layer}": tensor for name, tensor in packed.items()}
    module.load_state_dict(weights)
    return module


def torch_program(choice: str, sizes: ProgramSizes) -> str:
    """The text that, below the program of the same cell and sizes, compares it with torch and prints the difference.

    Raises:
        ValueError: torch.nn has no such cell.
    """
    known = twin(find_cell(choice))
    if known is None or known.key not in PACKINGS:
        raise ValueError(f"torch.nn has no module for {find_cell(choice).title}; it has {', '.join(PACKINGS)}.")
    key, packing = known.key, PACKINGS[known.key]
    apart = sorted(packing.own_recurrent_bias)
    zeros = "np.zeros(H)"
    return _PROGRAM.format(
        kind="RNN" if key.startswith("rnn") else key.upper(),
        option=', nonlinearity="relu"' if key == "rnn_relu" else "",
        layers=sizes.layers,
        gates=list(packing.gates),
        second=f'p["d_" + gate] if gate == "{apart[0]}" else {zeros}' if apart else zeros,
    )
