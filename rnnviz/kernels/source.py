"""The source of a cell's kernels. No text of a person is in it: every name is a letter and a number."""

from __future__ import annotations

from collections.abc import Sequence

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
load, store, filled, lanes = vectors.load, vectors.store, vectors.filled, vectors.LANES_{width}
matrix, vector = views.matrix, views.vector
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

_FUNCTIONS = ("tanh", "sigmoid", "relu", "slope", "softplus", "absolute", "sign")


def module(cell: Cell, real: str) -> str:
    """The text of the module with the functions forward and backward, for numbers of a type of REALS."""
    names = Names(cell)
    forward, backward = _forward(names), _backward(names)
    width = real.removeprefix("float")
    return _MODULE.format(
        real=real,
        width=width,
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


def _computed(names: Names, items: Sequence[Item], first: str, rows: str) -> list[str]:
    lines: list[str] = []
    values: list[Each] = []
    for item in items:
        if isinstance(item, Value):
            values.append(Each(item.axis, names.own(names.blocks[item.key]), "=", names.value(item.expression)))
        else:
            lines += looped(values, first, rows)
            values = []
            group = names.program.groups[item]
            array, row = names.place(group)
            begin = row if first != "0" else "0"
            lines.append(f"times({array}, {begin}, {rows}, w{group.home}, {names.columns(group)}, p{item}, {first})")
    return lines + looped(values, first, rows)


def _backward(names: Names) -> list[str]:
    from rnnviz.kernels.gradient import Gradient

    return Gradient(names).lines()
