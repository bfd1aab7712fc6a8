"""The source of a cell's kernels. No text of a person is in it: every name is a letter and a number."""

from __future__ import annotations

from collections.abc import Sequence

from rnnviz.cells.cell import INPUT, PREVIOUS, Cell
from rnnviz.cells.expression import Add, Call, Expr, Mul, Name, Neg, Number, Sub
from rnnviz.kernels.layout import Block, Layout, layout, total
from rnnviz.kernels.program import Group, Item, Program, Value, program

REALS = ("float32", "float64")

_MODULE = '''\
"""Made by rnnviz from the equations of a cell."""

import math

import numpy as np
from numba import types

from . import functions, products
from .jit import kernel

real = types.{real}
{functions}
times, transposed, times_transposed = products.times, products.transposed, products.times_transposed
outer, column_sums = products.outer, products.column_sums
_number = np.{real}
{numbers}
_flat, _rows, _n = types.Array(real, 1, "C"), types.Array(real, 2, "C"), types.intp


@kernel(types.void(_n, _n, _n, _n, _n, _rows, _flat, _flat, _flat))
def forward(T, B, F, H, P, x, W, V, tape):
{forward}


@kernel(types.void(_n, _n, _n, _n, _n, _rows, _flat, _flat, _flat, _flat, _flat, _flat, _rows, types.boolean))
def backward(T, B, F, H, P, x, W, V, tape, adjoints, gW, gV, dx, wants_dx):
{backward}
'''

_FUNCTIONS = ("tanh", "sigmoid", "relu", "softplus", "sign")


def module(cell: Cell, real: str) -> str:
    """The text of the module with the functions forward and backward, for numbers of a type of REALS."""
    names = Names(cell)
    forward, backward = _forward(names), _backward(names)
    width = real.removeprefix("float")
    return _MODULE.format(
        real=real,
        functions="\n".join(f"{name} = functions.{name}_{width}" for name in _FUNCTIONS),
        numbers="\n".join(f"{name} = _number({value!r})" for value, name in names.numbers.items()),
        forward="\n".join(f"    {line}" for line in forward),
        backward="\n".join(f"    {line}" for line in backward),
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
    """A function of the language, of one number."""
    if function in ("exp", "sin", "cos"):
        return f"math.{function}({argument})"
    return f"{function}({argument})"


def cut(blocks: Sequence[Block], flat: str) -> list[str]:
    """Lines that cut a flat array into its blocks [rows, columns]."""
    lines = ["at = 0"]
    for block in blocks:
        lines.append(f"end = at + {block.rows.replace('T * B', '(T * B)')} * ({block.columns})")
        lines.append(f"{block.name} = {flat}[at:end].reshape(({block.rows}, {block.columns}))")
        lines.append("at = end")
    return lines


def cut_trained(names: Names, prefix: str, weights: str, vectors: str) -> list[str]:
    """Lines that cut the trained numbers, or their gradients, into matrices and vectors."""
    lines = ["at = 0"]
    for block in names.layout.weights:
        assert isinstance(block.key, int)
        axis = names.program.groups[block.key].axis
        lines.append(f"end = at + {axis} * ({block.columns})")
        lines.append(f"{prefix}{block.name} = {weights}[at:end].reshape(({axis}, {block.columns}))")
        lines.append("at = end")
    lines.append("at = 0")
    for block in names.layout.vectors:
        lines += [f"end = at + {block.columns}", f"{prefix}{block.name} = {vectors}[at:end]", "at = end"]
    return lines


def each(axis: str, statement: str) -> list[str]:
    """A loop over the units. One result a loop: with more, the compiler gives up on vector registers."""
    return [f"    for j in range({axis}):", f"        {statement}"]


def _forward(names: Names) -> list[str]:
    lines = [*cut(names.layout.tape, "tape"), *cut_trained(names, "", "W", "V")]
    lines += _computed(names, names.program.ahead, "0", "T * B")
    lines.append("for t in range(T):")
    lines += [f"    {line}" for line in _computed(names, names.program.each_step, "t * B", "B")] or ["    pass"]
    return lines


def _computed(names: Names, items: Sequence[Item], first: str, rows: str) -> list[str]:
    lines: list[str] = []
    looping = False
    for item in items:
        if isinstance(item, Value):
            if not looping:
                lines.append(f"for r in range({first}, {first} + {rows}):")
            own = names.own(names.blocks[item.key])
            lines += each(item.axis, f"{own} = {names.value(item.expression)}")
        else:
            group = names.program.groups[item]
            array, row = names.place(group)
            begin = row if first != "0" else "0"
            lines.append(f"times({array}, {begin}, {rows}, w{group.home}, {names.columns(group)}, p{item}, {first})")
        looping = isinstance(item, Value)
    return lines


def _backward(names: Names) -> list[str]:
    from rnnviz.kernels.gradient import Gradient

    return Gradient(names).lines()
