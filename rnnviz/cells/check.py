"""Whether a list of equations makes a cell."""

from __future__ import annotations

from collections.abc import Iterator

from rnnviz.cells.errors import CellError
from rnnviz.cells.expression import Call, Expr, MatMul, Name, children, operations, walk
from rnnviz.cells.functions import FUNCTIONS
from rnnviz.cells.language import Equation
from rnnviz.words import t

MAX_OPERATIONS = 300
"""Most sums, products and functions of a cell in one time step; an LSTM has 25. All that is done with a cell, from its
diagram to its training, takes a time that is bounded by it."""


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
            mend = t("Use at least one name, such as h_prev or b.")
            raise CellError(equation.line, equation.column(), problem, mend)
        if _reads_input(equation.expression):
            problem = t("The input x has another size than '{name}'.", name=equation.name)
            mend = t("Multiply it by a matrix first: W @ x.")
            raise CellError(equation.line, equation.column("x"), problem, mend)
        _check_calls(equation)
        known.add(equation.name)
    _check_size(equations)
    _check_matrices(equations, assigned)
    _check_lengths(equations, assigned)


def _vectors(expr: Expr) -> Iterator[str]:
    return (node.name for node in walk(expr) if isinstance(node, Name))


def _check_targets(equations: tuple[Equation, ...]) -> None:
    seen: set[str] = set()
    for equation in equations:
        name = equation.name
        if name == "x" or name in FUNCTIONS or name.endswith("_prev"):
            problem = t("'{name}' cannot be assigned.", name=name)
            mend = t(
                "x is the input, name_prev the previous value of a state, and functions keep their names; "
                "choose another."
            )
            raise CellError(equation.line, equation.column(), problem, mend)
        if name in seen:
            problem = t("'{name}' is assigned twice.", name=name)
            mend = t("Give one of them another name.")
            raise CellError(equation.line, equation.column(), problem, mend)
        seen.add(name)
    if "h" not in seen:
        problem = t("No line assigns 'h'.")
        mend = t("h is the output of the cell: add a line h = ...")
        raise CellError(equations[-1].line, equations[-1].column(), problem, mend)


def _check_use(name: str, equation: Equation, assigned: dict[str, int], known: set[str]) -> None:
    column = equation.column(name)
    if name in FUNCTIONS:
        problem = t("'{name}' is a function.", name=name)
        raise CellError(equation.line, column, problem, t("Call it: {name}(expression).", name=name))
    if name == "x_prev":
        problem = t("The input x has no previous value here.")
        mend = t("Keep it in a value of your own: add a line s = W @ x and read s_prev.")
        raise CellError(equation.line, column, problem, mend)
    if name.endswith("_prev") and name.removesuffix("_prev") not in assigned:
        state = name.removesuffix("_prev")
        problem = t("'{name}' is the previous value of '{state}', which no line assigns.", name=name, state=state)
        mend = t("Add a line {state} = ... or use another name.", state=state)
        raise CellError(equation.line, column, problem, mend)
    if name in assigned and name not in known:
        problem = t("'{name}' is used before line {line} gives it.", name=name, line=assigned[name])
        raise CellError(equation.line, column, problem, t("Move that line up, or use {name}_prev.", name=name))


def _check_calls(equation: Equation) -> None:
    for node in walk(equation.expression):
        if isinstance(node, Call) and not any(True for _ in _vectors(node)):
            problem = t("'{function}' is given a plain number.", function=node.function)
            mend = t("Write the number that it gives, such as 0.5.")
            raise CellError(equation.line, equation.column(node.function), problem, mend)


def _check_size(equations: tuple[Equation, ...]) -> None:
    total = 0
    for equation in equations:
        total += len(operations(equation.expression))
        if total > MAX_OPERATIONS:
            problem = t("Up to this line the cell has {n} operations.", n=total)
            mend = t("Allowed are {most} in all: make it shorter.", most=MAX_OPERATIONS)
            raise CellError(equation.line, equation.column(), problem, mend)


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
                mend = t("Give one of them another name.")
                raise CellError(equation.line, equation.column(name), problem, mend)


def _check_matrix(
    node: MatMul, equation: Equation, assigned: dict[str, int], shapes: dict[str, tuple[str, Equation]]
) -> None:
    name = node.matrix
    column = equation.column(name)
    if name in assigned or name == "x" or name.endswith("_prev") or name in FUNCTIONS:
        problem = t("'{name}' stands left of '@' but is not a matrix.", name=name)
        mend = t("Use a name of its own for the matrix, or * for a product unit by unit.")
        raise CellError(equation.line, column, problem, mend)
    if not any(_changes(other, assigned) for other in _vectors(node.operand)):
        problem = t("Right of '{name} @' stands nothing that changes in time.", name=name)
        raise CellError(equation.line, column, problem, t("Write {name} @ x or {name} @ h_prev.", name=name))
    mixed = _own_vectors(node.operand)
    if "x" in mixed and any(other != "x" and _changes(other, assigned) for other in mixed):
        problem = t("Right of '{name} @' the input x meets a state of another size.", name=name)
        mend = t("Give each a matrix of its own: W @ x + U @ h_prev.")
        raise CellError(equation.line, column, problem, mend)
    inputs = "F" if "x" in mixed else "H"
    if shapes.setdefault(name, (inputs, equation))[0] != inputs:
        problem = t("'{name}' is multiplied with the input and with a state, which differ in size.", name=name)
        raise CellError(equation.line, column, problem, t("Use two matrices."))


def _check_lengths(equations: tuple[Equation, ...], assigned: dict[str, int]) -> None:
    lengths: dict[str, str] = {}
    for equation in equations:
        products = [node.operand for node in walk(equation.expression) if isinstance(node, MatMul)]
        for names in map(_own_vectors, [equation.expression, *products]):
            length = "F" if "x" in names else "H"
            for name in sorted(names):
                if not _changes(name, assigned) and lengths.setdefault(name, length) != length:
                    problem = t("'{name}' would be as long as the input and as a state.", name=name)
                    raise CellError(equation.line, equation.column(name), problem, t("Use two vectors."))


def _changes(name: str, assigned: dict[str, int]) -> bool:
    return name == "x" or name in assigned or name.endswith("_prev")


def _reads_input(expr: Expr) -> bool:
    """Whether a vector is as long as the input: x is part of it, outside inner products."""
    return "x" in _own_vectors(expr)


def _own_vectors(expr: Expr) -> set[str]:
    """The vectors that are joined unit by unit, so must agree in size: those outside matrix products."""
    if isinstance(expr, Name):
        return {expr.name}
    return set() if isinstance(expr, MatMul) else {name for child in children(expr) for name in _own_vectors(child)}
