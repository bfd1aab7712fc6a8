"""Where each step of a cell stands on the curves of its functions, and how long it remembers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from rnnviz.cells.cell import Cell
from rnnviz.cells.evaluate import NUMPY, bind
from rnnviz.cells.expression import Call, Expr, Name, children
from rnnviz.cells.functions import FUNCTIONS
from rnnviz.cells.memory import memory
from rnnviz.tracing.trace import Array, Trace

REACH = 8.0
"""How far to both sides of 0 a curve is drawn; beyond, sigmoid and tanh are flat to three digits."""
POINTS = 161


@dataclass(frozen=True, eq=False)
class Activation:
    """One call of a function in an equation.

    Attributes:
        function: which: "sigmoid".
        name: the value that it gives, where it gives all of one ("f"), or the one that it is given ("c" of tanh(c)).
        inner: whether it is the latter.
        x, y: what it is given and what it gives [T, H].
    """

    function: str
    name: str
    inner: bool
    x: Array
    y: Array


def activations(trace: Trace, layer: str) -> tuple[Activation, ...]:
    """Every call of a function in the equations of a layer, in their order."""
    env = trace.layer(layer)
    return tuple(_activation(call, name, inner, env, trace.steps) for call, name, inner in _calls(trace.cell))


def curve(function: str) -> tuple[Array, Array]:
    """The function's curve: x and y [n]."""
    x: Array = np.linspace(-REACH, REACH, POINTS)
    return x, FUNCTIONS[function].numpy(x)


def half_life(keep: Array) -> Array:
    """Steps after which a memory that is multiplied by `keep` at each of them is half gone: ln ½ / ln keep.

    0 where nothing is kept, infinite where all is kept or more.
    """
    safe = np.clip(keep.astype(float), 1e-300, None)
    with np.errstate(divide="ignore"):
        return np.where(safe >= 1, np.inf, np.log(0.5) / np.log(np.minimum(safe, 1.0)))


def half_lives(trace: Trace, layer: str) -> dict[str, Array]:
    """The half-life of the memory at every step [T, H], by the value that keeps it; empty where there is none."""
    found = memory(trace.cell)
    if found is None or found.keep is None:
        return {}
    gate = trace[f"{layer}.{found.keep}"]
    return {found.keep: half_life(gate if found.holds else 1 - gate)}


def _calls(cell: Cell) -> Iterator[tuple[Call, str, bool]]:
    for equation in cell.equations:
        for call in _within(equation.expression):
            if call is equation.expression:
                yield call, equation.name, False
            elif isinstance(call.argument, Name):
                yield call, call.argument.name, True
            else:
                yield call, equation.name, False


def _within(expr: Expr) -> Iterator[Call]:
    if isinstance(expr, Call):
        yield expr
    for child in children(expr):
        yield from _within(child)


def _activation(call: Call, name: str, inner: bool, env: Mapping[str, Array], steps: int) -> Activation:
    x = bind(call.argument, NUMPY)(env)
    y = FUNCTIONS[call.function].numpy(x)
    shape = (steps, x.shape[-1])
    return Activation(call.function, name, inner, np.broadcast_to(x, shape), np.broadcast_to(y, shape))
