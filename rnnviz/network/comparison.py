"""A network drawn in NumPy, run by torch with the same weights: as numbers, and as a program."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import torch
from torch import Tensor, nn

from rnnviz.cells import CELLS
from rnnviz.cells.program import Drawn, Floats, ProgramSizes, draw
from rnnviz.network.packing import PACKINGS, Packing, pack

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
    """What torch gives, fed a step at a time so that it tells its states.

    Attributes:
        reference: what ran: "torch.nn.LSTM".
        states: by layer address and state, [T, H]: states["layer0"]["c"].
        outputs: [T, K].
    """

    reference: str
    states: Mapping[str, Mapping[str, Floats]]
    outputs: Floats


@lru_cache(maxsize=64)
def torch_run(key: str, sizes: ProgramSizes) -> TorchRun:
    """Run the drawn network of a cell of the catalogue that torch.nn has."""
    drawn, packing = draw(CELLS[key], sizes), PACKINGS[key]
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
        outputs = nn.functional.linear(hidden, torch.from_numpy(drawn.weight), torch.from_numpy(drawn.bias))
    found = {
        f"layer{layer}": {
            name: np.stack([step[which][layer].numpy() for step in kept]) for which, name in enumerate(names)
        }
        for layer in range(sizes.layers)
    }
    return TorchRun(f"torch.nn.{type(module).__name__}", found, outputs.numpy())


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


def torch_program(key: str, sizes: ProgramSizes) -> str:
    """The text that, below the program of the same cell and sizes, compares it with torch and prints the difference."""
    packing = PACKINGS[key]
    apart = sorted(packing.own_recurrent_bias)
    zeros = "np.zeros(H)"
    return _PROGRAM.format(
        kind="RNN" if key.startswith("rnn") else key.upper(),
        option=', nonlinearity="relu"' if key == "rnn_relu" else "",
        layers=sizes.layers,
        gates=list(packing.gates),
        second=f'p["d_" + gate] if gate == "{apart[0]}" else {zeros}' if apart else zeros,
    )
