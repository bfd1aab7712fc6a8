"""Whether a list of equations makes a cell."""

from __future__ import annotations

from collections.abc import Iterator

from rnnviz.cells.errors import CellError
from rnnviz.cells.expression import Expr, MatMul, Name, children, walk
from rnnviz.cells.functions import FUNCTIONS
from rnnviz.cells.language import Equation
from rnnviz.words import t


def check(equations: tuple[Equation, ...]) -> None:
    """Check the names of a cell: each assigned once, before it is used, and used as one kind of thing.

    Raises:
        CellError: with line, column, what is wrong and what would be right.
    """
    assigned = {equation.name: equation.line for equation in equations}
    _check_targets(equations)
    known: set[str] = set()
    for equation in equations:
        for name in _vectors(equation.expression):
            _check_use(name, equation, assigned, known)
        if not any(True for _ in _vectors(equation.expression)):
            problem = t("'{name}' is a plain number.", name=equation.name)
            raise CellError(equation.line, 1, problem, t("Use at least one name, such as h_prev or b."))
        if _reads_input(equation.expression):
            problem = t("The input x has another size than '{name}'.", name=equation.name)
            raise CellError(equation.line, 1, problem, t("Multiply it by a matrix first: W @ x."))
        known.add(equation.name)
    _check_matrices(equations, assigned)


def _vectors(expr: Expr) -> Iterator[str]:
    return (node.name for node in walk(expr) if isinstance(node, Name))


def _check_targets(equations: tuple[Equation, ...]) -> None:
    seen: set[str] = set()
    for equation in equations:
        name = equation.name
        if name == "x" or name in FUNCTIONS or name.endswith("_prev"):
            problem = t("'{name}' cannot be assigned.", name=name)
            mend = t(
                "x is the input, name_prev the previous value of a state, and functions keep their names; choose another."
            )
            raise CellError(equation.line, 1, problem, mend)
        if name in seen:
            problem = t("'{name}' is assigned twice.", name=name)
            raise CellError(equation.line, 1, problem, t("Give one of them another name."))
        seen.add(name)
    if "h" not in seen:
        problem = t("No line assigns 'h'.")
        raise CellError(equations[-1].line, 1, problem, t("h is the output of the cell: add a line h = ..."))


def _check_use(name: str, equation: Equation, assigned: dict[str, int], known: set[str]) -> None:
    if name in FUNCTIONS:
        problem = t("'{name}' is a function.", name=name)
        raise CellError(equation.line, 1, problem, t("Call it: {name}(expression).", name=name))
    if name.endswith("_prev") and name.removesuffix("_prev") not in assigned:
        state = name.removesuffix("_prev")
        problem = t(
            "'{name}' is the previous value of '{state}', which no line assigns.", name=name, state=state
        )
        raise CellError(
            equation.line, 1, problem, t("Add a line {state} = ... or use another name.", state=state)
        )
    if name in assigned and name not in known:
        problem = t("'{name}' is used before line {line} gives it.", name=name, line=assigned[name])
        raise CellError(equation.line, 1, problem, t("Move that line up, or use {name}_prev.", name=name))


def _check_matrices(equations: tuple[Equation, ...], assigned: dict[str, int]) -> None:
    shapes: dict[str, tuple[str, Equation]] = {}
    for equation in equations:
        for node in walk(equation.expression):
            if isinstance(node, MatMul):
                _check_matrix(node, equation, assigned, shapes)
    for equation in equations:
        for name in _vectors(equation.expression):
            if name in shapes:
                problem = t("'{name}' is used as a matrix and as a vector.", name=name)
                raise CellError(equation.line, 1, problem, t("Give one of them another name."))


def _check_matrix(
    node: MatMul, equation: Equation, assigned: dict[str, int], shapes: dict[str, tuple[str, Equation]]
) -> None:
    name = node.matrix
    if name in assigned or name == "x" or name.endswith("_prev") or name in FUNCTIONS:
        problem = t("'{name}' stands left of '@' but is not a matrix.", name=name)
        raise CellError(
            equation.line,
            1,
            problem,
            t("Use a name of its own for the matrix, or * for a product unit by unit."),
        )
    if not any(True for _ in _vectors(node.operand)):
        problem = t("Right of '{name} @' stands a plain number.", name=name)
        raise CellError(equation.line, 1, problem, t("Write {name} @ x or {name} @ h_prev.", name=name))
    mixed = _own_vectors(node.operand)
    if "x" in mixed and any(other in assigned or other.endswith("_prev") for other in mixed):
        problem = t("Right of '{name} @' the input x meets a state of another size.", name=name)
        raise CellError(equation.line, 1, problem, t("Give each a matrix of its own: W @ x + U @ h_prev."))
    inputs = "F" if "x" in mixed else "H"
    if shapes.setdefault(name, (inputs, equation))[0] != inputs:
        problem = t(
            "'{name}' is multiplied with the input and with a state, which differ in size.", name=name
        )
        raise CellError(equation.line, 1, problem, t("Use two matrices."))


def _reads_input(expr: Expr) -> bool:
    """Whether a vector is as long as the input: x is part of it, outside inner products."""
    return "x" in _own_vectors(expr)


def _own_vectors(expr: Expr) -> set[str]:
    """The vectors that are joined unit by unit, so must agree in size: those outside matrix products."""
    if isinstance(expr, Name):
        return {expr.name}
    return (
        set()
        if isinstance(expr, MatMul)
        else {name for child in children(expr) for name in _own_vectors(child)}
    )
