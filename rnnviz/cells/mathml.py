"""Equations as MathML in which every symbol and every number can be found again."""

from __future__ import annotations

from collections.abc import Callable
from xml.etree.ElementTree import Element, tostring

from rnnviz.cells.cell import Cell
from rnnviz.cells.expression import (
    Add,
    Call,
    Expr,
    MatMul,
    Mul,
    Name,
    Neg,
    Number,
    Sub,
    leaf_key,
    leaves,
    source,
)
from rnnviz.cells.functions import FUNCTIONS
from rnnviz.cells.language import Equation
from rnnviz.cells.notation import bracketed, scales, symbol

NAMESPACE = "http://www.w3.org/1998/Math/MathML"
MINUS, DOT, UNIT_BY_UNIT = "\u2212", "\u00b7", "\u2299"
PLACEHOLDER = "0.000"

_Part = Callable[[Expr], Element]


def symbols(equation: Equation, cell: Cell) -> str:
    """The equation in symbols.

    Every name is one element with data-symbol = the name; a matrix product is an mrow with data-symbol = its
    leaf key, around the elements of its parts.
    """

    def part(expr: Expr) -> Element:
        match expr:
            case Name(name):
                return _symbol(name, cell)
            case MatMul(matrix, operand):
                row = _row(_symbol(matrix, cell), _inside(operand, expr, part, right=True))
                row.set("data-symbol", leaf_key(expr))
                return row
            case Mul() if not scales(expr):
                return _joined(expr, UNIT_BY_UNIT, part)
            case _:
                return _common(expr, part)

    return _math(_symbol(equation.name, cell), part(equation.expression))


def numbers(equation: Equation, cell: Cell) -> str:
    """The same equation with a number in the place of every name and every matrix product.

    Each is an mn with data-value = its leaf key, the result first, its text to be filled in; literal numbers
    are plain mn. A name that is read twice has two elements. `cell` is not read: both lines are called alike.
    """

    def part(expr: Expr) -> Element:
        if isinstance(expr, Name | MatMul):
            return _value(leaf_key(expr))
        return _common(expr, part)

    return _math(_value(equation.name), part(equation.expression))


def keys(equation: Equation) -> tuple[str, ...]:
    """The leaf keys that the line of numbers shows right of "=", each once, left to right."""
    named = (leaf for leaf in leaves(equation.expression) if not isinstance(leaf, Number))
    return tuple(dict.fromkeys(leaf_key(leaf) for leaf in named))


def _common(expr: Expr, part: _Part) -> Element:
    match expr:
        case Number():
            return _text("mn", source(expr).replace("-", MINUS))
        case Neg(operand):
            return _row(_text("mo", MINUS), _inside(operand, expr, part, right=True))
        case Call(function, argument):
            return _row(_text("mi", FUNCTIONS[function].symbol), *_brackets(part(argument)))
        case Add():
            return _joined(expr, "+", part)
        case Sub():
            return _joined(expr, MINUS, part)
        case Mul():
            return _joined(expr, DOT, part)
        case _:
            raise TypeError(f"{expr!r} is drawn by the line that it stands in.")


def _joined(expr: Add | Sub | Mul, operator: str, part: _Part) -> Element:
    left, right = _inside(expr.left, expr, part), _inside(expr.right, expr, part, right=True)
    return _row(left, _text("mo", operator), right)


def _inside(child: Expr, parent: Expr, part: _Part, *, right: bool = False) -> Element:
    element = part(child)
    return _row(*_brackets(element)) if bracketed(child, parent, right=right) else element


def _brackets(inner: Element) -> tuple[Element, Element, Element]:
    return _text("mo", "("), inner, _text("mo", ")")


def _symbol(name: str, cell: Cell) -> Element:
    parts = symbol(name, cell)
    below = [_text("mn" if text.isdigit() else "mi", text) for text in parts.subscripts]
    if parts.delay is not None:
        now = _text("mi", "t")
        below.append(_row(now, _text("mo", MINUS), _text("mn", "1")) if parts.delay else now)
    element = _text("mi", parts.base)
    if below:
        subscript = below[0] if len(below) == 1 else _row(*_separated(below))
        element = _parent("msub", element, subscript)
    element.set("data-symbol", name)
    return element


def _separated(elements: list[Element]) -> list[Element]:
    first, *rest = elements
    return [first, *(part for element in rest for part in (_text("mo", ","), element))]


def _value(key: str) -> Element:
    element = _text("mn", PLACEHOLDER)
    element.set("data-value", key)
    return element


def _math(left: Element, right: Element) -> str:
    math = _parent("math", left, _text("mo", "="), right)
    math.attrib.update({"xmlns": NAMESPACE, "display": "block"})
    return tostring(math, encoding="unicode")


def _row(*elements: Element) -> Element:
    return _parent("mrow", *elements)


def _parent(tag: str, *elements: Element) -> Element:
    parent = Element(tag)
    parent.extend(elements)
    return parent


def _text(tag: str, text: str) -> Element:
    element = Element(tag)
    element.text = text
    return element
