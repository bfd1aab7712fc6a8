"""The bounds that a value can never leave, derived from its equation."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import product

from rnnviz.cells.expression import Add, Call, Expr, MatMul, Mul, Name, Neg, Number, Sub, children
from rnnviz.cells.functions import FUNCTIONS
from rnnviz.cells.language import Equation

Range = tuple[float, float]
_MOST_ATOMS = 10


def invariant_range(equation: Equation, known: Mapping[str, Range | None]) -> Range | None:
    """Bounds of an equation's result.

    A state that reads its own past is bounded where the bounds [-1, 1] or [0, 1] of the past carry over to the present:
    `h = (1 - z) * n + z * h_prev` stays within [-1, 1], `c = f * c_prev + i * g` does not.

    Args:
        equation: the line.
        known: bounds of the values assigned above it.
    """
    past = f"{equation.name}_prev"
    for low in (0.0, -1.0):
        assumed: Range = (low, 1.0)
        found = _bounds(equation.expression, {**known, past: assumed})
        if found is not None and (past not in _atoms(equation.expression) or _within(found, assumed)):
            return assumed if past in _atoms(equation.expression) else found
    return None


def _within(inner: Range, outer: Range) -> bool:
    return inner[0] >= outer[0] and inner[1] <= outer[1]


def _bounds(expr: Expr, known: Mapping[str, Range | None]) -> Range | None:
    atoms = _atoms(expr)
    ranges: dict[str, Range] = {}
    for key, atom in atoms.items():
        bounds = _atom_range(atom, known)
        if bounds is None or _degree(expr, key) > 1:
            return None
        ranges[key] = bounds
    if len(atoms) > _MOST_ATOMS:
        return None
    # A polynomial of degree one in each atom takes its extremes at the corners of the box of atoms.
    corners = product(*ranges.values())
    values = [_value(expr, dict(zip(ranges, corner, strict=True))) for corner in corners]
    return (min(values), max(values))


def _atoms(expr: Expr) -> dict[str, Expr]:
    """The parts that arithmetic joins, by their text: names, calls and matrix products."""
    if isinstance(expr, Name):
        return {expr.name: expr}
    if isinstance(expr, Call | MatMul):
        return {repr(expr): expr}
    return {key: atom for child in children(expr) for key, atom in _atoms(child).items()}


def _atom_range(atom: Expr, known: Mapping[str, Range | None]) -> Range | None:
    if isinstance(atom, Name):
        return known.get(atom.name)
    if isinstance(atom, Call):
        return FUNCTIONS[atom.function].range
    return None


def _degree(expr: Expr, key: str) -> int:
    if isinstance(expr, Name | Call | MatMul):
        return int(key in _atoms(expr))
    degrees = [_degree(child, key) for child in children(expr)]
    return sum(degrees) if isinstance(expr, Mul) else max(degrees, default=0)


def _value(expr: Expr, values: Mapping[str, float]) -> float:
    match expr:
        case Number(value):
            return value
        case Neg(operand):
            return -_value(operand, values)
        case Add(left, right):
            return _value(left, values) + _value(right, values)
        case Sub(left, right):
            return _value(left, values) - _value(right, values)
        case Mul(left, right):
            return _value(left, values) * _value(right, values)
        case Name(name):
            return values[name]
        case _:
            return values[repr(expr)]
