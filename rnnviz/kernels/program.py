"""A cell as what a kernel does: vectors kept on a tape, and the order in which they are computed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from rnnviz.cells.cell import INPUT, PREVIOUS, Cell
from rnnviz.cells.expression import Add, Call, Expr, MatMul, Mul, Name, Neg, Number, Sub, leaf_key, walk


@dataclass(frozen=True)
class Value:
    """One vector computed unit by unit: arithmetic on leaves, or one function of such.

    Attributes:
        key: the name that the equation gives it; "%0", "%1", ... for a part of an equation.
        axis: letter of its length.
        expression: its leaves are numbers and names; a matrix product is read by the name of its key.
    """

    key: str
    axis: str
    expression: Expr


@dataclass(frozen=True)
class Product:
    """One matrix product.

    Attributes:
        key: "W_i@x".
        axis: letter of its length.
    """

    key: str
    matrix: str
    axis: str


@dataclass(frozen=True)
class Group:
    """Products with one operand, computed at once by matrices that lie side by side.

    Attributes:
        operand: key of the vector that they multiply: a value, a previous state or the input.
        axis: letter of the operand's length.
        home: number of the group where the matrices lie; another one where a matrix is used a second time.
        columns: the axes of the matrices that lie before these in their home.
    """

    operand: str
    axis: str
    products: tuple[Product, ...]
    home: int
    columns: tuple[str, ...] = ()


Item = Value | int
"""A value, or the number of a group."""


@dataclass(frozen=True)
class Program:
    """The order of a whole sequence.

    Attributes:
        ahead: what needs the input alone: it is computed for all time steps at once.
        each_step: the rest.
        states: (name, axis) of each, the output h among them.
        vectors: (name, axis) of each trained vector.
    """

    ahead: tuple[Item, ...]
    each_step: tuple[Item, ...]
    groups: tuple[Group, ...]
    states: tuple[tuple[str, str], ...]
    vectors: tuple[tuple[str, str], ...]

    def values(self) -> Iterator[Value]:
        """Every value, those computed ahead first."""
        return (item for item in (*self.ahead, *self.each_step) if isinstance(item, Value))

    def homes(self) -> Iterator[tuple[int, Group]]:
        """The groups that hold matrices of their own, with their numbers."""
        return ((number, group) for number, group in enumerate(self.groups) if group.home == number)


@cache
def program(cell: Cell) -> Program:
    """What the kernels of a cell do."""
    return _Lowering(cell).program()


class _Lowering:
    """Takes the equations apart into values and products; a part that occurs twice is computed once."""

    def __init__(self, cell: Cell) -> None:
        self.cell = cell
        self.axes = {parameter.name: parameter.axes for parameter in cell.parameters}
        self.values: list[Value] = []
        self.parts: dict[Expr, str] = {}
        self.products: dict[str, tuple[Product, str]] = {}  # with the operand's key

    def program(self) -> Program:
        for equation in self.cell.equations:
            axis = self.cell.axis(equation.name)
            self.values.append(Value(equation.name, axis, self.root(equation.expression, axis)))
        early = self.early()
        groups = self.groups()
        keys: dict[str, list[int]] = {}
        for number, group in enumerate(groups):
            keys.setdefault(group.operand, []).append(number)
        ahead, each_step = list[Item](keys.get(INPUT, [])), list[Item]()
        for state in self.cell.states:
            each_step += keys.get(state + PREVIOUS, [])
        for value in self.values:
            place = ahead if value.key in early else each_step
            place += [value, *keys.get(value.key, [])]
        states = tuple((state, self.cell.axis(state)) for state in self.cell.states)
        vectors = tuple((name, axes[0]) for name, axes in self.axes.items() if len(axes) == 1)
        return Program(tuple(ahead), tuple(each_step), groups, states, vectors)

    def root(self, expr: Expr, axis: str) -> Expr:
        if isinstance(expr, Call):
            return Call(expr.function, self.leaves(expr.argument, axis))
        return self.leaves(expr, axis)

    def leaves(self, expr: Expr, axis: str) -> Expr:
        match expr:
            case Add(left, right) | Sub(left, right) | Mul(left, right):
                return type(expr)(self.leaves(left, axis), self.leaves(right, axis))
            case Neg(operand):
                return Neg(self.leaves(operand, axis))
            case Call():
                return self.part(self.root(expr, axis), axis)
            case MatMul():
                return self.product(expr)
            case Name() | Number():
                return expr

    def part(self, expr: Expr, axis: str) -> Name:
        """A vector of its own for a part of an equation."""
        if expr not in self.parts:
            self.parts[expr] = f"%{len(self.parts)}"
            self.values.append(Value(self.parts[expr], axis, expr))
        return Name(self.parts[expr])

    def product(self, expr: MatMul) -> Name:
        key = leaf_key(expr)
        if key not in self.products:
            rows, columns = self.axes[expr.matrix]
            operand = self.root(expr.operand, columns)
            changes = isinstance(operand, Name) and "@" not in operand.name
            name = operand if changes else self.part(operand, columns)
            assert isinstance(name, Name)
            self.products[key] = (Product(key, expr.matrix, rows), name.name)
        return Name(key)

    def early(self) -> set[str]:
        """Keys of the values that can be computed before the first step: parts that read the input alone."""
        known = {INPUT}
        for value in self.values:
            names = {node.name for node in walk(value.expression) if isinstance(node, Name)}
            operands = {self.products[name][1] if name in self.products else name for name in names}
            if value.key.startswith("%") and all(key in known or key in self.axes for key in operands):
                known.add(value.key)
        return known

    def groups(self) -> tuple[Group, ...]:
        operands: dict[str, list[Product]] = {}
        again: list[tuple[Product, str]] = []
        homes: dict[str, str] = {}
        for product, operand in self.products.values():
            if product.matrix in homes:
                again.append((product, operand))
            else:
                homes[product.matrix] = operand
                operands.setdefault(operand, []).append(product)
        numbers = {operand: number for number, operand in enumerate(operands)}
        found = [Group(o, self.axes[p[0].matrix][1], tuple(p), numbers[o]) for o, p in operands.items()]
        for product, operand in again:
            home = operands[homes[product.matrix]]
            before = home[: [other.matrix for other in home].index(product.matrix)]
            axis, number = self.axes[product.matrix][1], numbers[homes[product.matrix]]
            found.append(Group(operand, axis, (product,), number, tuple(other.axis for other in before)))
        return tuple(found)
