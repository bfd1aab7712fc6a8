"""RNN, LSTM and GRU written out in plain NumPy, and the weights of torch.nn under the names of the equations."""

from collections.abc import Mapping

import numpy as np
import torch
from numpy.typing import NDArray

from rnnviz.cells.cell import INPUT, PREVIOUS, Cell
from rnnviz.cells.evaluate import NUMPY, stepper
from rnnviz.cells.schedule import schedule

Arrays = dict[str, NDArray[np.floating]]


def sigmoid(v: NDArray[np.floating]) -> NDArray[np.floating]:
    return 1 / (1 + np.exp(-v))


def rnn(xs: NDArray[np.floating], p: Mapping[str, NDArray[np.floating]]) -> Arrays:
    h = np.zeros(len(p["b_h"]))
    rows = []
    for x in xs:
        h = np.tanh(p["W_h"] @ x + p["U_h"] @ h + p["b_h"])
        rows.append(h)
    return {"h": np.array(rows)}


def lstm(xs: NDArray[np.floating], p: Mapping[str, NDArray[np.floating]]) -> Arrays:
    c = h = np.zeros(len(p["b_i"]))
    rows: dict[str, list[NDArray[np.floating]]] = {name: [] for name in "ifgoch"}
    for x in xs:
        i, f, g, o = (p[f"W_{k}"] @ x + p[f"U_{k}"] @ h + p[f"b_{k}"] for k in "ifgo")
        i, f, g, o = sigmoid(i), sigmoid(f), np.tanh(g), sigmoid(o)
        c = f * c + i * g
        h = o * np.tanh(c)
        for name, row in zip("ifgoch", (i, f, g, o, c, h), strict=True):
            rows[name].append(row)
    return {name: np.array(found) for name, found in rows.items()}


def gru(xs: NDArray[np.floating], p: Mapping[str, NDArray[np.floating]]) -> Arrays:
    h = np.zeros(len(p["b_r"]))
    rows: dict[str, list[NDArray[np.floating]]] = {name: [] for name in "rznh"}
    for x in xs:
        r = sigmoid(p["W_r"] @ x + p["U_r"] @ h + p["b_r"])
        z = sigmoid(p["W_z"] @ x + p["U_z"] @ h + p["b_z"])
        n = np.tanh(p["W_n"] @ x + p["b_n"] + r * (p["U_n"] @ h + p["d_n"]))
        h = (1 - z) * n + z * h
        for name, row in zip("rznh", (r, z, n, h), strict=True):
            rows[name].append(row)
    return {name: np.array(found) for name, found in rows.items()}


MODULES: dict[str, tuple[type[torch.nn.RNNBase], str]] = {
    "rnn": (torch.nn.RNN, "h"),
    "rnn_relu": (torch.nn.RNN, "h"),
    "lstm": (torch.nn.LSTM, "ifgo"),
    "gru": (torch.nn.GRU, "rzn"),
}


def module(key: str, features: int, hidden: int, seed: int = 0, **options: object) -> torch.nn.RNNBase:
    """A torch.nn module of one layer in float64, with large random weights, so that gates saturate."""
    torch.manual_seed(seed)
    more = {"nonlinearity": "relu"} if key == "rnn_relu" else {}
    made = MODULES[key][0](features, hidden, dtype=torch.float64, **more, **options)  # type: ignore[arg-type]
    with torch.no_grad():
        for weight in made.parameters():
            weight.mul_(1.5 if key == "rnn_relu" else 4)
    return made


def named_weights(key: str, made: torch.nn.RNNBase) -> Arrays:
    """The module's packed weights, cut into the parameters that the equations name."""
    packed = {name.removesuffix("_l0"): w.detach().numpy() for name, w in made.named_parameters()}
    blocks = MODULES[key][1]

    def cut(name: str) -> list[NDArray[np.floating]]:
        return np.split(packed[name], len(blocks))

    named = {f"W_{k}": w for k, w in zip(blocks, cut("weight_ih"), strict=True)}
    named |= {f"U_{k}": u for k, u in zip(blocks, cut("weight_hh"), strict=True)}
    if "bias_ih" in packed:
        for k, input_bias, hidden_bias in zip(blocks, cut("bias_ih"), cut("bias_hh"), strict=True):
            apart = key == "gru" and k == "n"
            named |= {"b_n": input_bias, "d_n": hidden_bias} if apart else {f"b_{k}": input_bias + hidden_bias}
    if "weight_hr" in packed:
        named["W_hr"] = packed["weight_hr"]
    return named


def outputs(made: torch.nn.RNNBase, xs: NDArray[np.floating]) -> NDArray[np.floating]:
    """What the module gives at every time step, [T, H]."""
    with torch.no_grad():
        found: NDArray[np.floating] = made(torch.from_numpy(xs))[0].numpy()
    return found


def random_parameters(cell: Cell, sizes: Mapping[str, int], rng: np.random.Generator, scale: float = 1.0) -> Arrays:
    """Random arrays for every parameter; sizes: units of each axis letter."""
    return {
        parameter.name: scale * rng.standard_normal([sizes[axis] for axis in parameter.axes])
        for parameter in cell.parameters
    }


def unroll(cell: Cell, xs: NDArray[np.floating], p: Mapping[str, NDArray[np.floating]], units: int) -> Arrays:
    """Every value of `cell` [T, H], computed by rnnviz.cells as an engine does it: products of the input first."""
    plan = schedule(cell)
    whole: dict[str, NDArray[np.floating]] = {**p, INPUT: xs}
    stepper(plan.ahead, NUMPY)(whole)
    step = stepper(plan.each_step, NUMPY)
    env: dict[str, NDArray[np.floating]] = dict(p)
    sizes = {"H": units, "P": len(p["W_hr"])} if "W_hr" in p else {"H": units}
    env |= {state + PREVIOUS: np.zeros(sizes[cell.axis(state)]) for state in cell.states}
    rows: dict[str, list[NDArray[np.floating]]] = {name: [] for name in cell.names}
    for at in range(len(xs)):
        env |= {product.key: whole[product.key][at] for product in plan.ahead}
        step(env)
        for name in cell.names:
            rows[name].append(env[name])
        env |= {state + PREVIOUS: env[state] for state in cell.states}
    return {name: np.array(found) for name, found in rows.items()}
