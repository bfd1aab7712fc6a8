"""Names that became parameters: told where they do not look like such, or were values before."""

import pytest

from rnnviz.cells import CELLS
from rnnviz.cells.doubts import Doubt, doubts
from rnnviz.cells.own import own_cell


@pytest.mark.parametrize("key", CELLS)
def test_no_cell_of_the_catalogue_is_doubted(key: str) -> None:
    assert doubts(CELLS[key]) == ()


@pytest.mark.parametrize("name", ["o", "f", "g"])
def test_a_deleted_line_of_the_lstm_is_missed(name: str) -> None:
    lines = [line for line in CELLS["lstm"].text.splitlines() if not line.startswith(f"{name} =")]
    found = doubts(own_cell("\n".join(lines)))
    assert [doubt.name for doubt in found] == [name]
    code = lines[found[0].line - 1]
    assert code[found[0].column - 1 :].startswith(name)


def test_names_like_those_of_the_catalogue_are_parameters_unless_they_were_values() -> None:
    cell = own_cell("h = tanh(W_new @ x + b_new * h_prev)")
    assert doubts(cell) == ()
    assert doubts(cell, {"b_new"}) == (Doubt("b_new", 1, 22),)


def test_what_is_multiplied_by_a_sign_of_its_own_is_a_matrix() -> None:
    assert doubts(own_cell("h = tanh(M @ x + b)")) == ()
