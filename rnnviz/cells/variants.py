"""Cells made from other cells by changing their equations."""

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType

from rnnviz.cells.cell import OUTPUT, Cell
from rnnviz.cells.expression import Add, Call, Expr, MatMul, Mul, Name, Neg, Sub, source

PROJECTION = "W_hr"


def without_bias(cell: Cell) -> Cell:
    """The same cell with every summand that is a trained vector left out."""
    biases = {parameter.name for parameter in cell.parameters if len(parameter.axes) == 1}
    lines = [_line(e.name, _drop(e.expression, biases), e.meaning) for e in cell.equations]
    return replace(cell, text="\n".join(lines))


def with_projection(cell: Cell) -> Cell:
    """The same cell with its output multiplied by a matrix [P, H].

    Source: Sak, Senior and Beaufays 2014, arXiv:1402.1128; `proj_size` of torch.nn.LSTM.
    """
    lines = []
    for e in cell.equations:
        expression = MatMul(PROJECTION, e.expression) if e.name == OUTPUT else e.expression
        lines.append(_line(e.name, expression, e.meaning))
    return replace(cell, text="\n".join(lines), axes=MappingProxyType({**cell.axes, OUTPUT: "P"}))


def _line(name: str, expression: Expr, meaning: str) -> str:
    return f"{name} = {source(expression)}" + (f"  # {meaning}" if meaning else "")


def _drop(expr: Expr, names: set[str]) -> Expr:
    match expr:
        case Add(left, Name(name)) if name in names:
            return _drop(left, names)
        case Add(Name(name), right) if name in names:
            return _drop(right, names)
        case Add(left, right) | Sub(left, right) | Mul(left, right):
            return type(expr)(_drop(left, names), _drop(right, names))
        case Neg(operand):
            return Neg(_drop(operand, names))
        case MatMul(matrix, operand):
            return MatMul(matrix, _drop(operand, names))
        case Call(function, argument):
            return Call(function, _drop(argument, names))
        case _:
            return expr
