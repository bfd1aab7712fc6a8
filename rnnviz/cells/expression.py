"""The tree that one equation's right-hand side is read into."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True)
class Number:
    """A literal number."""

    value: float


@dataclass(frozen=True)
class Name:
    """A value, a previous state, the input or a vector parameter."""

    name: str


@dataclass(frozen=True)
class Add:
    """left + right, unit by unit."""

    left: Expr
    right: Expr


@dataclass(frozen=True)
class Sub:
    """left - right, unit by unit."""

    left: Expr
    right: Expr


@dataclass(frozen=True)
class Mul:
    """left * right, unit by unit (Hadamard product)."""

    left: Expr
    right: Expr


@dataclass(frozen=True)
class Neg:
    """-operand."""

    operand: Expr


@dataclass(frozen=True)
class MatMul:
    """matrix @ operand: a parameter matrix times a vector."""

    matrix: str
    operand: Expr


@dataclass(frozen=True)
class Call:
    """function(argument), unit by unit."""

    function: str
    argument: Expr


Expr = Number | Name | Add | Sub | Mul | Neg | MatMul | Call

_SYMBOLS = {Add: "+", Sub: "-", Mul: "*"}
_STRENGTH = {Add: 1, Sub: 1, Mul: 2, MatMul: 2, Neg: 3, Call: 4, Name: 4, Number: 4}


def children(expr: Expr) -> tuple[Expr, ...]:
    """The direct subexpressions, left to right."""
    match expr:
        case Add(left, right) | Sub(left, right) | Mul(left, right):
            return (left, right)
        case Neg(operand) | MatMul(_, operand):
            return (operand,)
        case Call(_, argument):
            return (argument,)
        case _:
            return ()


def walk(expr: Expr) -> Iterator[Expr]:
    """Every node of the tree, parents before children, left to right."""
    yield expr
    for child in children(expr):
        yield from walk(child)


def operations(expr: Expr) -> tuple[Expr, ...]:
    """Every sum, product, matrix product and function in the tree: what has to be computed."""
    return tuple(node for node in walk(expr) if not isinstance(node, Name | Number))


def leaves(expr: Expr) -> tuple[Expr, ...]:
    """What a line of numbers shows, left to right: a whole matrix product is one leaf."""
    if isinstance(expr, Number | Name | MatMul):
        return (expr,)
    return tuple(leaf for child in children(expr) for leaf in leaves(child))


def leaf_key(leaf: Expr) -> str:
    """The address part of a leaf: "W_i@x" for a product, the name for a name.

    Raises:
        TypeError: `leaf` is neither a product nor a name.
    """
    match leaf:
        case Name(name):
            return name
        case MatMul(matrix, operand):
            return f"{matrix}@{source(operand).replace(' ', '')}"
        case _:
            raise TypeError(f"{leaf!r} has no address; only names and matrix products have one.")


def needs_brackets(child: Expr, parent: Expr, *, right: bool = False) -> bool:
    """Whether `child` is written in brackets when it stands inside `parent`."""
    if isinstance(parent, Call):
        return False
    child_strength, parent_strength = _STRENGTH[type(child)], _STRENGTH[type(parent)]
    return child_strength < parent_strength or (right and child_strength == parent_strength)


def source(expr: Expr) -> str:
    """The expression as text that reads back to an equal tree."""
    match expr:
        case Number(value):
            return f"{value:g}" if float(f"{value:g}") == value else repr(value)
        case Name(name):
            return name
        case Call(function, argument):
            return f"{function}({source(argument)})"
        case Neg(operand):
            return f"-{_bracketed(operand, expr, right=True)}"
        case MatMul(matrix, operand):
            return f"{matrix} @ {_bracketed(operand, expr, right=True)}"
        case Add(left, right) | Sub(left, right) | Mul(left, right):
            operator = _SYMBOLS[type(expr)]
            return f"{_bracketed(left, expr)} {operator} {_bracketed(right, expr, right=True)}"


def _bracketed(child: Expr, parent: Expr, *, right: bool = False) -> str:
    text = source(child)
    return f"({text})" if needs_brackets(child, parent, right=right) else text
