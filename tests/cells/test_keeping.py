"""What a state's own line keeps of its earlier value."""

import pytest

from rnnviz.cells import CELLS, Cell
from rnnviz.cells.expression import source
from rnnviz.cells.keeping import keep_factor


@pytest.mark.parametrize(
    ("cell", "state", "factor"),
    [("lstm", "c", "f"), ("lstm", "h", None), ("gru", "h", "z"), ("rnn", "h", None), ("rnn_relu", "h", None)],
)
def test_of_the_cells_of_torch(cell: str, state: str, factor: str | None) -> None:
    found = keep_factor(CELLS[cell], state)
    assert (source(found) if found else None) == factor


@pytest.mark.parametrize(
    ("line", "factor"),
    [
        ("h = z * n + (1 - z) * h_prev", "1 - z"),
        ("h = h_prev * z + n", "z"),
        ("h = n - z * h_prev", None),  # minus z: no product is said in the open
        ("h = z * (h_prev * h_prev) + n", None),
        ("h = z * h_prev + z * h_prev", None),
        ("h = 0.9 * h_prev + n", "0.9"),
        ("h = tanh(z * h_prev) + n", None),
    ],
)
def test_of_other_lines(line: str, factor: str | None) -> None:
    text = f"z = sigmoid(W_z @ x + b_z)\nn = tanh(W_n @ x + b_n)\n{line}"
    found = keep_factor(Cell("own", "own", text), "h")
    assert (source(found) if found else None) == factor
