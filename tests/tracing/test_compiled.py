"""Traces by compiled kernels: every array of the trace that NumPy makes, and gradients through time."""

import numpy as np
import pytest

from rnnviz.cells import CELLS, Cell
from rnnviz.kernels.load import load
from rnnviz.kernels.workshop import WORKSHOP
from rnnviz.network import Network
from rnnviz.tracing.gradients import gradients
from rnnviz.tracing.intervention import Change, Intervention, WeightEdit, silence
from rnnviz.tracing.record import as_arrays, record, record_free_run, record_layers
from rnnviz.tracing.trace import Trace
from rnnviz.training.build import restore, start
from tests.kernels import strange
from tests.network.modules import OWN
from tests.tracing.test_record import FEATURES, network, sequence
from tests.training.trainings import small

SOME = ("rnn", "lstm", "gru", "mgu")
TRACED = [*(CELLS[key] for key in SOME), OWN, *strange.CELLS.values()]


@pytest.fixture
def ready(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every kernel is ready."""
    monkeypatch.setattr(WORKSHOP, "kernel", load)


def test_without_a_kernel_numpy_records() -> None:
    assert WORKSHOP.kernel(CELLS["lstm"]) is None


@pytest.mark.parametrize("cell", TRACED, ids=lambda cell: cell.title)
def test_every_array_is_that_of_numpy(cell: Cell, monkeypatch: pytest.MonkeyPatch) -> None:
    made, inputs = network(cell, layers=2, bidirectional=True), sequence("plain")
    by_numpy = record(made, inputs)
    monkeypatch.setattr(WORKSHOP, "kernel", load)
    compiled = record(made, inputs)
    assert list(compiled.arrays) == list(by_numpy.arrays)
    strange_one = cell in strange.CELLS.values()  # their exponentials make much of a last digit
    for address, array in by_numpy.arrays.items():
        found = compiled[address]
        assert (found.shape, found.dtype) == (array.shape, array.dtype)
        np.testing.assert_allclose(found, array, rtol=1e-4, atol=1e-3 if strange_one else 1e-5)
    assert compiled.check is not None
    assert strange_one or compiled.check.largest_difference < 1e-5


@pytest.mark.usefixtures("ready")
def test_initial_states_and_a_batch(monkeypatch: pytest.MonkeyPatch) -> None:
    made, inputs = network(CELLS["lstm"]), sequence("plain")
    rng = np.random.default_rng(0)
    states = {"layer0": {name: rng.standard_normal(5).astype(np.float32) for name in ("c", "h")}}
    compiled = record_layers(made.recurrent, inputs, states)
    monkeypatch.undo()
    by_numpy = record_layers(made.recurrent, inputs, states)
    for name in ("c_prev", "h"):
        np.testing.assert_allclose(compiled[f"layer0.{name}"], by_numpy[f"layer0.{name}"], rtol=0, atol=1e-5)


def close(found: Trace, expected: Trace, cell: Cell) -> None:
    """Every array and the outputs, as far as single precision goes."""
    assert list(found.arrays) == list(expected.arrays)
    far = 1e-3 if cell in strange.CELLS.values() else 2e-5
    for address, array in expected.arrays.items():
        np.testing.assert_allclose(found[address], array, rtol=1e-4, atol=far, err_msg=address)
    np.testing.assert_allclose(found.outputs, expected.outputs, rtol=1e-4, atol=far)


def some_changes(cell: Cell, directions: tuple[str, ...]) -> list[Change]:
    """One after another on every named value, on all units and on some, at all times and at some."""
    found: list[Change] = [WeightEdit("readout.bias", (0,), 2.0)]
    for address in directions:
        for name in cell.names:
            found += [
                Intervention(f"{address}.{name}", "scale", 0.5, (0, 2), first=2),
                Intervention(f"{address}.{name}", "shift", 0.25, last=4),
                Intervention(f"{address}.{name}", "clamp", -0.125, (1,), first=3, last=5),
                Intervention(f"{address}.{name}", "scale", 2.0, first=5, last=5),
            ]
    return found


@pytest.mark.parametrize("cell", TRACED, ids=lambda cell: cell.title)
def test_what_is_changed(cell: Cell, monkeypatch: pytest.MonkeyPatch) -> None:
    made, inputs = network(cell, layers=2, bidirectional=True), sequence("plain")
    changes = some_changes(cell, ("layer0.reverse", "layer1"))
    by_numpy = record(made, inputs, changes)
    batch = np.stack([inputs, -inputs, 2 * inputs])
    predicted = as_arrays(made).predict(batch, changes)
    monkeypatch.setattr(WORKSHOP, "kernel", load)
    close(record(made, inputs, changes), by_numpy, cell)
    found = as_arrays(made).predict(batch, changes)
    np.testing.assert_allclose(found, predicted, rtol=1e-3, atol=1e-3 if cell in strange.CELLS.values() else 2e-5)


@pytest.mark.usefixtures("ready")
@pytest.mark.parametrize("cell", TRACED, ids=lambda cell: cell.title)
def test_a_change_that_changes_nothing_changes_no_bit(cell: Cell) -> None:
    made, inputs = network(cell, layers=2, bidirectional=True), sequence("plain")
    original = record(made, inputs)
    for name in cell.names:
        idle = [Intervention(f"layer0.{name}", "scale", 1.0), Intervention(f"layer1.{name}", "clamp", 3.0, first=50)]
        trace = record(made, inputs, idle)
        for address, array in original.arrays.items():
            assert array.tobytes() == trace[address].tobytes(), address


@pytest.mark.parametrize("layers", [1, 2])
@pytest.mark.parametrize("cell", TRACED, ids=lambda cell: cell.title)
def test_a_free_run(cell: Cell, layers: int, monkeypatch: pytest.MonkeyPatch) -> None:
    made, first = network(cell, outputs=FEATURES, layers=layers), sequence("plain")[0]
    for changes in (list[Change](), some_changes(cell, ("layer0",))):
        monkeypatch.undo()
        by_numpy = record_free_run(made, first, 7, changes)
        monkeypatch.setattr(WORKSHOP, "kernel", load)
        compiled = record_free_run(made, first, 7, changes)
        assert by_numpy is not None
        assert compiled is not None
        close(compiled, by_numpy, cell)
        np.testing.assert_allclose(compiled.inputs, by_numpy.inputs, rtol=1e-3, atol=1e-3)


@pytest.mark.usefixtures("ready")
def test_shut_and_open_gates_are_exact() -> None:
    inputs = sequence("plain")
    for seed in range(20):
        lstm, gru = network(CELLS["lstm"], seed), network(CELLS["gru"], seed)
        hold = [Intervention("layer0.f", "clamp", 1.0, first=2), Intervention("layer0.i", "clamp", 0.0, first=2)]
        c = record(lstm, inputs, hold)["layer0.c"]
        np.testing.assert_array_equal(c[2:], np.broadcast_to(c[1], c[2:].shape))
        trace = record(lstm, inputs, [Intervention("layer0.f", "clamp", 0.0)])
        np.testing.assert_array_equal(trace["layer0.c"], trace["layer0.i"] * trace["layer0.g"])
        trace = record(lstm, inputs, [Intervention("layer0.o", "clamp", 0.0, first=3, last=3)])
        assert not trace["layer0.h"][3].any()
        np.testing.assert_array_equal(trace["layer0.c"][:4], record(lstm, inputs)["layer0.c"][:4])
        assert not record(lstm, inputs, [silence("layer0", 1)])["layer0.h"][:, 1].any()
        h = record(gru, inputs, [Intervention("layer0.z", "clamp", 1.0, first=2)])["layer0.h"]
        np.testing.assert_array_equal(h[2:], np.broadcast_to(h[1], h[2:].shape))


@pytest.mark.usefixtures("ready")
def test_double_precision_stays_with_numpy() -> None:
    made: Network = network(CELLS["lstm"]).double()
    trace = record(made, np.zeros((4, FEATURES)))
    assert trace["layer0.h"].dtype == np.float64


@pytest.mark.parametrize("bidirectional", [False, True])
@pytest.mark.parametrize("step", [None, 90])
@pytest.mark.parametrize("cell", SOME)
def test_gradients_through_time(
    cell: str, step: int | None, bidirectional: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    config = small(cell=cell, layers=2, bidirectional=bidirectional)
    made, task = restore(config, start(config)), config.make_task()
    by_torch = gradients(made, task, task.example(), step)
    monkeypatch.setattr(WORKSHOP, "kernel", load)
    compiled = gradients(made, task, task.example(), step)
    assert compiled.loss == pytest.approx(by_torch.loss, rel=1e-4)
    assert compiled.weights == pytest.approx(by_torch.weights, rel=1e-3)
    assert list(compiled.states) == list(by_torch.states)
    for address, expected in by_torch.states.items():
        found = compiled.states[address]
        size = np.abs(expected.full).max()
        np.testing.assert_allclose(found.full, expected.full, rtol=1e-3, atol=1e-4 * size)
        assert (found.kept is None) == (expected.kept is None)
        if expected.kept is not None:
            np.testing.assert_allclose(found.kept, expected.kept, rtol=1e-3, atol=1e-4 * np.abs(expected.kept).max())
            np.testing.assert_allclose(found.keep, expected.keep, rtol=1e-4, atol=1e-5)
