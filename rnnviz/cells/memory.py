"""How a cell remembers, read off its equations: what keeps the old state, what lets new things in, what shows it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from rnnviz.cells.cell import OUTPUT, PREVIOUS, Cell
from rnnviz.cells.expression import Add, Expr, Mul, Name, Number, Sub


@dataclass(frozen=True)
class Memory:
    """The line `state = keep * state_prev + what is new`.

    Attributes:
        state: the state that remembers: "c" of an LSTM, "h" of a GRU.
        keep: the value that decides how much of the old state stays; None where all of it always does.
        holds: what `keep` is where all of it stays: 1, or 0 where the old state is multiplied by (1 - keep).
        writes: values that have to be 0, too, for nothing to be written.
    """

    state: str
    keep: str | None
    holds: float
    writes: tuple[str, ...]


@cache
def memory(cell: Cell) -> Memory | None:
    """The memory of a cell; None where none of its states is kept, unit by unit, in a sum."""
    for state in cell.states:
        terms = _terms(cell.equation(state).expression)
        kept = [term for term in terms if Name(state + PREVIOUS) in _factors(term)]
        others = [factor for term in kept for factor in _factors(term) if factor != Name(state + PREVIOUS)]
        if len(kept) != 1 or len(others) > 1:
            continue
        keep, holds = _keeper(others[0], cell) if others else (None, 1.0)
        if others and keep is None:
            continue
        new = [term for term in terms if term is not kept[0] and not _shut(term, keep, holds)]
        writes = [_valve(term, cell) for term in new]
        if None not in writes:
            return Memory(state, keep, holds, tuple(name for name in writes if name is not None))
    return None


@cache
def output_gate(cell: Cell) -> str | None:
    """The gate that multiplies all of the output; None where the output is the memory itself."""
    expression = cell.equation(OUTPUT).expression
    alone = isinstance(expression, Mul) and Name(OUTPUT + PREVIOUS) not in _factors(expression)
    names = [name for name in _names(expression, cell) if cell.role(name) == "gate"] if alone else []
    return names[0] if names else None


def _keeper(factor: Expr, cell: Cell) -> tuple[str | None, float]:
    """The value in f or (1 - f), and what it is where the factor is 1."""
    if isinstance(factor, Name) and factor.name in cell.names:
        return factor.name, 1.0
    if isinstance(factor, Sub) and factor.left == Number(1.0) and isinstance(factor.right, Name):
        return (factor.right.name, 0.0) if factor.right.name in cell.names else (None, 1.0)
    return None, 1.0


def _shut(term: Expr, keep: str | None, holds: float) -> bool:
    """Whether a term is nothing where the memory is held, as (1 - z) * n is where z is 1."""
    if keep is None:
        return False
    closed: Expr = Sub(Number(1.0), Name(keep)) if holds else Name(keep)
    return closed in _factors(term)


def _valve(term: Expr, cell: Cell) -> str | None:
    """The value of a product that is best shut: a gate, where there is one."""
    names = sorted(_names(term, cell), key=lambda name: cell.role(name) != "gate")
    return names[0] if names else None


def _names(term: Expr, cell: Cell) -> list[str]:
    return [factor.name for factor in _factors(term) if isinstance(factor, Name) and factor.name in cell.names]


def _terms(expr: Expr) -> list[Expr]:
    return _terms(expr.left) + _terms(expr.right) if isinstance(expr, Add | Sub) else [expr]


def _factors(expr: Expr) -> list[Expr]:
    return _factors(expr.left) + _factors(expr.right) if isinstance(expr, Mul) else [expr]
