"""Cells made from other cells by changing their equations."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from types import MappingProxyType

from rnnviz.cells.cell import OUTPUT, PREVIOUS, Cell
from rnnviz.cells.errors import CellError
from rnnviz.cells.expression import Add, Call, Expr, MatMul, Mul, Name, Neg, Sub, children, source, walk
from rnnviz.cells.language import Equation
from rnnviz.words import t

PROJECTION = "W_hr"

_OUTPUTS = (Name(OUTPUT), Name(OUTPUT + PREVIOUS))


def without_bias(cell: Cell) -> Cell:
    """The same cell with every bias left out: a trained vector that is only ever added to what a value gives.

    A vector that is also multiplied is no bias: `h = (1 - a) * g + a * h_prev` keeps its a.
    """
    vectors = {parameter.name for parameter in cell.parameters if len(parameter.axes) == 1}
    biases = vectors - {name for e in cell.equations for name in _needed(e.expression, vectors)}
    return replace(cell, text=_text((e, _drop(e.expression, biases)) for e in cell.equations))


def with_projection(cell: Cell) -> Cell:
    """The same cell with its output multiplied by a matrix [P, H].

    Source: Sak, Senior and Beaufays 2014, arXiv:1402.1128; `proj_size` of torch.nn.LSTM.

    Raises:
        CellError: the cell reads its output unit by unit, as a GRU does, so the output must keep its size.
    """
    if not _takes_projection(cell):
        output = cell.equation(OUTPUT)
        mend = t(
            "Read h and h_prev only by matrices of their own, as in U @ h_prev, and call no matrix {name}.",
            name=PROJECTION,
        )
        raise CellError(output.line, output.column(), t("This cell cannot have a projection."), mend)
    text = _text((e, MatMul(PROJECTION, e.expression) if e.name == OUTPUT else e.expression) for e in cell.equations)
    return replace(cell, text=text, axes=MappingProxyType({**cell.axes, OUTPUT: "P"}))


def _text(changes: Iterable[tuple[Equation, Expr]]) -> str:
    """The text of equations with new right-hand sides; a line that stays is left as it was written."""
    lines = []
    for old, new in changes:
        code = old.code if new == old.expression else f"{old.name} = {source(new)}"
        lines.append(f"{code}  # {old.meaning}" if old.meaning else code)
    return "\n".join(lines)


def _takes_projection(cell: Cell) -> bool:
    nodes = [node for e in cell.equations for node in walk(e.expression)]
    products = [node for node in nodes if isinstance(node, MatMul)]
    of_output = {product.matrix for product in products if product.operand in _OUTPUTS}
    of_others = {product.matrix for product in products if product.operand not in _OUTPUTS}
    reads = sum(node in _OUTPUTS for node in nodes)
    by_matrix = sum(product.operand in _OUTPUTS for product in products)
    taken = any(parameter.name == PROJECTION for parameter in cell.parameters)
    return reads == by_matrix and not of_output & of_others and not taken


def _needed(expr: Expr, vectors: set[str]) -> set[str]:
    """The trained vectors that `expr` does more with than add."""
    terms = [term for _, term in _terms(expr)]
    if len(terms) > 1 and any(_names(term) - vectors for term in terms):
        return {name for term in terms if not _vanishes(term, vectors) for name in _needed(term, vectors)}
    if isinstance(expr, Name):
        return {expr.name} & vectors
    return {name for child in children(expr) for name in _needed(child, vectors)}


def _drop(expr: Expr, biases: set[str]) -> Expr:
    terms = _terms(expr)
    kept = [(sign, term) for sign, term in terms if not _vanishes(term, biases)]
    if 0 < len(kept) < len(terms):
        return _total([(sign, _drop(term, biases)) for sign, term in kept])
    match expr:
        case Add(left, right) | Sub(left, right) | Mul(left, right):
            return type(expr)(_drop(left, biases), _drop(right, biases))
        case Neg(operand):
            return Neg(_drop(operand, biases))
        case MatMul(matrix, operand):
            return MatMul(matrix, _drop(operand, biases))
        case Call(function, argument):
            return Call(function, _drop(argument, biases))
        case _:
            return expr


def _terms(expr: Expr, sign: int = 1) -> list[tuple[int, Expr]]:
    """The terms of a sum, left to right, each with its sign."""
    match expr:
        case Add(left, right):
            return _terms(left, sign) + _terms(right, sign)
        case Sub(left, right):
            return _terms(left, sign) + _terms(right, -sign)
        case Neg(operand):
            return _terms(operand, -sign)
        case _:
            return [(sign, expr)]


def _total(terms: list[tuple[int, Expr]]) -> Expr:
    (first_sign, total), *rest = terms
    total = Neg(total) if first_sign < 0 else total
    for sign, term in rest:
        total = Sub(total, term) if sign < 0 else Add(total, term)
    return total


def _vanishes(expr: Expr, vectors: set[str]) -> bool:
    """Whether `expr` reads nothing but these vectors, and is zero where they are."""
    match expr:
        case Name(name):
            return name in vectors
        case Neg(operand):
            return _vanishes(operand, vectors)
        case Add(left, right) | Sub(left, right):
            return _vanishes(left, vectors) and _vanishes(right, vectors)
        case Mul(left, right):
            either = _vanishes(left, vectors) or _vanishes(right, vectors)
            return either and _names(expr) <= vectors
        case _:
            return False


def _names(expr: Expr) -> set[str]:
    return {node.name for node in walk(expr) if isinstance(node, Name)}
