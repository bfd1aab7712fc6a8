"""How a cell remembers, read off its equations: what keeps the old state, what lets new things in, what shows it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from rnnviz.cells.cell import OUTPUT, PREVIOUS, Cell
from rnnviz.cells.expression import Add, Expr, Mul, Name, Sub


@dataclass(frozen=True)
class Memory:
    """The line `state = keep * state_prev + what is new`.

    Attributes:
        state: the state that remembers: "c" of an LSTM, "h" of a GRU.
        keep: the gate that multiplies its previous value: 1 holds for ever, 0 forgets at once.
        writes: gates that multiply what is new and have to be shut, too, for nothing to be written.
    """

    state: str
    keep: str
    writes: tuple[str, ...]


@cache
def memory(cell: Cell) -> Memory | None:
    """The gated memory of a cell; None where no gate multiplies a state's previous value."""
    for state in cell.states:
        terms = _terms(cell.equation(state).expression)
        kept = [term for term in terms if Name(state + PREVIOUS) in _factors(term)]
        keep = _gate(kept[0], cell) if len(kept) == 1 and isinstance(kept[0], Mul) else None
        if keep is None:
            continue
        new = [term for term in terms if term is not kept[0]]
        closed = [None if _shuts(term, keep) else _gate(term, cell) for term in new]
        return Memory(state, keep, tuple(gate for gate in closed if gate is not None))
    return None


@cache
def output_gate(cell: Cell) -> str | None:
    """The gate that multiplies all of the output; None where the output is the memory itself."""
    expression = cell.equation(OUTPUT).expression
    alone = isinstance(expression, Mul) and Name(OUTPUT + PREVIOUS) not in _factors(expression)
    return _gate(expression, cell) if alone else None


def _shuts(term: Expr, keep: str) -> bool:
    """Whether a term is nothing where `keep` is 1, as (1 - z) * n is."""
    return any(isinstance(f, Sub) and f.right == Name(keep) for f in _factors(term))


def _gate(term: Expr, cell: Cell) -> str | None:
    names = [factor.name for factor in _factors(term) if isinstance(factor, Name)]
    return next((name for name in names if name in cell.names and cell.role(name) == "gate"), None)


def _terms(expr: Expr) -> list[Expr]:
    return _terms(expr.left) + _terms(expr.right) if isinstance(expr, Add | Sub) else [expr]


def _factors(expr: Expr) -> list[Expr]:
    return _factors(expr.left) + _factors(expr.right) if isinstance(expr, Mul) else [expr]
