"""Recurrent networks run by hand in torch, from the packed weights of torch.nn, with changes made on the way."""

from collections.abc import Callable, Iterator, Sequence

import torch
from torch import Tensor, nn

from rnnviz.network import FusedRecurrent, Network
from rnnviz.tracing.intervention import Intervention, WeightEdit

Touch = Callable[[str, Tensor], Tensor]
PIECES = {"LSTM": "ifgo", "GRU": "rzn", "RNN": "h"}


def outputs(network: Network, inputs: Tensor, changes: Sequence[Intervention | WeightEdit]) -> dict[str, list[Tensor]]:
    """Every value by address, a list over time of [H], and "outputs", of [K]."""
    assert isinstance(network.recurrent, FusedRecurrent)
    module = network.recurrent.module
    found: dict[str, list[Tensor]] = {}
    below = list(inputs)
    for layer in range(module.num_layers):
        sides = []
        for suffix, reverse in [("", False), ("_reverse", True)][: 2 if module.bidirectional else 1]:
            address = f"layer{layer}{'.reverse' if reverse else ''}"
            values = dict(_run(module, f"_l{layer}{suffix}", address, below, reverse, changes))
            found |= {f"{address}.{name}": rows for name, rows in values.items()}
            sides.append(values["h"])
        below = [torch.cat(parts) for parts in zip(*sides, strict=True)]
    assert isinstance(network.readout, nn.Linear)
    weight, bias = network.readout.weight.clone(), network.readout.bias.clone()
    for change in changes:
        if isinstance(change, WeightEdit) and change.on and change.address.startswith("readout"):
            {"readout.weight": weight, "readout.bias": bias}[change.address][change.index] = change.value
    return found | {"outputs": [weight @ h + bias for h in below]}


def _run(
    module: nn.RNNBase,
    suffix: str,
    address: str,
    inputs: list[Tensor],
    reverse: bool,
    changes: Sequence[Intervention | WeightEdit],
) -> Iterator[tuple[str, list[Tensor]]]:
    kind, size = type(module).__name__, module.hidden_size
    w, u, b, d = (getattr(module, n + suffix).clone() for n in ("weight_ih", "weight_hh", "bias_ih", "bias_hh"))
    for change in changes:
        if isinstance(change, WeightEdit) and change.on and change.address.rpartition(".")[0] == address:
            letter, gate = change.address.rpartition(".")[2].split("_")
            row = PIECES[kind].index(gate) * size + change.index[0]
            if letter == "b" and not (kind == "GRU" and gate == "n"):
                b[row], d[row] = change.value, 0  # the equations show the sum of the two
            elif len(change.index) == 1:
                {"b": b, "d": d}[letter][row] = change.value
            else:
                {"W": w, "U": u}[letter][row, change.index[1]] = change.value
    h = c = torch.zeros(size, dtype=w.dtype)
    rows: dict[str, list[Tensor | None]] = {}
    order = range(len(inputs))
    for t in reversed(order) if reverse else order:

        def touch(name: str, value: Tensor, t: int = t) -> Tensor:
            for change in changes:
                if isinstance(change, Intervention) and change.on and change.address == f"{address}.{name}":
                    value = _touched(value, change, t)
            rows.setdefault(name, [None] * len(inputs))[t] = value
            return value

        h, c = STEPS[kind](w @ inputs[t], u @ h, b, d, h, c, touch, module)
    yield from rows.items()  # type: ignore[misc]


def _touched(value: Tensor, change: Intervention, t: int) -> Tensor:
    if t < change.first or (change.last is not None and t > change.last):
        return value
    value = value.clone()
    for unit in range(len(value)):
        if change.units is None or unit in change.units:
            old = value[unit]
            value[unit] = {"clamp": change.amount, "scale": old * change.amount, "shift": old + change.amount}[
                change.operation
            ]
    return value


def _lstm(wx, uh, b, d, h, c, touch, module):  # type: ignore[no-untyped-def]
    i, f, g, o = (wx + uh + b + d).chunk(4)
    i, f = touch("i", torch.sigmoid(i)), touch("f", torch.sigmoid(f))
    g, o = touch("g", torch.tanh(g)), touch("o", torch.sigmoid(o))
    c = touch("c", f * c + i * g)
    return touch("h", o * torch.tanh(c)), c


def _gru(wx, uh, b, d, h, c, touch, module):  # type: ignore[no-untyped-def]
    (xr, xz, xn), (hr, hz, hn) = (wx + b).chunk(3), (uh + d).chunk(3)
    r, z = touch("r", torch.sigmoid(xr + hr)), touch("z", torch.sigmoid(xz + hz))
    n = touch("n", torch.tanh(xn + r * hn))
    return touch("h", (1 - z) * n + z * h), c


def _rnn(wx, uh, b, d, h, c, touch, module):  # type: ignore[no-untyped-def]
    function = torch.relu if module.nonlinearity == "relu" else torch.tanh
    return touch("h", function(wx + uh + b + d)), c


STEPS = {"LSTM": _lstm, "GRU": _gru, "RNN": _rnn}
