"""A cell as a NumPy program that a person can read, save and run."""

from __future__ import annotations

import re
from textwrap import fill

from rnnviz.cells.cell import INPUT, PREVIOUS, Cell
from rnnviz.cells.expression import Call, source, walk
from rnnviz.cells.functions import FUNCTIONS
from rnnviz.cells.language import Equation, plain

_NAME = re.compile(r"\b[A-Za-z]\w*")

_PROGRAM = '''\
{about}
import numpy as np


{functions}def step({arguments}, p):
    """One time step: every value, from the input x [F] and the states of the step before.

    p: {parameters}
    """
{lines}
    return {{{values}}}


def run(xs, p):
    """Every value at every time step, from zero states: xs [T, F] -> {{name: {shapes}}}."""
{zeros}
    steps = []
    for x in xs:
        values = step({arguments}, p)
{carried}
        steps.append(values)
    return {{name: np.stack([values[name] for values in steps]) for name in steps[0]}}
'''


def numpy_listing(cell: Cell) -> str:
    """The cell as the text of a NumPy module: its functions, one time step, a whole sequence.

    The module defines step(x, <state>_prev..., p) and run(xs, p),
    where p is a dict of the arrays in `cell.parameters`.
    """
    return _PROGRAM.format(
        about=_about(cell),
        functions="".join(_definition(name) for name in _used_functions(cell)),
        arguments=", ".join([INPUT, *(state + PREVIOUS for state in cell.states)]),
        parameters=_parameters(cell),
        lines="\n".join(line for equation in cell.equations for line in _lines(equation, cell)),
        values=", ".join(f'"{name}": {_spelled(name, cell)}' for name in cell.names),
        shapes=_shapes(cell),
        zeros="\n".join(f"    {state}{PREVIOUS} = np.zeros({_size(state, cell)})" for state in cell.states),
        carried="\n".join(f'        {state}{PREVIOUS} = values["{state}"]' for state in cell.states),
    )


def code_lines(cell: Cell) -> dict[str, str]:
    """The line of the listing that gives each value: {"h": 'h = tanh(p["W_h"] @ x + ...)'}."""
    return {equation.name: _lines(equation, cell)[-1].strip() for equation in cell.equations}


def _about(cell: Cell) -> str:
    # plain() makes one line, so that a title of several lines cannot leave the comment.
    paragraphs = [f"{cell.title}, in NumPy."] + ([f"Source: {cell.source}."] if cell.source else [])
    return "\n".join(fill(plain(text), 90, initial_indent="# ", subsequent_indent="# ") for text in paragraphs)


def _used_functions(cell: Cell) -> list[str]:
    nodes = [node for equation in cell.equations for node in walk(equation.expression)]
    return list(dict.fromkeys(node.function for node in nodes if isinstance(node, Call)))


def _definition(name: str) -> str:
    return f"def {name}(v):\n    return {FUNCTIONS[name].listing}\n\n\n"


def _parameters(cell: Cell) -> str:
    by_axes: dict[tuple[str, ...], list[str]] = {}
    for parameter in cell.parameters:
        by_axes.setdefault(parameter.axes, []).append(parameter.name)
    rows = [f"{', '.join(names)} [{', '.join(axes)}]" for axes, names in by_axes.items()]
    return "\n       ".join(rows) or "empty, the cell trains nothing"


def _lines(equation: Equation, cell: Cell) -> list[str]:
    comment = [f"    # {equation.meaning}"] if equation.meaning else []
    right = _NAME.sub(lambda match: _spelled(match[0], cell), source(equation.expression))
    return [*comment, f"    {_spelled(equation.name, cell)} = {right}"]


def _spelled(name: str, cell: Cell) -> str:
    if name in FUNCTIONS:
        return name
    if cell.is_parameter(name):
        return f'p["{name}"]'
    # p holds the parameters; no name of a cell ends in an underscore.
    return "p_" if name == "p" else name


def _shapes(cell: Cell) -> str:
    others = [f"{name} [T, {axis}]" for name, axis in cell.axes.items() if axis != "H"]
    return "[T, H]" + (f", but {', '.join(others)}" if others else "")


def _size(state: str, cell: Cell) -> str:
    axis = cell.axis(state)
    for parameter in cell.parameters:
        if axis in parameter.axes:
            return f'p["{parameter.name}"].shape[{parameter.axes.index(axis)}]'
    # Without a trained array all units are alike, and one shows them.
    return "1"
