"""Computes expressions, on any kind of array: NumPy's here, torch's in `rnnviz.network`."""

from __future__ import annotations

from collections.abc import Callable, Mapping, MutableMapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from rnnviz.cells.expression import Add, Call, Expr, MatMul, Mul, Name, Neg, Number, Sub, leaf_key
from rnnviz.cells.functions import FUNCTIONS
from rnnviz.cells.schedule import Assignment

Env = Mapping[str, Any]
Bound = Callable[[Env], Any]
Step = Callable[[MutableMapping[str, Any]], None]
Hook = Callable[[Any, Env], Any]
NO_HOOKS: Mapping[str, Hook] = MappingProxyType({})


@dataclass(frozen=True)
class Ops:
    """How one array library computes.

    Attributes:
        matmul: (matrix [M, N], vectors [..., N]) -> [..., M].
        functions: the functions of the language by name.
    """

    matmul: Callable[[Any, Any], Any]
    functions: Mapping[str, Callable[[Any], Any]]


# For vectors as short as here, `dot` takes half as long as `@`.
NUMPY = Ops(lambda matrix, vectors: vectors.dot(matrix.T), {name: f.numpy for name, f in FUNCTIONS.items()})


def bind(expr: Expr, ops: Ops) -> Bound:
    """A function from named arrays to the expression's value; reads products by their key, computes none."""
    match expr:
        case Number(value):
            return lambda env: value
        case Name(name):
            return lambda env: env[name]
        case MatMul():
            key = leaf_key(expr)
            return lambda env: env[key]
        case Neg(operand):
            inner = bind(operand, ops)
            return lambda env: -inner(env)
        case Call(function, argument):
            apply, inner = ops.functions[function], bind(argument, ops)
            return lambda env: apply(inner(env))
        case Add(left, right):
            a, b = bind(left, ops), bind(right, ops)
            return lambda env: a(env) + b(env)
        case Sub(left, right):
            a, b = bind(left, ops), bind(right, ops)
            return lambda env: a(env) - b(env)
        case Mul(left, right):
            a, b = bind(left, ops), bind(right, ops)
            return lambda env: a(env) * b(env)


def stepper(assignments: Sequence[Assignment], ops: Ops, hooks: Mapping[str, Hook] = NO_HOOKS) -> Step:
    """A function that computes `assignments` in order and puts each result among the arrays it is given.

    Args:
        hooks: for a key, what becomes of its result before anything reads it.
    """
    bound = [(a.key, _hooked(_bind_assignment(a, ops), hooks.get(a.key))) for a in assignments]

    def step(env: MutableMapping[str, Any]) -> None:
        for key, compute in bound:
            env[key] = compute(env)

    return step


def _hooked(compute: Bound, hook: Hook | None) -> Bound:
    return compute if hook is None else lambda env: hook(compute(env), env)


def _bind_assignment(assignment: Assignment, ops: Ops) -> Bound:
    if not isinstance(assignment.expression, MatMul) or assignment.key != leaf_key(assignment.expression):
        return bind(assignment.expression, ops)
    matrix, operand, matmul = (
        assignment.expression.matrix,
        bind(assignment.expression.operand, ops),
        ops.matmul,
    )
    return lambda env: matmul(env[matrix], operand(env))
