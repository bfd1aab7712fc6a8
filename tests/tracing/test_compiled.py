"""Traces by compiled kernels: every array of the trace that NumPy makes, and gradients through time."""

import numpy as np
import pytest

from rnnviz.cells import CELLS, Cell
from rnnviz.kernels.load import load
from rnnviz.kernels.workshop import WORKSHOP
from rnnviz.network import Network
from rnnviz.tracing.gradients import gradients
from rnnviz.tracing.record import record, record_layers
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
        assert (found.shape, found.dtype, found.flags.c_contiguous) == (array.shape, array.dtype, True)
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
