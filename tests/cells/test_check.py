"""Whether equations fit together to a cell: what is refused, where, and what is allowed."""

import pytest

from rnnviz.cells import Cell, CellError

MISTAKES = [
    ("x = b\nh = x", 1, 1, "'x' cannot be assigned"),
    ("  tanh = b\nh = b", 1, 3, "'tanh' cannot be assigned"),
    ("h_prev = b\nh = b", 1, 1, "'h_prev' cannot be assigned"),
    ("h = b\n h = h_prev", 2, 2, "assigned twice"),
    ("c = tanh(W @ x)\n g = c", 2, 2, "No line assigns 'h'"),
    ("h = 1 + 2", 1, 1, "plain number"),
    ("h = b + tanh * 2", 1, 9, "'tanh' is a function"),
    ("h = tanh(W @ x) + c_prev", 1, 19, "previous value of 'c'"),
    ("h = b * x_prev", 1, 9, "no previous value"),
    ("h = tanh(W @ x + c)\nc = h", 1, 18, "used before line 2"),
    ("h = tanh(h)", 1, 10, "used before line 1"),
    ("h = b + x", 1, 9, "another size"),
    ("h = b + sigmoid(1)", 1, 9, "given a plain number"),
    ("h = b + tanh(c) * tanh(-2)", 1, 9, "given a plain number"),
    ("g = tanh(W @ x)\nh = g @ x", 2, 5, "not a matrix"),
    ("h = b + x @ b", 1, 9, "not a matrix"),
    ("h = b + h_prev @ x", 1, 9, "not a matrix"),
    ("h = tanh @ x", 1, 5, "not a matrix"),
    ("h = b + W @ 2", 1, 9, "nothing that changes in time"),
    ("h = h_prev + W @ (b + 1)", 1, 14, "nothing that changes in time"),
    ("h = W @ (x + h_prev)", 1, 5, "meets a state"),
    ("h = W @ x + W @ h_prev", 1, 5, "differ in size"),
    ("h = W @ x + W", 1, 5, "as a matrix and as a vector"),
    ("h = W @ (v * x) + v", 1, 10, "as long as the input and as a state"),
    ("h = W @ (v * x) + U @ (v * h_prev)", 1, 10, "as long as the input and as a state"),
]


@pytest.mark.parametrize(("text", "line", "column", "says"), MISTAKES, ids=[m[0] for m in MISTAKES])
def test_a_mistake_is_named_where_it_stands(text: str, line: int, column: int, says: str) -> None:
    with pytest.raises(CellError) as caught:
        Cell("own", "My cell", text)
    assert says in caught.value.problem
    assert (caught.value.line, caught.value.column) == (line, column)


@pytest.mark.parametrize(
    "text",
    [
        "h = h_prev",
        "h = b",
        "h = tanh(W @ x)",
        "h = W @ (U @ x)",
        "h = tanh(W @ (x * v) + U @ (r_prev * h_prev))\nr = sigmoid(V @ x)",
        "a = sigmoid(v)\nh = a * h_prev + (1 - a) * tanh(W @ x + b)",
        "h = U @ h_prev + U @ c_prev\nc = tanh(W @ x)",
        "print = tanh(W @ x)\nh = print * np * p",
    ],
)
def test_unusual_cells_are_allowed(text: str) -> None:
    assert Cell("own", "My cell", text).names
