"""The dependency graph of a cell: what is computed from what, as boxes and unit-by-unit operations."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import Literal

from rnnviz.cells.cell import INPUT, PREVIOUS, Cell, Role
from rnnviz.cells.expression import (
    Add,
    Call,
    Expr,
    MatMul,
    Mul,
    Name,
    Neg,
    Sub,
    leaf_key,
    leaves,
    source,
    walk,
)
from rnnviz.cells.functions import FUNCTIONS

Kind = Literal["input", "prev", "op"] | Role

MOST_OPERATIONS = 40
MOST_STEPS = 14
_LONGEST_LABEL = 8


@dataclass(frozen=True)
class Vertex:
    """One thing that a picture of the cell shows.

    Attributes:
        id: name of a value, a previous state or the input; "c.1" for the first operation on the way to `c`.
        kind: "input", "prev", "op", or the role of a named value.
        label: the symbol to write.
        function: symbol of the function that a named value's box applies, such as "σ"; empty where none.
        value: key of the array that lights it; for an operation without a name, the value that it leads to.
        weighs: whether it multiplies with trained matrices or applies a function, so is more than plumbing.
    """

    id: str
    kind: Kind
    label: str
    function: str
    value: str
    weighs: bool


@dataclass(frozen=True)
class Graph:
    """Vertices, each after all that it depends on, and the dependencies (source id, target id)."""

    vertices: tuple[Vertex, ...]
    edges: tuple[tuple[str, str], ...]


def dependency_graph(cell: Cell) -> Graph:
    """The graph of `cell`.

    A cell of more than `MOST_OPERATIONS` operations, or more than `MOST_STEPS` in a row, would be too small to read
    with each of them drawn: its graph is of the named values alone.
    """
    builder = _Builder(cell)
    for equation in cell.equations:
        builder.add(equation.name, equation.expression)
    operations = sum(vertex.kind == "op" for vertex in builder.vertices.values())
    if operations > MOST_OPERATIONS or _steps(builder) > MOST_STEPS:
        builder = _Builder(cell)
        for equation in cell.equations:
            builder.name_value(equation.name, "", builder.names(equation.expression), weighs=True)
    return Graph(tuple(builder.vertices.values()), tuple(builder.edges))


class _Builder:
    def __init__(self, cell: Cell) -> None:
        self.cell = cell
        self.vertices: dict[str, Vertex] = {}
        self.edges: dict[tuple[str, str], None] = {}
        self.made: dict[Expr, str] = {}
        self.target = ""
        self.products: set[str] = set()
        self.count = 0

    def add(self, name: str, expr: Expr) -> None:
        """The box of a named value, with the operations that lead to it."""
        self.target, self.count = name, 0
        self.products = {leaf_key(leaf) for leaf in leaves(expr) if isinstance(leaf, MatMul)}
        if isinstance(expr, Call):
            self.name_value(name, FUNCTIONS[expr.function].symbol, self.absorb(expr.argument), weighs=True)
        elif self.is_affine(expr):
            self.name_value(name, "", self.absorb(expr), weighs=True)
        else:
            sources = [] if self.is_constant(expr) else [self.vertex(expr)]
            self.name_value(name, "", sources, weighs=False)

    def name_value(self, name: str, function: str, sources: list[str], *, weighs: bool) -> None:
        self.vertices[name] = Vertex(name, self.cell.role(name), name, function, name, weighs)
        self.connect(sources, name)

    def connect(self, sources: list[str], target: str) -> None:
        self.edges.update(dict.fromkeys((source, target) for source in sources))

    def names(self, expr: Expr) -> list[str]:
        found = [node.name for node in walk(expr) if isinstance(node, Name)]
        return [self.given(name) for name in found if not self.cell.is_parameter(name)]

    def given(self, name: str) -> str:
        """The id of a value by its name; the input and previous states get their vertex when first read."""
        if name == INPUT:
            self.vertices.setdefault(name, Vertex(name, "input", name, "", name, False))
        elif name.endswith(PREVIOUS):
            label = f"{name.removesuffix(PREVIOUS)}ₜ₋₁"
            self.vertices.setdefault(name, Vertex(name, "prev", label, "", name, False))
        return name

    def is_constant(self, expr: Expr) -> bool:
        """Whether an expression is of numbers and trained vectors alone: the same at every time step."""
        return all(self.cell.is_parameter(node.name) for node in walk(expr) if isinstance(node, Name))

    def is_affine(self, expr: Expr) -> bool:
        """Whether it is a sum of matrix products, plain values and constants, with a product among them."""
        summands = _summands(expr)
        return any(isinstance(self.core(part), MatMul) for part in summands) and all(
            self.is_constant(part) or isinstance(self.core(part), Name | MatMul) for part in summands
        )

    def core(self, expr: Expr) -> Expr:
        """What is left of a product without its constant factors."""
        if isinstance(expr, Mul) and self.is_constant(expr.left):
            return self.core(expr.right)
        if isinstance(expr, Mul) and self.is_constant(expr.right):
            return self.core(expr.left)
        return expr

    def absorb(self, expr: Expr) -> list[str]:
        """The vertices that a box reads which itself does all weighing and adding."""
        match self.core(expr):
            case inner if self.is_constant(inner):
                return []
            case Add(left, right) | Sub(left, right):
                return self.absorb(left) + self.absorb(right)
            case Neg(operand) | MatMul(_, operand):
                return self.absorb(operand)
            case inner:
                return [self.vertex(inner)]

    def vertex(self, expr: Expr) -> str:
        """The id of the vertex that computes `expr`, made where there is none."""
        if isinstance(expr, Name):
            return self.given(expr.name)
        if expr not in self.made:
            self.made[expr] = self.operation(expr)
        return self.made[expr]

    def operation(self, expr: Expr) -> str:
        if isinstance(expr, Call):
            return self.op(FUNCTIONS[expr.function].symbol, self.absorb(expr.argument), weighs=True)
        if self.is_affine(expr):
            key = leaf_key(expr) if isinstance(expr, MatMul) else ""
            value = key if key in self.products else self.target
            return self.op(_matrices(expr), self.absorb(expr), value=value, weighs=True)
        if isinstance(expr, Neg):
            return self.op("−", [self.vertex(expr.operand)])
        if isinstance(expr, Sub):
            return self.difference(expr)
        parts = _factors(expr) if isinstance(expr, Mul) else _addends(expr)
        constants = [part for part in parts if self.is_constant(part)]
        sources = [self.vertex(part) for part in parts if not self.is_constant(part)]
        if isinstance(expr, Mul):
            return self.op("".join(map(_short, constants)) + "×", sources)
        return self.op("+" + "+".join(map(_short, constants)), sources)

    def difference(self, expr: Sub) -> str:
        if self.is_constant(expr.left):
            return self.op(f"{_short(expr.left)}−", [self.vertex(expr.right)])
        if self.is_constant(expr.right):
            return self.op(f"−{_short(expr.right)}", [self.vertex(expr.left)])
        return self.op("−", [self.vertex(expr.left), self.vertex(expr.right)])

    def op(self, label: str, sources: list[str], *, value: str = "", weighs: bool = False) -> str:
        self.count += 1
        key = f"{self.target}.{self.count}"
        self.vertices[key] = Vertex(key, "op", label, "", value or self.target, weighs)
        self.connect(sources, key)
        return key


def _steps(builder: _Builder) -> int:
    """The number of vertices in the longest way through the graph."""
    steps = dict.fromkeys(builder.vertices, 1)
    readers: dict[str, list[str]] = defaultdict(list)
    for start, end in builder.edges:
        readers[start].append(end)
    for vertex in builder.vertices:
        for reader in readers[vertex]:
            steps[reader] = max(steps[reader], steps[vertex] + 1)
    return max(steps.values())


def _summands(expr: Expr) -> list[Expr]:
    match expr:
        case Add(left, right) | Sub(left, right):
            return _summands(left) + _summands(right)
        case Neg(operand):
            return _summands(operand)
        case _:
            return [expr]


def _addends(expr: Expr) -> list[Expr]:
    return _addends(expr.left) + _addends(expr.right) if isinstance(expr, Add) else [expr]


def _factors(expr: Expr) -> list[Expr]:
    return _factors(expr.left) + _factors(expr.right) if isinstance(expr, Mul) else [expr]


def _matrices(expr: Expr) -> str:
    names = [part.matrix for part in walk(expr) if isinstance(part, MatMul)]
    label = "+".join(dict.fromkeys(names))
    return label if len(label) <= _LONGEST_LABEL else "Σ"


def _short(expr: Expr) -> str:
    text = source(expr)
    return text if len(text) <= _LONGEST_LABEL else f"{text[: _LONGEST_LABEL - 1]}…"
