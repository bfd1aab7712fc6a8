"""LaTeX of equations."""

import pytest
from hypothesis import given

from rnnviz.cells import CELLS, Cell
from rnnviz.cells.latex import latex
from tests.cells.trees import cells

SHIPPED = {
    "rnn": [r"h_{t} = \tanh(W_{h} x_{t} + U_{h} h_{t-1} + b_{h})"],
    "rnn_relu": [r"h_{t} = \operatorname{relu}(W_{h} x_{t} + U_{h} h_{t-1} + b_{h})"],
    "lstm": [
        r"i_{t} = \sigma(W_{i} x_{t} + U_{i} h_{t-1} + b_{i})",
        r"f_{t} = \sigma(W_{f} x_{t} + U_{f} h_{t-1} + b_{f})",
        r"g_{t} = \tanh(W_{g} x_{t} + U_{g} h_{t-1} + b_{g})",
        r"o_{t} = \sigma(W_{o} x_{t} + U_{o} h_{t-1} + b_{o})",
        r"c_{t} = f_{t} \odot c_{t-1} + i_{t} \odot g_{t}",
        r"h_{t} = o_{t} \odot \tanh(c_{t})",
    ],
    "gru": [
        r"r_{t} = \sigma(W_{r} x_{t} + U_{r} h_{t-1} + b_{r})",
        r"z_{t} = \sigma(W_{z} x_{t} + U_{z} h_{t-1} + b_{z})",
        r"n_{t} = \tanh(W_{n} x_{t} + b_{n} + r_{t} \odot (U_{n} h_{t-1} + d_{n}))",
        r"h_{t} = (1 - z_{t}) \odot n_{t} + z_{t} \odot h_{t-1}",
    ],
}


@pytest.mark.parametrize("key", list(SHIPPED))
def test_the_shipped_cells(key: str) -> None:
    cell = CELLS[key]
    assert [latex(equation, cell) for equation in cell.equations] == SHIPPED[key]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("h = W_hr @ (o_prev * tanh(c_prev))\no = h\nc = h", r"h_{t} = W_{\mathrm{hr}} (o_{t-1} \odot \tanh(c_{t-1}))"),
        ("h = gate * h_prev", r"h_{t} = \mathrm{gate} \odot h_{t-1}"),
        ("h = h_in_prev\nh_in = h", r"h_{t} = h_{\mathrm{in},t-1}"),
        ("h = W_x1_2 @ -x", r"h_{t} = W_{\mathrm{x1},2} (-x_{t})"),
        ("h = 0.5 * h_prev * b - -a", r"h_{t} = 0.5 \cdot h_{t-1} \odot b - (-a)"),
        ("h = 1e-7 * b", r"h_{t} = 1 \times 10^{-7} \cdot b"),
        ("h = exp(-b) * softplus(a)", r"h_{t} = \exp(-b) \odot \operatorname{softplus}(a)"),
        ("h = a * (W @ x) - (a + b)", r"h_{t} = a \odot W x_{t} - (a + b)"),
    ],
)
def test_other_equations(text: str, expected: str) -> None:
    cell = Cell("own", "My cell", text)
    assert latex(cell.equation("h"), cell) == expected


@given(cells())
def test_brackets_and_braces_are_balanced(cell: Cell) -> None:
    for equation in cell.equations:
        text = latex(equation, cell)
        for opening, closing in ("()", "{}"):
            depths = [text[:end].count(opening) - text[:end].count(closing) for end in range(len(text) + 1)]
            assert min(depths) == depths[-1] == 0
