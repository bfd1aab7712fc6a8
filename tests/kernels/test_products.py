"""Products and functions of compiled code against NumPy, also with the registers of other machines."""

import os
import subprocess
import sys

import numpy as np
import pytest
from numba import njit

from rnnviz.kernels.numeric import functions, products, vectors
from rnnviz.kernels.numeric.registers import BYTES
from tests.imports import ROOT

SIZES = [(1, 1, 1), (1, 130, 300), (3, 5, 17), (4, 16, 64), (7, 33, 190), (35, 131, 257), (64, 300, 37)]
"""Rows, addends, columns: of one row and of many, of all widths of blocks, with a rest of each."""
KINDS = {np.float32: 1e-5, np.float64: 1e-13}


@njit
def all_products(a, w, wt, out, back, sums, ones, turn):
    rows = a.shape[0] - 2
    products.times(a, 1, rows, w, 3, out, 2, turn)
    products.times_transposed(out, 2, rows, wt, 3, back, 1, turn)
    products.outer(a, 1, rows, out, 2, sums, 3)
    products.column_sums(out, rows, 1, ones)


@njit
def all_functions(x, y, count):
    lanes = vectors.LANES_32
    for j in range(0, count, lanes):
        v = vectors.load(x, 0, j, count - j)
        vectors.store(functions.tanh_32(v), y, 0, j, count - j)
        vectors.store(functions.sigmoid_32(v), y, 1, j, count - j)
        vectors.store(functions.softplus_32(v) / vectors.exp(v), y, 2, j, count - j)
        vectors.store(functions.relu_32(v) - functions.sign_32(-v), y, 3, j, count - j)
        vectors.store(vectors.filled(np.float32(2)), y, 4, j, count - j)


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
@pytest.mark.parametrize("size", SIZES, ids=str)
@pytest.mark.parametrize("turn", [0, 1])
def test_products(turn: int, size: tuple[int, int, int], kind: type) -> None:
    rows, addends, columns = size
    draw = np.random.default_rng(0).normal
    a, w = draw(size=(rows + 2, addends)).astype(kind), draw(size=(addends, columns + 4)).astype(kind)
    out, back = np.full((rows + 3, columns), 7, kind), np.ones((rows + 1, addends), kind)
    sums, ones = np.ones((addends, columns + 4), kind), np.ones(max(1, columns - 1), kind)
    all_products(a, w, np.ascontiguousarray(w.T), out, back, sums, ones, turn)
    inner, inside = a[1:-1].astype(float), w[:, 3:-1].astype(float)
    expected = inner @ inside
    close = {"rtol": KINDS[kind], "atol": 50 * addends * KINDS[kind]}
    np.testing.assert_allclose(out[2:-1], expected, **close)
    assert (out[[0, 1, -1]] == 7).all()
    np.testing.assert_allclose(back[1:], 1 + expected @ inside.T, **close)
    np.testing.assert_allclose(sums[:, 3:-1], 1 + inner.T @ expected, **close)
    assert (sums[:, [0, 1, 2, -1]] == 1).all()
    if columns > 1:
        np.testing.assert_allclose(ones, 1 + out[:rows, 1:].sum(0, dtype=float), **close)


@pytest.mark.parametrize("count", [1, 5, 16, 37])
def test_functions(count: int) -> None:
    x = np.linspace(-9, 9, count, dtype=np.float32)
    y = np.full((5, count + 1), 7, np.float32)
    all_functions(x, y, count)
    v = x.astype(float)
    expected = [np.tanh(v), 1 / (1 + np.exp(-v)), np.logaddexp(v, 0) / np.exp(v), np.maximum(v, 0) + np.sign(v)]
    np.testing.assert_allclose(y[:4, :-1], expected, rtol=1e-5, atol=1e-6)
    assert (y[4, :-1] == 2).all()
    assert (y[:, -1] == 7).all()


def test_what_is_no_number_stays_none() -> None:
    y = np.zeros((5, 3), np.float32)
    all_functions(np.array([np.nan, np.inf, -np.inf], np.float32), y, 3)
    assert np.isnan(y[:4, 0]).all()
    assert y[:2, 1:] == pytest.approx(np.array([[1, -1], [1, 0]]), abs=1e-6)


AVX2 = "+sse3,+ssse3,+sse4.1,+sse4.2,+popcnt,+avx,+avx2,+fma,+bmi,+bmi2"


@pytest.mark.slow
@pytest.mark.parametrize(("length", "told"), [(16, {"NUMBA_CPU_NAME": "generic"}), (32, {"NUMBA_CPU_FEATURES": AVX2})])
def test_other_registers(length: int, told: dict[str, str]) -> None:
    if length >= BYTES:
        pytest.skip("this machine has no longer ones")
    if length == 32:
        told = {**told, "NUMBA_CPU_NAME": "haswell"}
    code = f"import sys, pytest; from rnnviz.kernels.numeric import registers; assert registers.BYTES == {length}; "
    code += "sys.exit(pytest.main(['-q', '-p', 'no:cacheprovider', 'tests/kernels/test_products.py']))"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, env={**os.environ, **told}, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]
