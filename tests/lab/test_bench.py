"""Benches: checked, resized, written into an address and read back, and made of a trained network's unit."""

from typing import Any

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from rnnviz.cells import CELLS
from rnnviz.lab import PRESETS, Bench, BenchError, blank
from rnnviz.lab.link import from_query, to_query
from rnnviz.lab.solo import solo
from rnnviz.network import Network
from rnnviz.tracing.record import as_arrays, record


def numbers(bench: Bench) -> list[np.ndarray]:
    return [*bench.weights.values(), *bench.states.values(), bench.inputs]


def drawn(cell: str, units: int, features: int, steps: int, seed: int) -> Bench:
    rng = np.random.default_rng(seed)
    empty = blank(CELLS[cell], units, rng.normal(size=(steps, features)).round(3))
    weights = {name: rng.normal(0, 5, array.shape).round(2) for name, array in empty.weights.items()}
    return Bench(empty.cell, weights, empty.inputs, {name: rng.normal(size=units).round(2) for name in empty.states})


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(sorted(CELLS)), st.integers(1, 4), st.integers(1, 4), st.integers(2, 60), st.integers(0, 99))
def test_an_address_brings_back_every_number(cell: str, units: int, features: int, steps: int, seed: int) -> None:
    bench = drawn(cell, units, features, steps, seed)
    again = from_query(to_query(bench))
    assert again is not None
    assert again.cell == bench.cell
    for one, other in zip(numbers(bench), numbers(again), strict=True):
        np.testing.assert_allclose(one, other, rtol=1e-5, atol=1e-6)


@pytest.mark.parametrize("key", PRESETS)
def test_presets_survive_an_address(key: str) -> None:
    bench = PRESETS[key].make()
    again = from_query(to_query(bench))
    assert again is not None
    for one, other in zip(numbers(bench), numbers(again), strict=True):
        np.testing.assert_allclose(one, other, rtol=1e-5, atol=1e-6)


@pytest.mark.parametrize(
    "change",
    [
        {"cell": "nope"},
        {"units": "9"},
        {"units": "-1"},
        {"units": "1e9"},
        {"features": "0"},
        {"w": "1_2"},
        {"w": "a"},
        {"w": "1__2"},
        {"w": "_".join(["1"] * 5000)},
        {"w": "nan"},
        {"x": ""},
        {"x": "_".join(["1"] * 61)},
        {"start": "1"},
        {"w": "_".join(["9999"] * 12)},
    ],
)
def test_an_address_that_cannot_be_is_told(change: dict[str, str]) -> None:
    with pytest.raises(BenchError, match="allowed is"):
        from_query({**to_query(PRESETS["hold"].make()), **change})


def test_an_address_of_another_page_names_no_bench() -> None:
    assert from_query({"cell": "lstm", "task": "sine"}) is None


@pytest.mark.parametrize(
    "wrong",
    [
        {"inputs": np.zeros((61, 1))},
        {"inputs": np.zeros(5)},
        {"inputs": np.full((5, 1), np.nan)},
        {"states": {"c": np.zeros(1)}},
        {"states": {"c": np.zeros(5), "h": np.zeros(5)}},
        {"weights": {}},
    ],
)
def test_numbers_that_make_no_cell_are_refused(wrong: dict[str, Any]) -> None:
    good = blank(CELLS["lstm"])
    fields = {"cell": good.cell, "weights": good.weights, "inputs": good.inputs, "states": good.states}
    with pytest.raises(BenchError):
        Bench(**{**fields, **wrong})


def test_another_size_keeps_what_there_is() -> None:
    bench = drawn("lstm", 2, 1, 10, 0)
    larger = bench.resized(3, 2, 12)
    assert (larger.units, larger.features, larger.steps) == (3, 2, 12)
    np.testing.assert_array_equal(larger.weights["U_f"][:2, :2], bench.weights["U_f"])
    assert not larger.weights["U_f"][2].any()
    back = larger.resized(2, 1, 10)
    assert all(np.array_equal(a, b) for a, b in zip(numbers(bench), numbers(back), strict=True))


@pytest.mark.parametrize("bidirectional", [False, True])
@pytest.mark.parametrize("key", CELLS)
def test_a_unit_alone_does_what_it_did_in_its_network(key: str, bidirectional: bool) -> None:
    torch.manual_seed(0)
    made = Network(CELLS[key], "plain", 3, 6, 2, layers=2, bidirectional=bidirectional)
    trace = record(made, np.random.default_rng(0).normal(size=(70, 3)).astype(np.float32))
    arrays = as_arrays(made).parameters
    for layer in trace.layers:
        for unit in (0, 5):
            bench = solo(trace, layer, arrays[layer], unit)
            alone = bench.trace()
            taken = slice(None, None, -1) if layer.endswith(".reverse") else slice(None)
            for name in trace.cell.names:
                whole = trace[f"{layer}.{name}"][taken][: bench.steps, unit]
                np.testing.assert_allclose(alone[f"layer0.{name}"][:, 0], whole, atol=2e-5)
