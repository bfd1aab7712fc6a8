"""How mathematics writes a cell's names, products and brackets: the same in LaTeX and in MathML."""

from __future__ import annotations

from dataclasses import dataclass

from rnnviz.cells.cell import PREVIOUS, Cell
from rnnviz.cells.expression import Expr, MatMul, Mul, Name, Neg, needs_brackets, walk


@dataclass(frozen=True)
class Symbol:
    """A name as mathematics writes it.

    Attributes:
        base: what stands on the line: "W" of W_i.
        subscripts: what the name itself says below the line: ("i",).
        delay: 0 for a value of this time step, 1 for one of the step before, None for a parameter.
    """

    base: str
    subscripts: tuple[str, ...]
    delay: int | None


def symbol(name: str, cell: Cell) -> Symbol:
    """The symbol of a value, a previous state, the input or a parameter of `cell`."""
    if cell.is_parameter(name):
        base, *subscripts = name.split("_")
        return Symbol(base, tuple(subscripts), None)
    stem = name.removesuffix(PREVIOUS)
    base, *subscripts = stem.split("_")
    return Symbol(base, tuple(subscripts), int(stem != name))


def bracketed(child: Expr, parent: Expr, *, right: bool = False) -> bool:
    """Whether `child` is written in brackets inside `parent`: as in the text, but "-W x" and "a + (-b)"."""
    if isinstance(child, MatMul) and not isinstance(parent, MatMul):
        return False
    return needs_brackets(child, parent, right=right) or (right and isinstance(child, Neg))


def scales(product: Mul) -> bool:
    """Whether a product multiplies by a plain number, and not unit by unit."""
    return any(not any(isinstance(node, Name) for node in walk(side)) for side in (product.left, product.right))
