"""The order of one time step: every operand is there before it is read, every product is computed once."""

from hypothesis import given, settings

from rnnviz.cells import CELLS, Cell
from rnnviz.cells.expression import MatMul, Name, children, leaf_key, walk
from rnnviz.cells.schedule import schedule
from tests.cells.trees import cells


def test_the_lstm_in_order() -> None:
    plan = schedule(CELLS["lstm"])
    assert [product.key for product in plan.ahead] == ["W_i@x", "W_f@x", "W_g@x", "W_o@x"]
    assert [step.key for step in plan.each_step] == (
        ["U_i@h_prev", "i", "U_f@h_prev", "f", "U_g@h_prev", "g", "U_o@h_prev", "o", "c", "h"]
    )


def test_products_inside_products_come_first_and_repeated_ones_once() -> None:
    text = """\
g = A @ (B @ x) + U @ (V @ h_prev)
h = tanh(U @ (V @ h_prev) * (B @ x) + M @ (r_prev * g))
r = g"""
    cell = Cell("own", "My cell", text)
    plan = schedule(cell)
    assert [product.key for product in plan.ahead] == ["B@x", "A@B@x"]
    assert [step.key for step in plan.each_step] == ["V@h_prev", "U@V@h_prev", "g", "M@r_prev*g", "h", "r"]


@settings(max_examples=100)
@given(cells())
def test_operands_come_before_they_are_read(cell: Cell) -> None:
    plan = schedule(cell)
    present = {"x", *(parameter.name for parameter in cell.parameters)}
    for product in plan.ahead:
        assert isinstance(product.expression, MatMul)
        assert "x" in {node.name for node in walk(product.expression) if isinstance(node, Name)}
        assert needs(product.expression) <= present
        present.add(product.key)
    present |= {f"{state}_prev" for state in cell.states}
    for step in plan.each_step:
        assert needs(step.expression) <= present
        assert step.key not in present
        present.add(step.key)
    assert set(cell.names) <= present


def needs(expression: object) -> set[str]:
    """What must be there to compute an expression whose inner products are computed already."""
    found: set[str] = set()
    if isinstance(expression, MatMul):
        found.add(expression.matrix)
    if isinstance(expression, Name):
        found.add(expression.name)
    for child in children(expression):
        found |= {leaf_key(child)} if isinstance(child, MatMul) else needs(child)
    return found
