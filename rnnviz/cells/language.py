"""Reads the text of a cell into equations; never runs it.

Grammar: one assignment a line in Python's expression syntax, `name = expression  # meaning`. Allowed are
names, numbers, `+ - * @`, unary minus, brackets and the functions of `rnnviz.cells.functions`.
"""

from __future__ import annotations

import ast
import keyword
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
_TOKEN = re.compile(r"[ \t]+|[A-Za-z_]\w*|(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?(?![\w.])|\*(?!\*)|[-+@(),]", re.ASCII)
_JOINS: dict[type[ast.operator], type[Add | Sub | Mul]] = {ast.Add: Add, ast.Sub: Sub, ast.Mult: Mul}
_STRANGE = re.compile(r"[\w.]+|\*+|.", re.ASCII | re.DOTALL)


@dataclass(frozen=True)
class Equation:
    """One line of a cell: name = expression  # meaning.

    Attributes:
        line: 1-based line in the cell's text.
        code: the line as written, without the comment.
    """

    name: str
    expression: Expr
    meaning: str
    line: int
    code: str = ""

    def column(self, name: str | None = None) -> int:
        """1-based column of the first use of `name`; of the assigned name where there is none."""
        right = self.code.find("=") + 1
        use = re.compile(rf"\b{name}\b").search(self.code, right) if name else None
        return use.start() + 1 if use else _first(self.code)


def plain(text: str) -> str:
    """`text` as one line of printable characters, fit for a label, a comment or an error message."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())


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
        problem = t("The text has {n} characters; at most {most} are allowed.", n=len(text), most=MAX_CHARACTERS)
        raise CellError(1, 1, problem, t("Shorten it."))
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    if len(lines) > MAX_LINES:
        problem = t("The text has {n} lines; at most {most} are allowed.", n=len(lines), most=MAX_LINES)
        raise CellError(MAX_LINES + 1, 1, problem, t("Shorten it."))
    equations = [_equation(line, number) for number, line in enumerate(lines, 1) if line.partition("#")[0].strip()]
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
    code = code.rstrip()
    if len(code) > MAX_LINE_CHARACTERS:
        problem = t("The line has {n} characters; at most {most} are allowed.", n=len(code), most=MAX_LINE_CHARACTERS)
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
    return Equation(target, reader.read(right.strip()), plain(comment), number, code)


def _first(code: str) -> int:
    return len(code) - len(code.lstrip()) + 1


def _shown(text: str) -> str:
    return "".join(c if c.isprintable() else f"U+{ord(c):04X}" for c in text)


def _language() -> str:
    return t(
        "Allowed are names, numbers, + - * @, brackets and the functions {names}.",
        names=", ".join(FUNCTIONS),
    )


class _Reader:
    """Turns Python's syntax tree of one right-hand side into an `Expr`, by an allow-list."""

    def __init__(self, line: int, offset: int) -> None:
        self.line = line
        self.offset = offset

    def fail(self, column: int, problem: str, mend: str) -> CellError:
        return CellError(self.line, column, problem, mend)

    def read(self, text: str) -> Expr:
        self.scan(text)
        try:
            tree = ast.parse(text, mode="eval")
        except SyntaxError as error:
            # Python gives no place where the text ends too early.
            column = self.offset + min(error.offset or len(text) + 1, len(text) + 1)
            problem = t("This is not a complete expression.")
            raise self.fail(column, problem, t("Check brackets and operators; allowed are + - * @ and ( ).")) from None
        except (ValueError, MemoryError, RecursionError, OverflowError):
            mend = t("Write plain letters, digits and operators.")
            raise self.fail(self.offset + 1, t("This cannot be read."), mend) from None
        return self.expr(tree.body, 0)

    def scan(self, text: str) -> None:
        """Refuse what `ast` would read in its own way: 1_000, 0x10, letters that only look Latin."""
        at = depth = 0
        while at < len(text):
            token = _TOKEN.match(text, at)
            if token is None:
                strange = _STRANGE.match(text, at)
                found = _shown(strange[0][: MAX_NAME_CHARACTERS + 1]) if strange else ""
                problem = t("'{found}' is not part of the language of cells.", found=found)
                raise self.fail(self.offset + at + 1, problem, _language())
            depth += (token[0] == "(") - (token[0] == ")")
            if depth > MAX_DEPTH:
                raise self.too_deep(self.offset + at + 1)
            at = token.end()

    def too_deep(self, column: int) -> CellError:
        problem = t("The expression is nested more than {most} deep.", most=MAX_DEPTH)
        return self.fail(column, problem, t("Give its inner part a line and a name of its own."))

    def expr(self, node: ast.expr, depth: int) -> Expr:
        column = self.offset + node.col_offset + 1
        if depth > MAX_DEPTH:
            raise self.too_deep(column)
        match node:
            case ast.Name(id=name):
                return Name(self.name(name, column))
            case ast.Constant(value=bool() | None):
                raise self.fail(column, t("Only plain numbers are allowed."), t("Write a number such as 1 or 0.5."))
            case ast.Constant(value=int() | float() as value):
                return self.number(value, column)
            case ast.UnaryOp(op=ast.USub(), operand=operand):
                return Neg(self.expr(operand, depth + 1))
            case ast.BinOp(left=left, op=ast.MatMult(), right=right):
                return self.product(left, right, column, depth)
            case ast.BinOp(left=left, op=ast.Add() | ast.Sub() | ast.Mult() as operator, right=right):
                return _JOINS[type(operator)](self.expr(left, depth + 1), self.expr(right, depth + 1))
            case ast.Call():
                return self.call(node, column, depth)
        raise self.fail(column, t("This is not part of the language of cells."), _language())

    def name(self, name: str, column: int) -> str:
        if len(name) > MAX_NAME_CHARACTERS or not _NAME.match(name) or keyword.iskeyword(name):
            problem = t("'{name}' cannot be a name.", name=_shown(name[: MAX_NAME_CHARACTERS + 1]))
            mend = t(
                "Use a letter, then letters, digits and single underscores, at most {most} in all.",
                most=MAX_NAME_CHARACTERS,
            )
            raise self.fail(column, problem, mend)
        return name

    def number(self, value: float, column: int) -> Number:
        if value > 1e6:
            raise self.fail(column, t("The number is too large."), t("Allowed are numbers up to 1000000."))
        return Number(float(value))

    def product(self, left: ast.expr, right: ast.expr, column: int, depth: int) -> MatMul:
        if not isinstance(left, ast.Name):
            mend = t("Write the name of a matrix, as in W @ x, and brackets: W @ (U @ x), -(W @ x), a * (W @ x).")
            raise self.fail(column, t("Left of '@' must stand a matrix."), mend)
        return MatMul(self.name(left.id, self.offset + left.col_offset + 1), self.expr(right, depth + 1))

    def call(self, node: ast.Call, column: int, depth: int) -> Call:
        if not isinstance(node.func, ast.Name) or node.func.id not in FUNCTIONS:
            mend = t("Allowed are {names}.", names=", ".join(FUNCTIONS))
            raise self.fail(column, t("This function is not known."), mend)
        if len(node.args) != 1 or isinstance(node.args[0], ast.Starred):
            function = node.func.id
            problem = t("{function} takes one argument.", function=function)
            raise self.fail(column, problem, t("Write {function}(expression).", function=function))
        return Call(node.func.id, self.expr(node.args[0], depth + 1))
