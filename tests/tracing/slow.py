"""RNN, LSTM and GRU written out gate by gate over torch's packed weights; shares nothing with rnnviz."""

import torch
from torch import Tensor, nn

Values = dict[str, Tensor]


def values(module: nn.RNNBase, sequence: Tensor, states: tuple[Tensor, ...] | None = None) -> Values:
    """Every named value [T, H] of every layer and direction: "layer1.reverse.f".

    Args:
        sequence: [T, F].
        states: h and, for an LSTM, c before the first step, each [layers · directions, H].
    """
    found: Values = {}
    directions = ["", ".reverse"] if module.bidirectional else [""]
    for layer in range(module.num_layers):
        outputs = []
        for at, direction in enumerate(directions):
            row = layer * len(directions) + at
            begin = None if states is None else tuple(state[row] for state in states)
            one = _direction(module, layer, bool(direction), sequence, begin)
            outputs.append(one["h"])
            found |= {f"layer{layer}{direction}.{name}": value for name, value in one.items()}
        sequence = torch.cat(outputs, dim=1)
    return found


def _direction(
    module: nn.RNNBase, layer: int, reverse: bool, sequence: Tensor, begin: tuple[Tensor, ...] | None
) -> Values:
    weights = _weights(module, layer, reverse)
    cell = {nn.LSTM: _lstm, nn.GRU: _gru, nn.RNN: _rnn}[type(module)]
    zeros = sequence.new_zeros(module.proj_size or module.hidden_size), sequence.new_zeros(module.hidden_size)
    state = begin if begin is not None else zeros
    rows: dict[int, Values] = {}
    times = list(range(len(sequence)))
    for time in times[::-1] if reverse else times:
        rows[time] = cell(module, weights, sequence[time], *state)
        state = (rows[time]["h"], rows[time].get("c", rows[time]["h"]))
    return {name: torch.stack([rows[time][name] for time in times]) for name in rows[0]}


def _weights(module: nn.RNNBase, layer: int, reverse: bool) -> Values:
    end = f"_l{layer}" + ("_reverse" if reverse else "")
    size = len(getattr(module, f"weight_ih{end}"))
    zero = torch.zeros(size, dtype=getattr(module, f"weight_ih{end}").dtype)
    names = ("weight_ih", "weight_hh", "bias_ih", "bias_hh", "weight_hr")
    return {name: getattr(module, name + end, zero) for name in names}


def _rnn(module: nn.RNNBase, w: Values, x: Tensor, h: Tensor, *_: Tensor) -> Values:
    total = w["weight_ih"] @ x + w["bias_ih"] + w["weight_hh"] @ h + w["bias_hh"]
    return {"h": total.clamp(min=0) if module.nonlinearity == "relu" else torch.tanh(total)}  # type: ignore[operator]


def _lstm(module: nn.RNNBase, w: Values, x: Tensor, h: Tensor, c: Tensor) -> Values:
    n = module.hidden_size
    total = w["weight_ih"] @ x + w["bias_ih"] + w["weight_hh"] @ h + w["bias_hh"]
    i = 1 / (1 + torch.exp(-total[:n]))
    f = 1 / (1 + torch.exp(-total[n : 2 * n]))
    g = torch.tanh(total[2 * n : 3 * n])
    o = 1 / (1 + torch.exp(-total[3 * n :]))
    c = f * c + i * g
    h = o * torch.tanh(c)
    return {"i": i, "f": f, "g": g, "o": o, "c": c, "h": w["weight_hr"] @ h if module.proj_size else h}


def _gru(module: nn.RNNBase, w: Values, x: Tensor, h: Tensor, *_: Tensor) -> Values:
    n = module.hidden_size
    from_input = w["weight_ih"] @ x + w["bias_ih"]
    from_past = w["weight_hh"] @ h + w["bias_hh"]
    r = 1 / (1 + torch.exp(-(from_input[:n] + from_past[:n])))
    z = 1 / (1 + torch.exp(-(from_input[n : 2 * n] + from_past[n : 2 * n])))
    candidate = torch.tanh(from_input[2 * n :] + r * from_past[2 * n :])
    return {"r": r, "z": z, "n": candidate, "h": (1 - z) * candidate + z * h}
