"""Derived bounds: never left by any run of the cell, and as narrow as the equations allow."""

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rnnviz.cells import CELLS, Cell
from rnnviz.cells.variants import with_projection
from tests.cells.reference import random_parameters, unroll
from tests.cells.trees import cells


def ranges(text: str) -> dict[str, tuple[float, float] | None]:
    cell = Cell("own", "My cell", text)
    return {name: cell.range(name) for name in cell.names}


def test_bounds_of_the_shipped_cells() -> None:
    gate, signed = (0.0, 1.0), (-1.0, 1.0)
    assert ranges(CELLS["rnn"].text) == {"h": signed}
    assert ranges(CELLS["rnn_relu"].text) == {"h": None}
    assert ranges(CELLS["lstm"].text) == {"i": gate, "f": gate, "g": signed, "o": gate, "c": None, "h": signed}
    assert ranges(CELLS["gru"].text) == {"r": gate, "z": gate, "n": signed, "h": signed}
    assert with_projection(CELLS["lstm"]).range("h") is None


@pytest.mark.parametrize(
    ("text", "bounds"),
    [
        ("z = sigmoid(W @ x)\nh = z * h_prev + (1 - z) * sigmoid(V @ x)", (0.0, 1.0)),
        ("z = sigmoid(W @ x)\nh = z * h_prev - (1 - z) * sigmoid(V @ x)", (-1.0, 1.0)),
        ("z = sigmoid(W @ x)\nh = z * h_prev + z * tanh(V @ x)", None),
        ("h = 0.5 * h_prev + 0.5 * tanh(W @ x)", (-1.0, 1.0)),
        ("h = h_prev", (0.0, 1.0)),
        ("h = -h_prev", (-1.0, 1.0)),
        ("h = h_prev * h_prev", None),
        ("h = 3 - 2 * tanh(W @ x)", (1.0, 5.0)),
        ("h = tanh(W @ x) * tanh(V @ x) + sigmoid(b)", (-1.0, 2.0)),
        ("h = sin(W @ x) - cos(W @ x)", (-2.0, 2.0)),
        ("h = W @ x", None),
        ("h = tanh(W @ x) + b", None),
        ("h = relu(W @ x)", None),
        ("h = tanh(W @ x) + c_prev\nc = tanh(V @ x)", None),
        ("h = " + f"({'*'.join(['1e6'] * 20)}) * " * 3 + "tanh(b) * (1 - sigmoid(d))", None),
    ],
)
def test_bounds_by_hand(text: str, bounds: tuple[float, float] | None) -> None:
    assert ranges(text)["h"] == bounds


BOUNDED = ("sigmoid(W @ x)", "tanh(V @ x)", "z", "n", "s")
BOXES = {"sigmoid(W @ x)": (0, 1), "tanh(V @ x)": (-1, 1), "z": (0, 1), "n": (-1, 1), "s": (-2, 4)}
LINES = "z = sigmoid(A @ x)\nn = tanh(B @ x)\ns = 1 + 3 * tanh(C @ x)"


@settings(max_examples=150)
@given(
    parts=st.lists(
        st.tuples(st.sampled_from("+-"), st.lists(st.sampled_from(BOUNDED), min_size=1, max_size=3, unique=True)),
        min_size=1,
        max_size=4,
    ),
    past=st.sampled_from(("", "h_prev", "(1 - z) * h_prev", "z * h_prev")),
    factor=st.sampled_from(("1", "0.5", "0.25")),
    seed=st.integers(0, 1000),
)
def test_random_values_inside_the_boxes_stay_inside_the_bounds(
    parts: list[tuple[str, list[str]]], past: str, factor: str, seed: int
) -> None:
    text = "".join(f" {sign} {factor} * {' * '.join(names)}" for sign, names in parts)
    text = "-" + text.removeprefix(" - ") if text.startswith(" - ") else text.removeprefix(" + ")
    bounds = ranges(f"{LINES}\nh = {text}{f' + {past}' if past else ''}")["h"]
    rng = np.random.default_rng(seed)
    values = {name: rng.uniform(low, high, 400) for name, (low, high) in BOXES.items()}
    corners = dict(zip(BOUNDED, np.array(list(itertools.product(*BOXES.values()))).T, strict=True))

    def total(of: dict[str, np.ndarray], before: np.ndarray | float) -> np.ndarray:
        terms = [float(f"{sign}{factor}") * np.prod([of[name] for name in names], axis=0) for sign, names in parts]
        kept = {"": 0, "h_prev": before, "(1 - z) * h_prev": (1 - of["z"]) * before, "z * h_prev": of["z"] * before}
        return np.sum(terms, axis=0) + kept[past]

    if not past:
        at_corners = total(corners, 0.0)
        assert bounds == pytest.approx((at_corners.min(), at_corners.max()))
    if bounds is None:
        return
    for before in rng.uniform(*bounds, 5) if past else [0.0]:
        for of in (values, corners):
            assert bounds[0] - 1e-12 <= total(of, before).min()
            assert total(of, before).max() <= bounds[1] + 1e-12


@settings(max_examples=100)
@given(cell=cells(), seed=st.integers(0, 1000))
def test_no_run_leaves_the_bounds(cell: Cell, seed: int) -> None:
    rng = np.random.default_rng(seed)
    p = random_parameters(cell, {"F": 2, "H": 20}, rng, scale=4)
    with np.errstate(all="ignore"):
        found = unroll(cell, 3 * rng.standard_normal((15, 2)), p, 20)
    for name in cell.names:
        bounds = cell.range(name)
        if bounds is not None:
            assert bounds[0] - 1e-12 <= found[name].min()
            assert found[name].max() <= bounds[1] + 1e-12


@pytest.mark.parametrize("key", list(CELLS))
def test_no_run_of_a_shipped_cell_leaves_the_bounds(key: str) -> None:
    rng = np.random.default_rng(1)
    cell = CELLS[key]
    p = random_parameters(cell, {"F": 2, "H": 30}, rng, scale=1 if key in ("rnn_relu", "noaf") else 5)
    found = unroll(cell, 3 * rng.standard_normal((60, 2)), p, 30)
    for name in cell.names:
        bounds = cell.range(name)
        if bounds is not None:
            assert bounds[0] - 1e-12 <= found[name].min()
            assert found[name].max() <= bounds[1] + 1e-12
            # Saturated units come close to both ends: the bounds are no wider than needed.
            # Coupled gates keep c within ±1, which follows from two lines together: tanh(c) has less than its range.
            enough = 0.7 if key in ("lstm_coupled", "cifg") else 0.9
            assert np.ptp(found[name]) > enough * (bounds[1] - bounds[0]), name
