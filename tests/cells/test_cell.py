"""What follows from a cell's equations: states, parameters, words, roles."""

import pytest

from rnnviz.cells import CELLS, Cell


def own(text: str) -> Cell:
    return Cell("own", "My cell", text)


def shapes(cell: Cell) -> dict[str, str]:
    return {parameter.name: "".join(parameter.axes) for parameter in cell.parameters}


@pytest.mark.parametrize(
    ("key", "names", "states"),
    [("rnn", "h", ("h",)), ("rnn_relu", "h", ("h",)), ("lstm", "ifgoch", ("c", "h")), ("gru", "rznh", ("h",))],
)
def test_names_and_states(key: str, names: str, states: tuple[str, ...]) -> None:
    assert CELLS[key].names == tuple(names)
    assert CELLS[key].states == states


def test_the_output_is_a_state_also_where_its_past_is_not_read() -> None:
    assert own("g = tanh(W @ x)\nh = g + g_prev").states == ("g", "h")


def test_parameters_of_the_shipped_cells() -> None:
    assert shapes(CELLS["rnn"]) == {"W_h": "HF", "U_h": "HH", "b_h": "H"}
    gates = {f"{letter}_{k}": axes for k in "ifgo" for letter, axes in (("W", "HF"), ("U", "HH"), ("b", "H"))}
    assert shapes(CELLS["lstm"]) == gates
    assert list(shapes(CELLS["gru"])) == ["W_r", "U_r", "b_r", "W_z", "U_z", "b_z", "W_n", "b_n", "U_n", "d_n"]


def test_parameters_inside_products() -> None:
    cell = own("r = sigmoid(v + q * h_prev)\nh = tanh(W @ (m * x) + U @ (r * h_prev + d) + A @ (B @ x) + b)")
    assert shapes(cell) == {
        **{"v": "H", "q": "H", "W": "HF", "m": "F", "U": "HH", "d": "H", "A": "HH", "B": "HF", "b": "H"}
    }


def test_axes_of_a_cell_with_an_output_of_another_size() -> None:
    cell = Cell("own", "My cell", "c = tanh(W @ x + U @ h_prev)\nh = V @ (c * k)", axes={"h": "P"})
    assert shapes(cell) == {"W": "HF", "U": "HP", "V": "PH", "k": "H"}
    assert [cell.axis(name) for name in ("x", "c", "c_prev", "h", "h_prev")] == ["F", "H", "H", "P", "P"]


def test_roles_are_read_off_the_equations() -> None:
    assert [CELLS["lstm"].role(name) for name in "ifgoch"] == ["gate", "gate", "candidate", "gate", "state", "state"]
    assert [CELLS["gru"].role(name) for name in "rznh"] == ["gate", "gate", "candidate", "state"]
    cell = own("s = W @ x\nh = sigmoid(s + h_prev)")
    assert [cell.role(name) for name in cell.names] == ["value", "state"]


def test_labels_and_meanings() -> None:
    cell = CELLS["lstm"]
    assert cell.label("f") == "forget gate"
    assert cell.meaning("f") == "share of the old memory that is kept"
    silent = own("h = tanh(W @ x)  # output")
    assert (silent.label("h"), silent.meaning("h")) == ("output", "")
    assert own("h = tanh(W @ x)").label("h") == "h"


def test_an_unknown_name_is_told_the_known_ones() -> None:
    with pytest.raises(KeyError, match=r"LSTM has no value 'z'; it has i, f, g, o, c, h"):
        CELLS["lstm"].equation("z")


def test_equal_cells_are_equal_keys() -> None:
    assert len({own("h = h_prev + b"), own("h = h_prev + b"), own("h = h_prev + d")}) == 2
    for key, cell in CELLS.items():
        assert cell.key == key
        assert cell.source
        assert all(cell.label(name) != name for name in cell.names)
