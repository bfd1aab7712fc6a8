"""The phase portrait: fields against a step of the cell, fixed points against closed forms."""

import numpy as np
import pytest

from rnnviz.cells import CELLS
from rnnviz.tracing.portrait import portrait
from rnnviz.tracing.record import layer_parameters, record_layers
from rnnviz.training.build import restore, start
from rnnviz.training.link import preset


def drawn(cell: str, seed: int = 1, scale: float = 1.0) -> dict[str, np.ndarray]:
    config = preset(cell, "latch").changed(device="cpu", hidden=2, seed=seed, recurrent_scale=scale)
    return layer_parameters(restore(config, start(config)), "layer0")


def bistable() -> dict[str, np.ndarray]:
    """h = tanh(2 h), unit by unit: 0 repels, and each unit rests at ±0.9575."""
    return {"W_h": np.zeros((2, 1)), "U_h": 2 * np.eye(2), "b_h": np.zeros(2)}


def test_two_bistable_units_have_nine_fixed_points() -> None:
    found = portrait(CELLS["rnn"], bistable(), np.zeros(1)).fixed
    rest = 0.9575040240772687  # tanh(2 · this) is this
    kinds = {tuple(np.round(point.place / rest).astype(int)): point.kind for point in found}
    expected = {
        (a, b): ("attractor", "saddle", "repeller")[(a == 0) + (b == 0)] for a in (-1, 0, 1) for b in (-1, 0, 1)
    }
    assert kinds == expected
    for point in found:
        np.testing.assert_allclose(np.abs(point.place), rest * (np.round(np.abs(point.place)) > 0), atol=1e-8)
    centre = next(point for point in found if point.kind == "repeller")
    assert centre.largest == pytest.approx(2, rel=1e-6)


def test_the_field_is_one_step_of_the_cell() -> None:
    parameters, x = drawn("gru", scale=3), np.array([0.0, 1.0, 0.0])
    shown = portrait(CELLS["gru"], parameters, x)
    config = preset("gru", "latch").changed(device="cpu", hidden=2, seed=1, recurrent_scale=3)
    recurrent = restore(config, start(config)).recurrent.double()
    for row, column in ((0, 0), (3, 9), (16, 5)):
        place = np.array([shown.axis[column], shown.axis[row]])
        after = record_layers(recurrent, x[None], {"layer0": {"h": place}})["layer0.h"][0]
        np.testing.assert_allclose(shown.field[row, column], after - place, atol=1e-6)


@pytest.mark.parametrize("cell", ["rnn", "lstm", "gru"])
@pytest.mark.parametrize("seed", range(4))
def test_fixed_points_stay_and_attractors_attract(cell: str, seed: int) -> None:
    config = preset(cell, "latch").changed(device="cpu", hidden=2, seed=seed, recurrent_scale=4)
    recurrent = restore(config, start(config)).recurrent.double()
    x = np.array([1.0, 0.0, 0.0])
    shown = portrait(CELLS[cell], layer_parameters(restore(config, start(config)), "layer0"), x, 3.0)
    assert shown.others == (("h",) if cell == "lstm" else ())
    far = record_layers(recurrent, np.tile(x, (3000, 1)))[f"layer0.{shown.state}"]
    if np.abs(far[-1] - far[-2]).max() < 1e-12:  # it comes to rest from 0: there must be a point that attracts
        attractors = [point.place for point in shown.fixed if point.kind == "attractor"]
        assert min(np.linalg.norm(far[-1] - place) for place in attractors) < 1e-4


def test_what_is_held_leaves_the_cell_state_a_field_of_its_own() -> None:
    """Where every gate is open and the candidate is 0, c stays everywhere; where the forget gate is shut, it goes."""
    zero = {f"{kind}_{gate}": np.zeros((2, 3) if kind == "W" else (2, 2)) for kind in "WU" for gate in "ifgo"}
    biases = {"b_i": np.full(2, -50.0), "b_f": np.full(2, 50.0), "b_g": np.zeros(2), "b_o": np.zeros(2)}
    assert np.abs(portrait(CELLS["lstm"], {**zero, **biases}, np.zeros(3), 2.0).field).max() < 1e-12
    shut = portrait(CELLS["lstm"], {**zero, **biases, "b_f": np.full(2, -50.0)}, np.zeros(3), 2.0)
    np.testing.assert_allclose(shut.field[0, 0], [2, 2])
    [point] = shut.fixed
    np.testing.assert_allclose(point.place, 0, atol=1e-9)
    assert point.kind == "attractor"


def test_it_is_of_two_units() -> None:
    config = preset("gru", "latch").changed(device="cpu", hidden=3)
    parameters = layer_parameters(restore(config, start(config)), "layer0")
    with pytest.raises(ValueError, match="two units; train with hidden size 2"):
        portrait(CELLS["gru"], parameters, np.zeros(3))
