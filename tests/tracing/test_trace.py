"""What a trace holds: terms that add up, previous states, addresses, a tidy table."""

from collections.abc import Callable

import numpy as np
import pytest
from numpy.typing import NDArray

from rnnviz.cells import Cell
from rnnviz.network import NamedRecurrent
from rnnviz.tracing.module import trace_module
from rnnviz.tracing.record import record_layers
from rnnviz.tracing.trace import Trace
from tests.network.modules import HIDDEN, Shape

Layer = dict[str, NDArray[np.floating]]


def sigmoid(v: NDArray[np.floating]) -> NDArray[np.floating]:
    return 1 / (1 + np.exp(-v))


def gate(name: str, squash: Callable[..., NDArray[np.floating]]) -> Callable[[Layer], NDArray[np.floating]]:
    return lambda a: squash(a[f"W_{name}@x"] + a[f"U_{name}@h_prev"] + a[f"b_{name}"])


# Each value from the terms that stand in its equation, as the page shows them.
SUMS: dict[str, dict[str, Callable[[Layer], NDArray[np.floating]]]] = {
    "rnn": {"h": gate("h", np.tanh)},
    "rnn_relu": {"h": gate("h", lambda v: v * (v > 0))},
    "lstm": {
        "i": gate("i", sigmoid),
        "f": gate("f", sigmoid),
        "g": gate("g", np.tanh),
        "o": gate("o", sigmoid),
        "c": lambda a: a["f"] * a["c_prev"] + a["i"] * a["g"],
        "h": lambda a: a["o"] * np.tanh(a["c"]),
    },
    "gru": {
        "r": gate("r", sigmoid),
        "z": gate("z", sigmoid),
        "n": lambda a: np.tanh(a["W_n@x"] + a["b_n"] + a["r"] * (a["U_n@h_prev"] + a["d_n"])),
        "h": lambda a: (1 - a["z"]) * a["n"] + a["z"] * a["h_prev"],
    },
}


def traced(shape: Shape) -> Trace:
    return trace_module(shape.make(), shape.inputs()[0])


@pytest.mark.parametrize("cell", SUMS)
def test_the_terms_of_each_equation_add_up_to_its_value(cell: str) -> None:
    trace = traced(Shape(cell, 2, bidirectional=True))
    for address in trace.layers:
        layer = trace.layer(address)
        for name, total in SUMS[cell].items():
            np.testing.assert_allclose(layer[name], total(layer), rtol=0, atol=1e-12)


@pytest.mark.parametrize("cell", SUMS)
def test_the_terms_are_products_of_torch_s_weights(cell: str) -> None:
    shape = Shape(cell, 1)
    module, trace = shape.make(), traced(shape)
    gates = {"lstm": "ifgo", "gru": "rzn"}.get(cell, "h")
    into, back = module.weight_ih_l0.detach().numpy(), module.weight_hh_l0.detach().numpy()  # type: ignore[operator, union-attr]
    for number, name in enumerate(gates):
        rows = slice(number * HIDDEN, (number + 1) * HIDDEN)
        before = np.vstack([np.zeros(HIDDEN), trace["layer0.h"][:-1]])
        np.testing.assert_allclose(trace[f"layer0.W_{name}@x"], trace.inputs @ into[rows].T, rtol=0, atol=1e-12)
        np.testing.assert_allclose(trace[f"layer0.U_{name}@h_prev"], before @ back[rows].T, rtol=0, atol=1e-12)


@pytest.mark.parametrize("cell", SUMS)
def test_a_previous_state_is_the_state_of_the_step_before_in_its_direction(cell: str) -> None:
    trace = traced(Shape(cell, 2, bidirectional=True))
    for address in trace.layers:
        for state in trace.cell.states:
            now, before = trace[f"{address}.{state}"], trace[f"{address}.{state}_prev"]
            if address.endswith(".reverse"):
                now, before = now[::-1], before[::-1]
            np.testing.assert_array_equal(before[0], 0)
            np.testing.assert_array_equal(before[1:], now[:-1])


def test_a_layer_reads_the_layer_below_both_directions_side_by_side() -> None:
    trace = traced(Shape("gru", 3, bidirectional=True))
    np.testing.assert_array_equal(trace["layer0.x"], trace.inputs)
    np.testing.assert_array_equal(trace["layer0.reverse.x"], trace.inputs)
    for layer in (1, 2):
        below = np.hstack([trace[f"layer{layer - 1}.h"], trace[f"layer{layer - 1}.reverse.h"]])
        np.testing.assert_array_equal(trace[f"layer{layer}.x"], below)
        np.testing.assert_array_equal(trace[f"layer{layer}.reverse.x"], below)


def test_shapes() -> None:
    trace = traced(Shape("lstm", 2, bidirectional=True, proj_size=2))
    assert trace.steps == 7
    shapes = {name: array.shape for name, array in trace.layer("layer1.reverse").items()}
    assert shapes["x"] == (7, 4)
    assert shapes["h"] == shapes["h_prev"] == (7, 2)
    assert shapes["c"] == shapes["i"] == shapes["W_f@x"] == shapes["U_f@h_prev"] == (7, HIDDEN)
    assert shapes["b_f"] == (HIDDEN,)
    assert trace.outputs is None


def test_a_layer_is_told_from_its_other_direction_and_from_numbers_in_its_terms() -> None:
    cell = Cell("halved", "Halved", "h = tanh(W @ x + U @ (0.5 * h_prev) + b)")
    trace = record_layers(NamedRecurrent(cell, 2, 3, 1, bidirectional=True), np.ones((4, 2), np.float32))
    for address in trace.layers:
        layer = trace.layer(address)
        assert set(layer) == {"x", "h", "h_prev", "W@x", "U@0.5*h_prev", "b"}
        assert all(array is trace[f"{address}.{name}"] for name, array in layer.items())


def test_an_unknown_address_is_answered_with_those_there_are() -> None:
    trace = traced(Shape("gru", 1))
    with pytest.raises(KeyError) as missing:
        trace["layer0.f"]
    assert missing.value.args == (
        "The trace has no 'layer0.f'; it has layer0.r, layer0.z, layer0.n, layer0.h and their terms: see trace.arrays.",
    )
    with pytest.raises(KeyError) as missing:
        trace.layer("layer1")
    assert missing.value.args == ("The trace has no layer 'layer1'; it has layer0.",)


def test_to_frame_is_tidy() -> None:
    trace = traced(Shape("lstm", 2, bidirectional=True, proj_size=2))
    frame = trace.to_frame()
    assert list(frame.columns) == ["address", "layer", "direction", "name", "unit", "step", "value"]
    assert not frame.duplicated(["address", "unit", "step"]).any()
    assert len(frame) == sum(trace[name].size for name in trace.names) == 4 * 7 * (5 * HIDDEN + 2)
    row = frame[(frame.layer == 1) & (frame.direction == "reverse") & (frame.name == "c")]
    row = row[(row.unit == 3) & (row.step == 5)]
    assert row.value.tolist() == [trace["layer1.reverse.c"][5, 3]]
    for address, table in frame.groupby("address"):
        np.testing.assert_array_equal(table.pivot(index="step", columns="unit", values="value"), trace[str(address)])
