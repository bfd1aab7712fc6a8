"""How much of a state's earlier value its own line keeps: f in `c = f * c_prev + i * g`."""

from __future__ import annotations

from rnnviz.cells.cell import PREVIOUS, Cell
from rnnviz.cells.expression import Add, Expr, Mul, Name, Neg, Sub, walk


def keep_factor(cell: Cell, state: str) -> Expr | None:
    """What the state's previous value is multiplied by in its own equation, where that is said in the open.

    The forget gate `f` of an LSTM, the update gate `z` of PyTorch's GRU, `1 - z` in the other convention.

    Returns:
        None where the line is no sum with such a term, as the `tanh` of a plain RNN.
    """
    found = [factor for term in _terms(cell.equation(state).expression) if (factor := _factor(term, state))]
    return found[0] if len(found) == 1 else None


def _terms(expr: Expr) -> list[Expr]:
    match expr:
        case Add(left, right):
            return [*_terms(left), *_terms(right)]
        case Sub(left, right):
            return [*_terms(left), *(Neg(term) for term in _terms(right))]
        case _:
            return [expr]


def _factor(term: Expr, state: str) -> Expr | None:
    if not isinstance(term, Mul):
        return None
    previous = Name(f"{state}{PREVIOUS}")
    for one, other in ((term.left, term.right), (term.right, term.left)):
        if one == previous and previous not in walk(other):
            return other
    return None
