"""Computing equations: against cells written out by hand, torch.nn, and plain Python number by number."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rnnviz.cells import CELLS, Cell
from rnnviz.cells.evaluate import NUMPY
from rnnviz.cells.expression import source
from rnnviz.cells.functions import FUNCTIONS
from rnnviz.cells.variants import with_projection, without_bias
from tests.cells import reference
from tests.cells.trees import SLOW_FUNCTIONS, cells, slow

FEATURES, HIDDEN, STEPS = 3, 5, 12


@pytest.fixture
def rng() -> np.random.Generator:
    return np.random.default_rng(5)


@pytest.mark.parametrize(("key", "by_hand"), [("rnn", reference.rnn), ("lstm", reference.lstm), ("gru", reference.gru)])
def test_every_value_equals_the_cell_written_out(key: str, by_hand: object, rng: np.random.Generator) -> None:
    cell = CELLS[key]
    p = reference.random_parameters(cell, {"F": FEATURES, "H": HIDDEN}, rng)
    xs = rng.standard_normal((STEPS, FEATURES))
    found, expected = reference.unroll(cell, xs, p, HIDDEN), by_hand(xs, p)  # type: ignore[operator]
    assert set(found) == set(expected) == set(cell.names)
    for name in cell.names:
        np.testing.assert_allclose(found[name], expected[name], rtol=0, atol=1e-12)


@pytest.mark.parametrize("key", list(reference.MODULES))
@pytest.mark.parametrize("bias", [True, False])
def test_the_output_equals_torch(key: str, bias: bool, rng: np.random.Generator) -> None:
    made = reference.module(key, FEATURES, HIDDEN, bias=bias)
    cell = CELLS[key] if bias else without_bias(CELLS[key])
    xs = rng.standard_normal((STEPS, FEATURES))
    p = reference.named_weights(key, made)
    assert set(p) == {parameter.name for parameter in cell.parameters}
    found = reference.unroll(cell, xs, p, HIDDEN)["h"]
    np.testing.assert_allclose(found, reference.outputs(made, xs), rtol=1e-12, atol=1e-12)


@pytest.mark.parametrize("bias", [True, False])
def test_the_projected_lstm_equals_torch(bias: bool, rng: np.random.Generator) -> None:
    made = reference.module("lstm", FEATURES, HIDDEN, bias=bias, proj_size=2)
    cell = with_projection(CELLS["lstm"] if bias else without_bias(CELLS["lstm"]))
    xs = rng.standard_normal((STEPS, FEATURES))
    found = reference.unroll(cell, xs, reference.named_weights("lstm", made), HIDDEN)
    assert found["h"].shape == (STEPS, 2)
    assert found["c"].shape == (STEPS, HIDDEN)
    np.testing.assert_allclose(found["h"], reference.outputs(made, xs), rtol=1e-12, atol=1e-12)


@settings(max_examples=60)
@given(cell=cells(), seed=st.integers(0, 1000))
def test_one_step_of_any_cell_equals_plain_python(cell: Cell, seed: int) -> None:
    rng = np.random.default_rng(seed)
    p = reference.random_parameters(cell, {"F": 2, "H": 3}, rng)
    xs = rng.standard_normal((3, 2))
    found = reference.unroll(cell, xs, p, 3)
    for at in range(3):
        env = {name: array.tolist() for name, array in p.items()} | {"x": xs[at].tolist()}
        env |= {f"{name}_prev": found[name][at - 1].tolist() if at else [0.0] * 3 for name in cell.names}
        for equation in cell.equations:
            expected = slow(source(equation.expression), env, 3)
            np.testing.assert_allclose(found[equation.name][at], expected, rtol=1e-9, atol=1e-9)
            env[equation.name] = found[equation.name][at].tolist()


@pytest.mark.parametrize("name", list(FUNCTIONS))
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_functions_equal_their_definition_and_keep_the_precision(name: str, dtype: type) -> None:
    at = np.array([-30, -3, -0.5, 0, 1e-3, 0.7, 2, 30], dtype)
    found = NUMPY.functions[name](at)
    assert found.dtype == dtype
    expected = [SLOW_FUNCTIONS[name](float(v)) for v in at]
    near = 1e-13 if dtype is np.float64 else 2e-6
    np.testing.assert_allclose(found, expected, rtol=near, atol=near)


@pytest.mark.parametrize("name", ["sigmoid", "tanh", "relu", "softplus", "abs", "sin", "cos"])
def test_functions_bear_huge_arguments(name: str) -> None:
    at = np.array([-1e4, 1e4])
    expected = [SLOW_FUNCTIONS[name](float(v)) for v in at]
    np.testing.assert_allclose(NUMPY.functions[name](at), expected, rtol=1e-9, atol=1e-9)
