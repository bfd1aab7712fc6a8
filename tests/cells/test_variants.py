"""Cells made from others: without bias, with a projection. Their numbers are compared with torch in test_evaluate."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rnnviz.cells import CELLS, Cell, CellError
from rnnviz.cells.variants import with_projection, without_bias
from tests.cells.reference import random_parameters, unroll
from tests.cells.trees import cells


def bare(text: str) -> str:
    return without_bias(Cell("own", "My cell", text)).text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("h = tanh(W @ x + U @ h_prev + b)", "h = tanh(W @ x + U @ h_prev)"),
        ("h = tanh(b + W @ x)", "h = tanh(W @ x)"),
        ("h = tanh(a + b + W @ x)", "h = tanh(W @ x)"),
        ("h = tanh(W @ x + (a + b))", "h = tanh(W @ x)"),
        ("h = tanh(W @ x - b)", "h = tanh(W @ x)"),
        ("h = tanh(b - W @ x)", "h = tanh(-(W @ x))"),
        ("h = tanh(-b - (a - W @ x))", "h = tanh(W @ x)"),
        ("h = tanh(W @ x + 2 * b - 1)", "h = tanh(W @ x - 1)"),
        ("h = tanh(W @ x + b * (1 + c))", "h = tanh(W @ x)"),
        ("h = tanh(1 + b + W @ x)", "h = tanh(1 + W @ x)"),
        ("h = U @ (h_prev + d) + b", "h = U @ h_prev"),
        ("r = sigmoid(b + W @ x)  # gate\nh = r*(U@h_prev + d)", "r = sigmoid(W @ x)  # gate\nh = r * (U @ h_prev)"),
        # What is also multiplied, or stands alone, is no bias.
        ("h = (1 - a) * tanh(W @ x + b) + a * h_prev", "h = (1 - a) * tanh(W @ x) + a * h_prev"),
        ("h = sigmoid(v)*h_prev + tanh(W @ x)", "h = sigmoid(v)*h_prev + tanh(W @ x)"),
        ("h = sigmoid(v + w) * h_prev", "h = sigmoid(v + w) * h_prev"),
        ("h = tanh(W @ x + p * h_prev)", "h = tanh(W @ x + p * h_prev)"),
        ("h = h_prev + sigmoid(b)", "h = h_prev + sigmoid(b)"),
        ("h = h_prev + (1 + b) * 2", "h = h_prev + (1 + b) * 2"),
        ("h = h_prev + a * (b + c) + a * tanh(W @ x)", "h = h_prev + a * (b + c) + a * tanh(W @ x)"),
        ("h = b", "h = b"),
    ],
)
def test_biases_are_left_out_and_nothing_else(text: str, expected: str) -> None:
    assert bare(text) == expected


def test_a_cell_without_bias_stays_as_it_was_written() -> None:
    text = "g=tanh( W@x )  # candidate\nh = g-(h_prev-g)"
    assert bare(text) == text


@settings(max_examples=60)
@given(cells(), st.integers(0, 1000))
def test_without_bias_gives_the_numbers_of_biases_that_are_zero(cell: Cell, seed: int) -> None:
    rng = np.random.default_rng(seed)
    p = random_parameters(cell, {"F": 2, "H": 3}, rng)
    variant = without_bias(cell)
    kept = {parameter.name for parameter in variant.parameters}
    assert kept <= set(p)
    zeroed = {name: array if name in kept else 0 * array for name, array in p.items()}
    xs = rng.standard_normal((2, 2))
    found, expected = unroll(variant, xs, p, 3), unroll(cell, xs, zeroed, 3)
    for name in cell.names:
        np.testing.assert_allclose(found[name], expected[name], rtol=1e-9, atol=1e-9)


def test_a_projection_multiplies_the_output() -> None:
    cell = with_projection(CELLS["lstm"])
    assert cell.equation("h").meaning == CELLS["lstm"].equation("h").meaning
    axes = {parameter.name: parameter.axes for parameter in cell.parameters}
    assert axes["W_hr"] == ("P", "H")
    assert {axes[f"U_{k}"] for k in "ifgo"} == {("H", "P")}
    assert {axes[f"W_{k}"] for k in "ifgo"} == {("H", "F")}
    assert cell.range("h") is None


@pytest.mark.parametrize(
    "text",
    [
        CELLS["gru"].text,
        "h = tanh(W @ x) + h_prev",
        "h = tanh(W @ x + U @ (v * h_prev))",
        "h = tanh(W @ x)\ng = h * 2",
        "c = tanh(U @ h_prev + W @ x)\nh = U @ c",
        with_projection(CELLS["lstm"]).text,
    ],
)
def test_a_cell_that_needs_its_output_size_cannot_be_projected(text: str) -> None:
    with pytest.raises(CellError, match="cannot have a projection"):
        with_projection(Cell("own", "My cell", text))
