"""Random expressions and random cells, and a slow way to compute them that shares no code with rnnviz.cells."""

import ast
import math
from collections.abc import Mapping

from hypothesis import strategies as st

from rnnviz.cells.cell import Cell
from rnnviz.cells.expression import Add, Call, Expr, MatMul, Mul, Name, Neg, Number, Sub, source

NAMES = ("a", "b", "h", "c", "x", "h_prev", "b_i", "W1", "gate_in")
SLOW_FUNCTIONS = {
    "sigmoid": lambda v: 1 / (1 + math.exp(-v)) if v > -700 else 0.0,
    "tanh": math.tanh,
    "relu": lambda v: max(v, 0.0),
    "softplus": lambda v: max(v, 0.0) + math.log1p(math.exp(-abs(v))),
    "exp": math.exp,
    "abs": abs,
    "sin": math.sin,
    "cos": math.cos,
}


def numbers() -> st.SearchStrategy[Number]:
    return st.one_of(st.integers(0, 1000).map(float), st.floats(0, 1e6)).map(lambda v: Number(abs(v)))


def expressions() -> st.SearchStrategy[Expr]:
    """Any tree that the language can spell; its names need not fit together to a cell."""
    leaf = st.one_of(numbers(), st.sampled_from(NAMES).map(Name))
    functions = st.sampled_from(list(SLOW_FUNCTIONS))

    def larger(inner: st.SearchStrategy[Expr]) -> st.SearchStrategy[Expr]:
        return st.one_of(
            *(st.builds(kind, inner, inner) for kind in (Add, Sub, Mul)),
            st.builds(Neg, inner),
            st.builds(MatMul, st.sampled_from(("W", "U_i", "W_hr")), inner),
            st.builds(Call, functions, inner),
        )

    return st.recursive(leaf, larger, max_leaves=10).filter(lambda e: len(source(e)) < 250)


@st.composite
def cells(draw: st.DrawFn, functions: tuple[str, ...] = ("sigmoid", "tanh", "relu", "abs", "sin", "cos")) -> Cell:
    """A valid cell of up to four lines; each matrix and each trained vector is used once."""
    names = draw(st.sampled_from((["h"], ["g", "h"], ["f", "c", "h"], ["i", "g", "c", "h"])))
    count = 0
    known: list[str] = []

    def fresh(letter: str) -> str:
        nonlocal count
        count += 1
        return f"{letter}_{count}"

    def leaf(depth: int) -> Expr:
        kind = draw(st.sampled_from(("name", "name", "vector", "number", "input", "product")))
        if kind == "vector":
            return Name(fresh("b"))
        if kind == "number":
            return Number(draw(st.sampled_from((0.0, 0.25, 0.5, 1.0, 2.0))))
        if kind == "input":
            return MatMul(fresh("W"), Name("x"))
        value = Name(draw(st.sampled_from([*known, *(f"{name}_prev" for name in names)])))
        return value if kind == "name" else MatMul(fresh("U"), Mul(value, tree(depth - 1)) if depth > 0 else value)

    def tree(depth: int) -> Expr:
        kind = draw(st.sampled_from(("leaf", "add", "sub", "mul", "neg", "call"))) if depth > 0 else "leaf"
        if kind == "leaf":
            return leaf(depth)
        if kind == "neg":
            return Neg(tree(depth - 1))
        if kind == "call":
            # A name beside the rest: a function of a plain number is refused.
            return Call(draw(st.sampled_from(functions)), Add(tree(depth - 1), Name(fresh("b"))))
        return {"add": Add, "sub": Sub, "mul": Mul}[kind](tree(depth - 1), tree(depth - 1))

    lines = []
    for name in names:
        lines.append(f"{name} = {source(Add(tree(3), Name(f'{name}_prev')))}")
        known.append(name)
    if any(len(line) > 290 for line in lines):
        lines = [f"{name} = tanh({name}_prev + b_{name})" for name in names]
    return Cell("random", "Random", "\n".join(lines))


def slow(text: str, env: Mapping[str, list[float] | list[list[float]]], size: int) -> list[float]:
    """The value of an expression's text, unit by unit in plain Python; env: vectors and matrices as lists."""

    def value(node: ast.expr) -> list[float]:
        match node:
            case ast.Constant(value=number):
                return [float(number)] * size
            case ast.Name(id=name):
                return list(env[name])
            case ast.UnaryOp(operand=operand):
                return [-v for v in value(operand)]
            case ast.Call(func=ast.Name(id=function), args=[argument]):
                return [SLOW_FUNCTIONS[function](v) for v in value(argument)]
            case ast.BinOp(left=ast.Name(id=matrix), op=ast.MatMult(), right=right):
                vector = value(right)
                return [sum(w * v for w, v in zip(row, vector, strict=False)) for row in env[matrix]]
            case ast.BinOp(left=left, op=operator, right=right):
                pairs = zip(value(left), value(right), strict=True)
                if isinstance(operator, ast.Add):
                    return [a + b for a, b in pairs]
                if isinstance(operator, ast.Sub):
                    return [a - b for a, b in pairs]
                return [a * b for a, b in pairs]
        raise AssertionError(ast.dump(node))

    return value(ast.parse(text, mode="eval").body)
