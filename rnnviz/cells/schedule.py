"""A cell as the list of assignments that computes one time step, the matrix products apart."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from rnnviz.cells.cell import INPUT, Cell
from rnnviz.cells.expression import Expr, MatMul, Name, children, leaf_key, walk


@dataclass(frozen=True)
class Assignment:
    """One thing to compute: a matrix product (key "W_i@x") or a value (key "i")."""

    key: str
    expression: Expr


@dataclass(frozen=True)
class Schedule:
    """The order of one time step.

    Attributes:
        ahead: products of the input alone: they wait for no step before them and run over all time steps at
            once.
        each_step: the rest, in order. Products inside an expression are read by their key.
    """

    ahead: tuple[Assignment, ...]
    each_step: tuple[Assignment, ...]


@lru_cache(maxsize=512)
def schedule(cell: Cell) -> Schedule:
    """The assignments of `cell`, each product computed once, in an order in which all operands are there."""
    ahead: dict[str, Assignment] = {}
    each_step: dict[str, Assignment] = {}
    for equation in cell.equations:
        for product in _products(equation.expression):
            place = ahead if _reads_only_input(product, cell) else each_step
            place.setdefault(leaf_key(product), Assignment(leaf_key(product), product))
        each_step[equation.name] = Assignment(equation.name, equation.expression)
    return Schedule(tuple(ahead.values()), tuple(each_step.values()))


def _products(expr: Expr) -> list[MatMul]:
    """Matrix products of an expression, inner ones first."""
    inner = [product for child in children(expr) for product in _products(child)]
    return [*inner, expr] if isinstance(expr, MatMul) else inner


def _reads_only_input(product: MatMul, cell: Cell) -> bool:
    names = [node.name for node in walk(product) if isinstance(node, Name)]
    return all(name == INPUT or cell.is_parameter(name) for name in names)
