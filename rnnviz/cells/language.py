"""Reads the text of a cell into equations; never runs it.

Grammar: one assignment a line in Python's expression syntax, `name = expression  # meaning`. Allowed are names,
numbers, `+ - * @`, unary minus, brackets and the functions of `rnnviz.cells.functions`.
"""

from __future__ import annotations

import ast
import keyword
import math
import re
from dataclasses import dataclass

from rnnviz.cells.errors import CellError
from rnnviz.cells.expression import Add, Call, Expr, MatMul, Mul, Name, Neg, Number, Sub
from rnnviz.cells.functions import FUNCTIONS
from rnnviz.words import t

MAX_CHARACTERS = 4_000
MAX_LINES = 40
MAX_LINE_CHARACTERS = 300
MAX_DEPTH = 24
MAX_NAME_CHARACTERS = 24
_NAME = re.compile(r"[A-Za-z][A-Za-z0-9]*(_[A-Za-z0-9]+)*\Z", re.ASCII)


@dataclass(frozen=True)
class Equation:
    """One line of a cell: name = expression  # meaning."""

    name: str
    expression: Expr
    meaning: str
    line: int


def parse(text: str) -> tuple[Equation, ...]:
    """Read a cell's text.

    Args:
        text: the equations, one a line; empty lines and lines of comment are passed over.

    Returns:
        The equations in the order written.

    Raises:
        CellError: with line, column, what is wrong and what would be right.
    """
    if len(text) > MAX_CHARACTERS:
        problem = t(
            "The text has {n} characters; at most {most} are allowed.", n=len(text), most=MAX_CHARACTERS
        )
        raise CellError(1, 1, problem, t("Shorten it."))
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    if len(lines) > MAX_LINES:
        problem = t("The text has {n} lines; at most {most} are allowed.", n=len(lines), most=MAX_LINES)
        raise CellError(MAX_LINES + 1, 1, problem, t("Shorten it."))
    equations = [
        _equation(line, number) for number, line in enumerate(lines, 1) if line.partition("#")[0].strip()
    ]
    if not equations:
        raise CellError(
            1,
            1,
            t("There is no equation."),
            t("Write one a line, for example: h = tanh(W @ x + U @ h_prev + b)"),
        )
    return tuple(equations)


def _equation(line: str, number: int) -> Equation:
    code, _, comment = line.partition("#")
    if len(code) > MAX_LINE_CHARACTERS:
        problem = t(
            "The line has {n} characters; at most {most} are allowed.", n=len(code), most=MAX_LINE_CHARACTERS
        )
        raise CellError(
            number,
            MAX_LINE_CHARACTERS + 1,
            problem,
            t("Split it into several lines with names of their own."),
        )
    name, equals, right = code.partition("=")
    if not equals:
        raise CellError(number, _first(code), t("There is no '='."), t("Write: name = expression"))
    target = _Reader(number, 0).name(name.strip(), _first(code))
    offset = len(name) + len(equals)
    if not right.strip():
        raise CellError(
            number, offset + 1, t("Nothing stands after '='."), t("Write: {name} = expression", name=target)
        )
    reader = _Reader(number, offset + _first(right) - 1)
    return Equation(target, reader.read(right.strip()), comment.strip(), number)


def _first(code: str) -> int:
    return len(code) - len(code.lstrip()) + 1


class _Reader:
    """Turns Python's syntax tree of one right-hand side into an `Expr`, by an allow-list."""

    def __init__(self, line: int, offset: int) -> None:
        self.line = line
        self.offset = offset

    def fail(self, column: int, problem: str, mend: str) -> CellError:
        return CellError(self.line, column, problem, mend)

    def read(self, text: str) -> Expr:
        try:
            tree = ast.parse(text, mode="eval")
        except SyntaxError as error:
            column = self.offset + min(max(error.offset or 1, 1), len(text) + 1)
            problem = t("This is not a complete expression.")
            raise self.fail(
                column, problem, t("Check brackets and operators; allowed are + - * @ and ( ).")
            ) from None
        except (ValueError, MemoryError, RecursionError, OverflowError):
            mend = t("Write plain letters, digits and operators.")
            raise self.fail(self.offset + 1, t("This cannot be read."), mend) from None
        return self.expr(tree.body, 0)

    def expr(self, node: ast.expr, depth: int) -> Expr:
        column = self.offset + node.col_offset + 1
        if depth > MAX_DEPTH:
            problem = t("The expression is nested more than {most} deep.", most=MAX_DEPTH)
            raise self.fail(column, problem, t("Give its inner part a line and a name of its own."))
        match node:
            case ast.Name(id=name):
                return Name(self.name(name, column))
            case ast.Constant(value=bool() | str() | bytes() | complex() | None):
                raise self.fail(
                    column, t("Only plain numbers are allowed."), t("Write a number such as 1 or 0.5.")
                )
            case ast.Constant(value=int() | float() as value):
                return self.number(value, column)
            case ast.UnaryOp(op=ast.USub(), operand=operand):
                return Neg(self.expr(operand, depth + 1))
            case ast.BinOp(left=left, op=ast.MatMult(), right=right):
                return self.product(left, right, column, depth)
            case ast.BinOp(left=left, op=operator, right=right):
                return self.binary(left, operator, right, column, depth)
            case ast.Call():
                return self.call(node, column, depth)
        mend = t(
            "Allowed are names, numbers, + - * @, brackets and the functions {names}.",
            names=", ".join(FUNCTIONS),
        )
        raise self.fail(column, t("This is not part of the language of cells."), mend)

    def name(self, name: str, column: int) -> str:
        if len(name) > MAX_NAME_CHARACTERS or not _NAME.match(name) or keyword.iskeyword(name):
            problem = t("'{name}' cannot be a name.", name=name[: MAX_NAME_CHARACTERS + 1])
            mend = t(
                "Use a letter, then letters, digits and single underscores, at most {most} in all.",
                most=MAX_NAME_CHARACTERS,
            )
            raise self.fail(column, problem, mend)
        return name

    def number(self, value: float, column: int) -> Number:
        try:
            number = float(value)
        except OverflowError:
            number = math.inf
        if not math.isfinite(number) or number > 1e6:
            raise self.fail(column, t("The number is too large."), t("Allowed are numbers up to 1000000."))
        return Number(number)

    def product(self, left: ast.expr, right: ast.expr, column: int, depth: int) -> MatMul:
        if not isinstance(left, ast.Name):
            mend = t("Write the name of a parameter matrix, as in W @ x; for two products write W @ (U @ x).")
            raise self.fail(column, t("Left of '@' must stand a matrix."), mend)
        return MatMul(self.name(left.id, self.offset + left.col_offset + 1), self.expr(right, depth + 1))

    def binary(
        self, left: ast.expr, operator: ast.operator, right: ast.expr, column: int, depth: int
    ) -> Expr:
        kinds: dict[type[ast.operator], type[Add | Sub | Mul]] = {ast.Add: Add, ast.Sub: Sub, ast.Mult: Mul}
        kind = kinds.get(type(operator))
        if kind is None:
            problem = t("The operator {name} is not allowed.", name=type(operator).__name__)
            raise self.fail(column, problem, t("Allowed are + - * and @."))
        return kind(self.expr(left, depth + 1), self.expr(right, depth + 1))

    def call(self, node: ast.Call, column: int, depth: int) -> Call:
        if not isinstance(node.func, ast.Name) or node.func.id not in FUNCTIONS:
            mend = t("Allowed are {names}.", names=", ".join(FUNCTIONS))
            raise self.fail(column, t("This function is not known."), mend)
        if len(node.args) != 1 or node.keywords or isinstance(node.args[0], ast.Starred):
            function = node.func.id
            problem = t("{function} takes one argument.", function=function)
            raise self.fail(column, problem, t("Write {function}(expression).", function=function))
        return Call(node.func.id, self.expr(node.args[0], depth + 1))
