"""The bounds that a value can never leave, derived from its equation."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import product

import numpy as np

from rnnviz.cells.expression import Add, Call, Expr, MatMul, Mul, Name, Neg, Number, Sub, children
from rnnviz.cells.functions import FUNCTIONS, Array
from rnnviz.cells.language import Equation

Range = tuple[float, float]
_MOST_ATOMS = 10


def invariant_range(equation: Equation, known: Mapping[str, Range | None]) -> Range | None:
    """Bounds of an equation's result.

    A state that reads its own past is bounded where the bounds [-1, 1] or [0, 1] of the past carry over to
    the present: `h = (1 - z) * n + z * h_prev` stays within [-1, 1], `c = f * c_prev + i * g` does not.

    Args:
        equation: the line.
        known: bounds of the values assigned above it.
    """
    past = f"{equation.name}_prev"
    if Name(past) not in _atoms(equation.expression):
        return _bounds(equation.expression, known)
    for low in (0.0, -1.0):
        assumed: Range = (low, 1.0)
        found = _bounds(equation.expression, {**known, past: assumed})
        if found is not None and _within(found, assumed):
            return assumed
    return None


def _within(inner: Range, outer: Range) -> bool:
    return inner[0] >= outer[0] and inner[1] <= outer[1]


def _bounds(expr: Expr, known: Mapping[str, Range | None]) -> Range | None:
    atoms = _atoms(expr)
    ranges = [bounds for atom in atoms if (bounds := _atom_range(atom, known)) is not None]
    if len(atoms) > _MOST_ATOMS or len(ranges) < len(atoms) or any(_degree(expr, a) > 1 for a in atoms):
        return None
    # A polynomial of degree one in each atom takes its extremes at the corners of the box of atoms.
    corners = np.array(list(product(*ranges))).T
    with np.errstate(over="ignore", invalid="ignore"):
        values = np.atleast_1d(_value(expr, dict(zip(atoms, corners, strict=True))))
    return (float(values.min()), float(values.max())) if np.isfinite(values).all() else None


def _atoms(expr: Expr) -> tuple[Expr, ...]:
    """The parts that arithmetic joins, each once: names, calls and matrix products."""
    if isinstance(expr, Name | Call | MatMul):
        return (expr,)
    return tuple(dict.fromkeys(atom for child in children(expr) for atom in _atoms(child)))


def _atom_range(atom: Expr, known: Mapping[str, Range | None]) -> Range | None:
    if isinstance(atom, Name):
        return known.get(atom.name)
    if isinstance(atom, Call):
        return FUNCTIONS[atom.function].range
    return None


def _degree(expr: Expr, atom: Expr) -> int:
    if isinstance(expr, Name | Call | MatMul):
        return int(expr == atom)
    degrees = [_degree(child, atom) for child in children(expr)]
    return sum(degrees) if isinstance(expr, Mul) else max(degrees, default=0)


def _value(expr: Expr, values: Mapping[Expr, Array]) -> Array:
    match expr:
        case Number(value):
            return np.asarray(value)
        case Neg(operand):
            return -_value(operand, values)
        case Add(left, right):
            return _value(left, values) + _value(right, values)
        case Sub(left, right):
            return _value(left, values) - _value(right, values)
        case Mul(left, right):
            return _value(left, values) * _value(right, values)
        case _:
            return values[expr]
