"""A cell: its equations, and all that follows from them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from types import MappingProxyType
from typing import Literal

from rnnviz.cells.check import check
from rnnviz.cells.expression import Call, Expr, MatMul, Name, children, source, walk
from rnnviz.cells.language import Equation, parse
from rnnviz.cells.ranges import invariant_range

Role = Literal["gate", "candidate", "state", "value"]
PREVIOUS = "_prev"
INPUT = "x"
OUTPUT = "h"


@dataclass(frozen=True)
class Parameter:
    """One trained array of a cell.

    Attributes:
        name: as the equations write it.
        axes: axis letters: ("H", "F") for a matrix from the input to the hidden units, ("H",) for a vector.
    """

    name: str
    axes: tuple[str, ...]


@dataclass(frozen=True)
class Cell:
    """A recurrent cell, given by its equations alone.

    Attributes:
        key: short name used in addresses and configurations.
        title: name that a person reads.
        text: the equations.
        source: paper or documentation that the equations are from.
        axes: axis letter of each assigned name that has not the hidden size "H".
        change: one sentence on what sets it apart.
    """

    key: str
    title: str
    text: str
    source: str = ""
    axes: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}), hash=False)
    change: str = ""

    def __post_init__(self) -> None:
        check(self.equations)

    @cached_property
    def equations(self) -> tuple[Equation, ...]:
        """The parsed lines, in order."""
        return parse(self.text)

    @cached_property
    def names(self) -> tuple[str, ...]:
        """Every assigned name, in order."""
        return tuple(equation.name for equation in self.equations)

    @cached_property
    def states(self) -> tuple[str, ...]:
        """The names whose previous value is read; always with the output `h`, in the order assigned."""
        used = {
            node.name for equation in self.equations for node in walk(equation.expression) if isinstance(node, Name)
        }
        return tuple(name for name in self.names if name == OUTPUT or f"{name}{PREVIOUS}" in used)

    @cached_property
    def parameters(self) -> tuple[Parameter, ...]:
        """Every trained array with its axes, in the order first used."""
        found: dict[str, Parameter] = {}
        for equation in self.equations:
            self._collect(equation.expression, self.axis(equation.name), found)
        return tuple(found.values())

    def _collect(self, expr: Expr, axis: str, found: dict[str, Parameter]) -> None:
        if isinstance(expr, MatMul):
            inner = self._axis_of(expr.operand)
            found.setdefault(expr.matrix, Parameter(expr.matrix, (axis, inner)))
            self._collect(expr.operand, inner, found)
        elif isinstance(expr, Name) and self.is_parameter(expr.name):
            found.setdefault(expr.name, Parameter(expr.name, (axis,)))
        else:
            for child in children(expr):
                self._collect(child, axis, found)

    def _axis_of(self, expr: Expr) -> str:
        # The rows of an inner product have no name to tell their size: they have the hidden size.
        if isinstance(expr, Name) and not self.is_parameter(expr.name):
            return self.axis(expr.name)
        if isinstance(expr, MatMul):
            return "H"
        known = {self._axis_of(child) for child in children(expr)}
        return next((axis for axis in sorted(known) if axis != "H"), "H")

    def is_parameter(self, name: str) -> bool:
        """Whether `name` is neither assigned, nor a previous state, nor the input."""
        return name != INPUT and name not in self.names and not name.endswith(PREVIOUS)

    def axis(self, name: str) -> str:
        """The axis letter of a value, a previous state or the input."""
        return "F" if name == INPUT else self.axes.get(name.removesuffix(PREVIOUS), "H")

    def equation(self, name: str) -> Equation:
        """The line that assigns `name`.

        Raises:
            KeyError: the cell assigns no such name.
        """
        for equation in self.equations:
            if equation.name == name:
                return equation
        raise KeyError(f"{self.title} has no value {name!r}; it has {', '.join(self.names)}.")

    def label(self, name: str) -> str:
        """What the field calls a value: "input gate"; the name itself where the text does not say."""
        return self.equation(name).meaning.partition(":")[0].strip() or name

    def meaning(self, name: str) -> str:
        """What the value does, in a few words; empty where the text does not say."""
        return self.equation(name).meaning.partition(":")[2].strip()

    def role(self, name: str) -> Role:
        """What part a value plays, read off its equation."""
        expression = self.equation(name).expression
        if name in self.states:
            return "state"
        outermost = expression.function if isinstance(expression, Call) else ""
        if outermost == "sigmoid":
            return "gate"
        return "candidate" if outermost == "tanh" else "value"

    def range(self, name: str) -> tuple[float, float] | None:
        """The bounds that a value can never leave, from a zero initial state; None where it has none."""
        return self._ranges[name]

    @cached_property
    def _ranges(self) -> dict[str, tuple[float, float] | None]:
        ranges: dict[str, tuple[float, float] | None] = {}
        for equation in self.equations:
            ranges[equation.name] = invariant_range(equation, ranges)
        return ranges

    def listing(self) -> str:
        """The equations as text, in canonical spelling."""
        lines = [
            f"{e.name} = {source(e.expression)}" + (f"  # {e.meaning}" if e.meaning else "") for e in self.equations
        ]
        return "\n".join(lines)
