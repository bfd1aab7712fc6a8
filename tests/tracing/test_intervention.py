"""Interventions: exact where they can be, equal to a computation by hand elsewhere, refused in plain words."""

from typing import Any

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

import rnnviz
from rnnviz.cells import CELLS, Cell
from rnnviz.network import Network
from rnnviz.tracing.equation import equation_gives
from rnnviz.tracing.intervention import (
    Change,
    Intervention,
    InterventionError,
    WeightEdit,
    silence,
)
from rnnviz.tracing.record import as_arrays, encode, record, record_free_run
from rnnviz.tracing.trace import Trace
from tests.network.modules import OWN
from tests.tracing.by_hand import outputs

FEATURES, HIDDEN, OUTPUTS, STEPS = 3, 5, 2, 9
SHAPES = [(1, False), (2, False), (1, True), (2, True)]
KEYS = ["rnn", "rnn_relu", "lstm", "gru"]


def network(cell: str | Cell, layers: int = 1, bidirectional: bool = False, seed: int = 0) -> Network:
    """A network that has learned a little: no weight is where the draw put it."""
    torch.manual_seed(seed)
    equations = CELLS[cell] if isinstance(cell, str) else cell
    made = Network(equations, "plain", FEATURES, HIDDEN, OUTPUTS, layers, bidirectional).double()
    optimiser = torch.optim.Adam(made.parameters(), 0.05)
    inputs = torch.from_numpy(sequence(7))[None]
    for _ in range(8):
        optimiser.zero_grad()
        (made(inputs) - inputs.roll(1, 1)[..., :OUTPUTS]).square().mean().backward()
        optimiser.step()
    return made


def sequence(seed: int = 1) -> np.ndarray:
    return np.random.default_rng(seed).standard_normal((STEPS, FEATURES))


def same_bits(one: Trace, other: Trace) -> bool:
    arrays = [(one.arrays[key], other.arrays[key]) for key in one.arrays | other.arrays]
    arrays.append((one.outputs, other.outputs))  # type: ignore[arg-type]
    return all(a.dtype == b.dtype and a.tobytes() == b.tobytes() for a, b in arrays)


@pytest.mark.parametrize(("layers", "bidirectional"), SHAPES)
@pytest.mark.parametrize("cell", [*CELLS, OWN], ids=lambda cell: cell if isinstance(cell, str) else cell.key)
def test_none_and_those_that_are_off_change_no_bit(cell: str | Cell, layers: int, bidirectional: bool) -> None:
    made = network(cell, layers, bidirectional)
    original = record(made, sequence())
    off = [Intervention("layer0.h", "clamp", 0.0, on=False), WeightEdit("readout.bias", (0,), 5.0, on=False)]
    assert same_bits(record(made, sequence(), off), original)
    assert record(made, sequence(), off).check == original.check
    # These are made, and change nothing: ×1, and steps that never come.
    idle = [Intervention("layer0.h", "scale", 1.0), Intervention("layer0.h", "clamp", 3.0, first=STEPS)]
    assert same_bits(record(made, sequence(), idle), original)


@pytest.mark.parametrize(("layers", "bidirectional"), SHAPES)
def test_an_open_forget_gate_and_a_shut_input_gate_freeze_the_memory(layers: int, bidirectional: bool) -> None:
    made = network("lstm", layers, bidirectional)
    for address in made.recurrent.addresses:
        changes = [
            Intervention(f"{address}.f", "clamp", 1.0, first=4),
            Intervention(f"{address}.i", "clamp", 0.0, first=4),
        ]
        c = record(made, sequence(), changes)[f"{address}.c"]
        # Backward, the layer takes the steps 8 to 4 first: its memory stays as it began, and lives on below 4.
        frozen, at = (c[4:], np.zeros(HIDDEN)) if address.endswith(".reverse") else (c[4:], c[3])
        np.testing.assert_array_equal(frozen, np.broadcast_to(at, frozen.shape))
        assert np.ptp(c[:4], axis=0).min() > 0


@pytest.mark.parametrize(("layers", "bidirectional"), SHAPES)
def test_a_shut_forget_gate_leaves_what_is_written(layers: int, bidirectional: bool) -> None:
    made = network("lstm", layers, bidirectional)
    for address in made.recurrent.addresses:
        trace = record(made, sequence(), [Intervention(f"{address}.f", "clamp", 0.0)])
        written = trace[f"{address}.i"] * trace[f"{address}.g"]
        np.testing.assert_allclose(trace[f"{address}.c"], written, rtol=1e-14, atol=0)


@pytest.mark.parametrize(("layers", "bidirectional"), SHAPES)
def test_an_update_gate_of_one_freezes_the_state(layers: int, bidirectional: bool) -> None:
    made = network("gru", layers, bidirectional)
    for address in made.recurrent.addresses:
        h = record(made, sequence(), [Intervention(f"{address}.z", "clamp", 1.0, first=2, last=5)])[f"{address}.h"]
        before = 6 if address.endswith(".reverse") else 1
        np.testing.assert_array_equal(h[2:6], np.broadcast_to(h[before], (4, HIDDEN)))
        assert not np.array_equal(h[2], h[7 if before == 1 else 0])


@pytest.mark.parametrize(("layers", "bidirectional"), SHAPES)
def test_a_shut_output_gate_hides_the_memory_and_leaves_it(layers: int, bidirectional: bool) -> None:
    made = network("lstm", layers, bidirectional)
    original = record(made, sequence())
    for address in made.recurrent.addresses:
        trace = record(made, sequence(), [Intervention(f"{address}.o", "clamp", 0.0, first=3, last=3)])
        assert not trace[f"{address}.h"][3].any()
        np.testing.assert_array_equal(trace[f"{address}.c"][3], original[f"{address}.c"][3])
        after = slice(None, 3) if address.endswith(".reverse") else slice(4, None)
        assert not np.array_equal(trace[f"{address}.c"][after], original[f"{address}.c"][after])


@pytest.mark.parametrize("cell", KEYS)
def test_a_silenced_unit_is_read_as_zero_by_all_that_read_it(cell: str) -> None:
    """As if its column were missing from every matrix that it is multiplied with."""
    made = network(cell, layers=2)
    trace = record(made, sequence(), [silence("layer0", 2), silence("layer1", 0, 4)])
    cut = network(cell, layers=2)
    with torch.no_grad():
        for name, parameter in cut.named_parameters():
            for part, units in (("hh_l0", [2]), ("ih_l1", [2]), ("hh_l1", [0, 4]), ("readout.weight", [0, 4])):
                if part in name and "bias" not in name:
                    parameter[:, units] = 0
    expected = record(cut, sequence())
    assert not trace["layer0.h"][:, 2].any()
    np.testing.assert_allclose(trace.outputs, expected.outputs, rtol=1e-12, atol=1e-13)  # type: ignore[arg-type]


def changes_of(cell: str, layers: int, bidirectional: bool) -> st.SearchStrategy[list[Change]]:
    made = network(cell, layers, bidirectional)
    arrays = as_arrays(made).parameters
    values = [f"{address}.{name}" for address in arrays for name in CELLS[cell].names]
    weights = [(f"{a}.{name}", array.shape) for a, named in arrays.items() for name, array in named.items()]
    weights += [("readout.weight", made.readout.weight.shape), ("readout.bias", made.readout.bias.shape)]  # type: ignore[union-attr]
    amounts = st.floats(-3, 3)
    steps = st.tuples(st.integers(0, STEPS), st.integers(0, STEPS)).map(sorted)
    units = st.none() | st.sets(st.integers(0, HIDDEN - 1), min_size=1).map(lambda found: tuple(sorted(found)))

    def value(address: str, operation: Any, amount: float, which: Any, span: list[int], end: bool) -> Change:
        return Intervention(address, operation, amount, which, span[0], None if end else span[1])

    def weight(chosen: Any, places: list[int], number: float) -> Change:
        address, shape = chosen
        return WeightEdit(address, tuple(place % size for place, size in zip(places, shape, strict=False)), number)

    of_values = st.builds(
        value,
        st.sampled_from(values),
        st.sampled_from(["clamp", "scale", "shift"]),
        amounts,
        units,
        steps,
        st.booleans(),
    )
    of_weights = st.builds(
        weight, st.sampled_from(weights), st.lists(st.integers(0, 99), min_size=2, max_size=2), amounts
    )
    return st.lists(of_values | of_weights, min_size=1, max_size=4)


@pytest.mark.parametrize(("layers", "bidirectional"), SHAPES)
@pytest.mark.parametrize("cell", KEYS)
def test_any_changes_give_what_a_computation_by_hand_gives(cell: str, layers: int, bidirectional: bool) -> None:
    made = network(cell, layers, bidirectional)

    @settings(max_examples=15, deadline=None)
    @given(changes_of(cell, layers, bidirectional))
    def check(changes: list[Change]) -> None:
        trace = record(made, sequence(), changes)
        with torch.no_grad():
            expected = outputs(made, torch.from_numpy(sequence()), changes)
        assert trace.outputs is not None
        assert trace.check is None
        for address in trace.names:
            np.testing.assert_allclose(trace[address], torch.stack(expected[address]), rtol=1e-9, atol=1e-11)
        np.testing.assert_allclose(trace.outputs, torch.stack(expected["outputs"]), rtol=1e-9, atol=1e-11)

    check()


@pytest.mark.parametrize("cell", KEYS)
def test_a_batch_gives_what_each_sequence_gives(cell: str) -> None:
    made = network(cell, 2, True)
    changes = [Intervention("layer0.reverse.h", "shift", 0.3, (1,), 2, 6), Intervention("layer1.h", "scale", 0.5)]
    batch = np.stack([sequence(seed) for seed in range(3)])
    together = as_arrays(made).predict(encode(made, batch), changes)
    for inputs, found in zip(batch, together, strict=True):
        np.testing.assert_allclose(found, record(made, inputs, changes).outputs, rtol=1e-12, atol=1e-13)  # type: ignore[arg-type]


def test_a_run_that_feeds_on_itself_is_changed_too() -> None:
    torch.manual_seed(3)
    made = Network(CELLS["lstm"], "plain", 1, HIDDEN, 1, layers=2).double()
    changes = [Intervention("layer0.f", "clamp", 0.0, first=3), WeightEdit("readout.bias", (0,), 0.25)]
    free = record_free_run(made, np.array([0.5]), 8, changes)
    assert free is not None
    assert free.outputs is not None
    # Fed with the very values that it has fed itself, the network gives the same again.
    again = record(made, free.inputs, changes)
    np.testing.assert_allclose(again.outputs, free.outputs, rtol=1e-12)  # type: ignore[arg-type]
    np.testing.assert_allclose(free.inputs[1:], free.outputs[:-1])


def test_they_are_made_in_order() -> None:
    made = network("lstm")
    first, second = Intervention("layer0.f", "clamp", 0.5), Intervention("layer0.f", "shift", 0.25)
    assert np.all(record(made, sequence(), [first, second])["layer0.f"] == 0.75)
    assert np.all(record(made, sequence(), [second, first])["layer0.f"] == 0.5)


def test_a_network_is_left_as_it_was() -> None:
    made = network("gru")
    before = {name: parameter.clone() for name, parameter in made.named_parameters()}
    record(made, sequence(), [WeightEdit("layer0.U_n", (1, 2), 9.0), WeightEdit("readout.weight", (0, 0), 9.0)])
    assert all(torch.equal(before[name], parameter) for name, parameter in made.named_parameters())


def test_a_run_and_a_module_of_one_s_own_take_interventions() -> None:
    run = rnnviz.train(iterations=2, hidden=4)
    changed = rnnviz.trace(run, interventions=[rnnviz.Intervention("layer0.f", "clamp", 0.0, units=(1,), first=50)])
    assert not changed["layer0.f"][50:, 1].any()
    np.testing.assert_array_equal(changed["layer0.f"][:50], rnnviz.trace(run)["layer0.f"][:50])
    module = torch.nn.GRU(FEATURES, HIDDEN)
    quiet = rnnviz.trace(module, torch.randn(STEPS, FEATURES), interventions=[rnnviz.silence("layer0", 0)])
    assert not quiet["layer0.h"][:, 0].any()
    with pytest.raises(InterventionError, match="readout"):
        rnnviz.trace(module, torch.randn(STEPS, FEATURES), interventions=[rnnviz.WeightEdit("readout.bias", (0,), 1)])


@pytest.mark.parametrize(
    ("fields", "word"),
    [
        ({"address": "f"}, "Address"),
        ({"operation": "halve"}, "clamp, scale, shift"),
        ({"amount": float("nan")}, "a number from -1e\\+06"),
        ({"amount": True}, "Amount"),
        ({"amount": "1"}, "Amount"),
        ({"units": ()}, "Units"),
        ({"units": (0, -1)}, "Units"),
        ({"first": -1}, "whole numbers from 0"),
        ({"first": 5, "last": 4}, "cannot come before the first, 5"),
    ],
)
def test_what_is_not_allowed_is_told(fields: dict[str, Any], word: str) -> None:
    good = {"address": "layer0.f", "operation": "clamp", "amount": 1.0}
    with pytest.raises(InterventionError, match=word):
        Intervention(**{**good, **fields})


@pytest.mark.parametrize(
    ("change", "word"),
    [
        (Intervention("layer1.f", "clamp", 0), "layer0.i, layer0.f"),
        (Intervention("layer0.z", "clamp", 0), "layer0.i, layer0.f"),
        (Intervention("layer0.f", "clamp", 0, (HIDDEN,)), f"from 0 to {HIDDEN - 1}"),
        (WeightEdit("layer0.V_f", (0, 0), 1.0), "layer0.W_i"),
        (WeightEdit("layer0.U_f", (0,), 1.0), r"\[5, 5\]"),
        (WeightEdit("layer0.b_f", (HIDDEN,), 1.0), r"\[5\]"),
    ],
)
def test_what_a_network_has_not_is_told(change: Change, word: str) -> None:
    with pytest.raises(InterventionError, match=word):
        record(network("lstm"), sequence(), [change])


@pytest.mark.parametrize(("layers", "bidirectional"), SHAPES)
@pytest.mark.parametrize("cell", [*CELLS, OWN], ids=lambda cell: cell if isinstance(cell, str) else cell.key)
def test_what_an_equation_gives_is_known_of_a_changed_value(cell: str | Cell, layers: int, bidirectional: bool) -> None:
    made = network(cell, layers, bidirectional)
    names, address = as_arrays(made).cell.names, list(as_arrays(made).parameters)[-1]
    changes = [Intervention(f"{address}.{name}", "shift", 0.25, units=(0,), first=2, last=5) for name in names]
    changes.append(Intervention(f"{address}.{names[0]}", "scale", 2.0, units=(0,), first=2, last=5))
    trace = record(made, sequence(), changes)
    for name in names:
        found, recorded = equation_gives(trace, address, name), trace[f"{address}.{name}"].copy()
        elsewhere = np.ones(recorded.shape, bool)
        elsewhere[2:6, 0] = False
        np.testing.assert_array_equal(found[elsewhere], recorded[elsewhere])
        after = found[2:6, 0] + 0.25
        np.testing.assert_allclose(after * 2 if name == names[0] else after, recorded[2:6, 0], atol=1e-6)
