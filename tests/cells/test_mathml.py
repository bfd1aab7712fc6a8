"""MathML: every symbol can be found, and the line of numbers, read back by a reader of its own, gives its result."""

import math
import xml.etree.ElementTree as ElementTree
from collections.abc import Mapping

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rnnviz.cells import CELLS, Cell
from rnnviz.cells.expression import MatMul, Name, leaf_key, walk
from rnnviz.cells.language import Equation
from rnnviz.cells.mathml import keys, numbers, symbols
from rnnviz.cells.variants import with_projection, without_bias
from tests.cells.reference import random_parameters, unroll
from tests.cells.trees import SLOW_FUNCTIONS, cells, slow

MATHML = "{http://www.w3.org/1998/Math/MathML}"
TAGS = {MATHML + tag for tag in ("math", "mrow", "msub", "mi", "mn", "mo")}
SHOWN_FUNCTIONS = {"σ": SLOW_FUNCTIONS["sigmoid"], **SLOW_FUNCTIONS}
ALL = [*CELLS.values(), without_bias(CELLS["gru"]), with_projection(CELLS["lstm"])]
LINES = [(cell, equation) for cell in ALL for equation in cell.equations]


def own(expression: str) -> tuple[Equation, Cell]:
    cell = Cell("own", "My cell", f"h = {expression}")
    return cell.equation("h"), cell


def tokens(line: str) -> list[tuple[str, str]]:
    """(tag, text) of each mn, mo, mi in the order in which a person reads them."""
    elements = ElementTree.fromstring(line).iter()
    return [(e.tag.removeprefix(MATHML), e.text or "") for e in elements if e.tag[-2:] in ("mn", "mo", "mi")]


def filled(line: str, values: Mapping[str, float], digits: str) -> str:
    """The line with its numbers written in, as the page does it."""
    root = ElementTree.fromstring(line)
    for element in root.iter(f"{MATHML}mn"):
        if "data-value" in element.attrib:
            assert element.text == "0.000"
            element.text = format(values[element.attrib["data-value"]], digits).replace("-", "−")
    return ElementTree.tostring(root, encoding="unicode")


class Reader:
    """Computes what stands right of "=", by the rules of arithmetic alone: brackets, then products, then sums."""

    def __init__(self, line: str) -> None:
        (_, result), (_, equals), *self.rest = tokens(line)
        assert equals == "="
        self.shown = float(result.replace("−", "-"))
        self.result = self.sum()
        assert not self.rest

    def take(self, *texts: str) -> str | None:
        if self.rest and self.rest[0][0] == "mo" and self.rest[0][1] in texts:
            return self.rest.pop(0)[1]
        return None

    def sum(self) -> float:
        total = self.product()
        while operator := self.take("+", "−"):
            total += self.product() if operator == "+" else -self.product()
        return total

    def product(self) -> float:
        if self.take("−"):
            return -self.product()
        total = self.factor()
        while self.take("·"):
            total *= self.factor()
        return total

    def factor(self) -> float:
        if self.take("("):
            inside = self.sum()
            assert self.take(")")
            return inside
        tag, text = self.rest.pop(0)
        if tag == "mi":
            return SHOWN_FUNCTIONS[text](self.factor())
        assert tag == "mn", text
        return float(text.replace("−", "-"))


def values_of(cell: Cell, seed: int) -> dict[str, float]:
    """Every number that the lines of `cell` show, for one unit at the third time step of a random run."""
    rng = np.random.default_rng(seed)
    p = random_parameters(cell, {"F": 2, "H": 3, "P": 3}, rng)
    xs = rng.standard_normal((3, 2))
    found = unroll(cell, xs, p, 3)
    env = {**p, "x": xs[2], **{name: rows[2] for name, rows in found.items()}}
    env |= {f"{name}_prev": rows[1] for name, rows in found.items()}
    values = {name: float(array[1]) for name, array in env.items() if array.ndim == 1}

    def vector(text: str) -> np.ndarray:
        matrix, _, operand = text.partition("@")
        if operand in env:
            return env[matrix] @ env[operand]
        # The operand's own text is Python: compute it one unit at a time, apart from rnnviz.cells.
        whole = {name: array.tolist() for name, array in env.items()}
        return env[matrix] @ np.array(slow(operand, whole, 3))

    products = {key for e in cell.equations for key in keys(e) if "@" in key}
    return values | {key: float(vector(key)[1]) for key in products}


@pytest.mark.parametrize(("cell", "equation"), LINES)
@pytest.mark.parametrize("seed", range(4))
def test_the_numbers_of_shipped_cells_recompute_to_their_result(cell: Cell, equation: Equation, seed: int) -> None:
    line = numbers(equation, cell)
    exact = Reader(filled(line, values_of(cell, seed), ".17g"))
    assert exact.result == pytest.approx(exact.shown, rel=1e-12, abs=1e-12)
    rounded = Reader(filled(line, values_of(cell, seed), ".3f"))
    assert rounded.result == pytest.approx(rounded.shown, abs=0.01)


@settings(max_examples=80)
@given(cell=cells(), seed=st.integers(0, 1000))
def test_the_numbers_of_any_cell_recompute_to_their_result(cell: Cell, seed: int) -> None:
    values = values_of(cell, seed)
    for equation in cell.equations:
        read = Reader(filled(numbers(equation, cell), values, ".17g"))
        assert math.isclose(read.result, read.shown, rel_tol=1e-9, abs_tol=1e-9)


def text_of(line: str) -> str:
    return " ".join(text for _, text in tokens(line))


@pytest.mark.parametrize(
    ("expression", "shown"),
    [
        ("sigmoid(W @ x + b)", "h t = σ ( W x t + b )"),
        ("tanh(W_hr @ (r * h_prev))", "h t = tanh ( W hr ( r ⊙ h t − 1 ) )"),
        ("a * (W @ x)", "h t = a ⊙ W x t"),
        ("(1 - z) * h_prev + 0.5 * z", "h t = ( 1 − z ) ⊙ h t − 1 + 0.5 · z"),
        ("W @ -x", "h t = W ( − x t )"),
        ("a - (b + h_prev)", "h t = a − ( b + h t − 1 )"),
        ("a + -b", "h t = a + ( − b )"),
        ("W @ (U @ x)", "h t = W ( U x t )"),
        ("-(W @ x) * 1e-7", "h t = − W x t · 1e−07"),
        ("gate_in_2 + h_prev", "h t = gate in , 2 + h t − 1"),
    ],
)
def test_symbols_read_as_mathematics(expression: str, shown: str) -> None:
    assert text_of(symbols(*own(expression))) == shown


@pytest.mark.parametrize(
    ("expression", "shown"),
    [
        ("sigmoid(W @ x + U @ h_prev + b)", "0.000 = σ ( 0.000 + 0.000 + 0.000 )"),
        ("tanh(W @ (r * h_prev)) * 2", "0.000 = tanh ( 0.000 ) · 2"),
        ("(1 - z) * h_prev - -b", "0.000 = ( 1 − 0.000 ) · 0.000 − ( − 0.000 )"),
    ],
)
def test_numbers_stand_where_the_symbols_stood(expression: str, shown: str) -> None:
    assert text_of(numbers(*own(expression))) == shown


def found(line: str, attribute: str) -> list[str]:
    return [e.attrib[attribute] for e in ElementTree.fromstring(line).iter() if attribute in e.attrib]


def check_addresses(cell: Cell) -> None:
    for equation in cell.equations:
        nodes = list(walk(equation.expression))
        named = {leaf_key(node) for node in nodes if isinstance(node, Name | MatMul)}
        matrices = {node.matrix for node in nodes if isinstance(node, MatMul)}
        assert set(found(symbols(equation, cell), "data-symbol")) == {equation.name} | named | matrices
        first, *rest = found(numbers(equation, cell), "data-value")
        assert first == equation.name
        assert tuple(dict.fromkeys(rest)) == keys(equation)
        assert set(rest) <= named


@pytest.mark.parametrize("cell", ALL, ids=lambda cell: cell.key)
def test_every_name_and_product_has_an_address(cell: Cell) -> None:
    check_addresses(cell)


@given(cells())
def test_every_name_and_product_of_any_cell_has_an_address(cell: Cell) -> None:
    check_addresses(cell)


def test_the_leaf_keys_of_the_gru_candidate() -> None:
    assert keys(CELLS["gru"].equation("n")) == ("W_n@x", "b_n", "r", "U_n@h_prev", "d_n")
    assert keys(CELLS["gru"].equation("h")) == ("z", "n", "h_prev")


@pytest.mark.parametrize(("cell", "equation"), LINES)
def test_the_text_is_plain_mathml(cell: Cell, equation: Equation) -> None:
    for line in (symbols(equation, cell), numbers(equation, cell)):
        root = ElementTree.fromstring(line)
        assert line.startswith("<math ")
        assert root.get("display") == "block"
        assert {e.tag for e in root.iter()} <= TAGS
        assert {name for e in root.iter() for name in e.attrib} <= {"display", "data-symbol", "data-value"}
        assert all(len(e) == 2 for e in root.iter(f"{MATHML}msub"))


def test_words_of_a_cell_never_reach_the_mathematics() -> None:
    cell = Cell("own", "<script>", "h = tanh(W @ x)  # <script>alert(1)</script>: & more")
    for line in (symbols(cell.equation("h"), cell), numbers(cell.equation("h"), cell)):
        assert "script" not in line
        assert "&" not in line
