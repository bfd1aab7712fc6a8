"""Equations as LaTeX."""

from __future__ import annotations

from rnnviz.cells.cell import Cell
from rnnviz.cells.expression import Add, Call, Expr, MatMul, Mul, Name, Neg, Number, Sub, source
from rnnviz.cells.functions import FUNCTIONS
from rnnviz.cells.language import Equation
from rnnviz.cells.notation import bracketed, scales, symbol


def latex(equation: Equation, cell: Cell) -> str:
    r"""The equation for a LaTeX formula, without dollar signs: "h_{t} = \tanh(W_{h} x_{t} + b_{h})"."""
    return f"{_symbol(equation.name, cell)} = {_expression(equation.expression, cell)}"


def _expression(expr: Expr, cell: Cell) -> str:
    def inside(child: Expr, *, right: bool = False) -> str:
        text = _expression(child, cell)
        return f"({text})" if bracketed(child, expr, right=right) else text

    match expr:
        case Number():
            return _number(source(expr))
        case Name(name):
            return _symbol(name, cell)
        case MatMul(matrix, operand):
            return f"{_symbol(matrix, cell)} {inside(operand, right=True)}"
        case Neg(operand):
            return f"-{inside(operand, right=True)}"
        case Call(function, argument):
            return f"{FUNCTIONS[function].latex}({_expression(argument, cell)})"
        case Add(left, right):
            return f"{inside(left)} + {inside(right, right=True)}"
        case Sub(left, right):
            return f"{inside(left)} - {inside(right, right=True)}"
        case Mul(left, right):
            times = r"\cdot" if scales(expr) else r"\odot"
            return rf"{inside(left)} {times} {inside(right, right=True)}"


def _symbol(name: str, cell: Cell) -> str:
    parts = symbol(name, cell)
    below = [_upright(text) for text in parts.subscripts]
    if parts.delay is not None:
        below.append("t-1" if parts.delay else "t")
    return _upright(parts.base) + (f"_{{{','.join(below)}}}" if below else "")


def _upright(text: str) -> str:
    return text if len(text) == 1 or text.isdigit() else rf"\mathrm{{{text}}}"


def _number(text: str) -> str:
    mantissa, _, exponent = text.partition("e")
    return rf"{mantissa} \times 10^{{{int(exponent)}}}" if exponent else mantissa
