"""The source of a cell's kernels. No text of a person is in it: every name is a letter and a number."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from rnnviz.cells.cell import INPUT, PREVIOUS, Cell
from rnnviz.cells.expression import Add, Call, Expr, Mul, Name, Neg, Number, Sub
from rnnviz.kernels.layout import Block, Layout, layout, total
from rnnviz.kernels.loops import Each, looped
from rnnviz.kernels.program import Group, Item, Program, Value, program

REALS = ("float32", "float64")

_MODULE = '''\
"""Made by rnnviz from the equations of a cell."""

import numpy as np
from numba import types

from . import functions, products, vectors, views
from .jit import kernel

real = types.{real}
{functions}
exp, expm1, sin, cos = vectors.exp, vectors.expm1, vectors.sin, vectors.cos
load, store, lanes = vectors.load, vectors.store, vectors.LANES_{width}
filled, changed = vectors.filled, vectors.changed
matrix, vector = views.matrix, views.vector
times, transposed, times_transposed = products.times, products.transposed, products.times_transposed
outer, column_sums = products.outer, products.column_sums
_number = np.{real}
{numbers}
_flat, _rows, _n = types.Array(real, 1, "C"), types.Array(real, 2, "C"), types.intp


@kernel(types.void(_n, _n, _n, _n, _n, _rows, _flat, _flat, _flat))
def forward(T, B, F, H, P, x, W, V, tape):
{forward}


@kernel(types.void(_n, _n, _n, _n, _n, _rows, _flat, _flat, _flat, _flat, _flat, _n, _n))
def operated(T, B, F, H, P, x, W, V, tape, factors, addends, first, last):
{operated}


@kernel(types.void(_n, _n, _n, _n, _n, _rows, _flat, _flat, _flat, _flat, _flat, _flat, _rows, types.boolean))
def backward(T, B, F, H, P, x, W, V, tape, adjoints, gW, gV, dx, wants_dx):
{backward}
'''

_FUNCTIONS = ("tanh", "sigmoid", "relu", "slope", "softplus", "absolute", "sign")


def module(cell: Cell, real: str) -> str:
    """The text of the module with the functions forward, operated and backward, for numbers of a type of REALS."""
    names = Names(cell)
    bodies = {"forward": _forward(names), "operated": _operated(names), "backward": _backward(names)}
    width = real.removeprefix("float")
    return _MODULE.format(
        real=real,
        width=width,
        functions="\n".join(f"{name} = functions.{name}_{width}" for name in _FUNCTIONS),
        numbers="\n".join(f"{name} = _number({value!r})" for value, name in names.numbers.items()),
        **{name: "\n".join(f"    {line}" for line in lines) for name, lines in bodies.items()},
    )


class Names:
    """How a kernel's source spells a cell's values.

    Attributes:
        numbers: the constants met so far and their names.
    """

    def __init__(self, cell: Cell) -> None:
        self.program: Program = program(cell)
        self.layout: Layout = layout(cell)
        self.numbers: dict[float, str] = {0.0: "k0", 1.0: "k1"}
        self.blocks = {block.key: block for block in self.layout.tape}
        self.adjoints = {block.key: block for block in self.layout.adjoints}
        self.vectors = {block.key: block.name for block in self.layout.vectors}
        self.products: dict[str, tuple[int, str]] = {}
        for number, group in enumerate(self.program.groups):
            for place, product in enumerate(group.products):
                before = total(other.axis for other in group.products[:place])
                self.products[product.key] = (number, before)

    def number(self, value: float) -> str:
        """A constant."""
        return self.numbers.setdefault(value, f"k{len(self.numbers)}")

    def leaf(self, key: str) -> str:
        """One number of a vector, in row r and unit j."""
        if key == INPUT:
            return "x[r, j]"
        if key in self.vectors:
            return f"{self.vectors[key]}[j]"
        if key in self.products:
            number, before = self.products[key]
            return f"p{number}[r, {before} + j]"
        if key.endswith(PREVIOUS):
            return f"{self.blocks[key.removesuffix(PREVIOUS)].name}[r, j]"
        return self.own(self.blocks[key])

    def own(self, block: Block) -> str:
        """One number of a value of this step, or of its adjoint."""
        return f"{block.name}[r + B, j]" if block.later else f"{block.name}[r, j]"

    def value(self, expr: Expr) -> str:
        """An expression in row r and unit j."""
        match expr:
            case Number(value):
                return self.number(value)
            case Name(name):
                return self.leaf(name)
            case Neg(operand):
                return f"(-{self.value(operand)})"
            case Add(left, right):
                return f"({self.value(left)} + {self.value(right)})"
            case Sub(left, right):
                return f"({self.value(left)} - {self.value(right)})"
            case Mul(left, right):
                return f"({self.value(left)} * {self.value(right)})"
            case Call(function, argument):
                return call(function, self.value(argument))
        raise TypeError(f"{expr!r} is no arithmetic; products are read by their key.")

    def place(self, group: Group) -> tuple[str, str]:
        """The array in which a group's operand lies, and the row of its first number in step t."""
        if group.operand == INPUT:
            return "x", "t * B"
        if group.operand.endswith(PREVIOUS):
            return self.blocks[group.operand.removesuffix(PREVIOUS)].name, "t * B"
        block = self.blocks[group.operand]
        return block.name, "(t + 1) * B" if block.later else "t * B"

    def columns(self, group: Group) -> str:
        """Where a group's matrices begin in the array that they lie in."""
        return total(group.columns)


def call(function: str, argument: str) -> str:
    """A function of the language."""
    return f"{'absolute' if function == 'abs' else function}({argument})"


def cut(blocks: Sequence[Block], flat: str) -> list[str]:
    """Lines that cut a flat array into its blocks [rows, columns]."""
    lines = ["at = 0"]
    for block in blocks:
        lines.append(f"{block.name} = matrix({flat}, at, {block.rows}, {block.columns})")
        lines.append(f"at += {block.name}.size")
    return lines


def cut_trained(names: Names, prefix: str, weights: str, vectors: str) -> list[str]:
    """Lines that cut the trained numbers, or their gradients, into matrices and vectors."""
    lines = ["at = 0"]
    for block in names.layout.weights:
        assert isinstance(block.key, int)
        axis = names.program.groups[block.key].axis
        lines.append(f"{prefix}{block.name} = matrix({weights}, at, {axis}, {block.columns})")
        lines.append(f"at += {prefix}{block.name}.size")
    lines.append("at = 0")
    for block in names.layout.vectors:
        lines += [f"{prefix}{block.name} = vector({vectors}, at, {block.columns})", f"at += {block.columns}"]
    return lines


def _forward(names: Names) -> list[str]:
    lines = [*cut(names.layout.tape, "tape"), *cut_trained(names, "", "W", "V")]
    lines += _computed(names, names.program.ahead, "0", "T * B")
    lines.append("for t in range(T):")
    lines += [f"    {line}" for line in _computed(names, names.program.each_step, "t * B", "B")] or ["    pass"]
    return lines


def _operated(names: Names) -> list[str]:
    """As the forward pass, from one step to another, with what becomes of a value right after it is computed."""
    lines = [*cut(names.layout.tape, "tape"), *cut_trained(names, "", "W", "V")]
    lines += [*cut(names.layout.factors, "factors"), *cut(names.layout.addends, "addends")]
    lines += _computed(names, names.program.ahead, "first * B", "(last - first) * B")
    changes = {f.key: f"f{k}[t, j], a{k}[t, j]" for k, f in enumerate(names.layout.factors)}
    steps = _computed(names, names.program.each_step, "t * B", "B", changes)
    return [*lines, "for t in range(first, last):", *(f"    {line}" for line in steps or ["pass"])]


def _computed(
    names: Names, items: Sequence[Item], first: str, rows: str, changes: Mapping[str | int, str] = MappingProxyType({})
) -> list[str]:
    lines: list[str] = []
    values: list[Each] = []
    for item in items:
        if isinstance(item, Value):
            value, change = names.value(item.expression), changes.get(item.key)
            value = f"changed({value}, {change})" if change else value
            values.append(Each(item.axis, names.own(names.blocks[item.key]), "=", value))
        else:
            lines += looped(values, first, rows)
            values = []
            group = names.program.groups[item]
            array, row = names.place(group)
            begin, turn = (row, "t & 1") if first == "t * B" else (first, "0")
            factors = f"{array}, {begin}, {rows}, w{group.home}, {names.columns(group)}"
            lines.append(f"times({factors}, p{item}, {first}, {turn})")
    return lines + looped(values, first, rows)


def _backward(names: Names) -> list[str]:
    from rnnviz.kernels.gradient import Gradient

    return Gradient(names).lines()
