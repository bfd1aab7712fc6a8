"""Traces by compiled kernels: every array of the trace that NumPy makes, and gradients through time."""

import numpy as np
import pytest
import torch

from rnnviz.cells import CELLS, Cell
from rnnviz.kernels.load import load
from rnnviz.kernels.workshop import WORKSHOP
from rnnviz.network import Network
from rnnviz.tracing.gradients import Loss, gradients_through_time
from rnnviz.tracing.record import record, record_layers
from tests.kernels import strange
from tests.network.modules import OWN
from tests.tracing.test_record import FEATURES, network, sequence

KNOWN = pytest.mark.parametrize("cell", [*CELLS.values(), OWN, *strange.CELLS.values()], ids=lambda cell: cell.title)


@pytest.fixture
def ready(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every kernel is ready."""
    monkeypatch.setattr(WORKSHOP, "kernel", load)


def test_without_a_kernel_numpy_records() -> None:
    assert WORKSHOP.kernel(CELLS["lstm"]) is None


@KNOWN
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


def last_step(outputs: torch.Tensor) -> torch.Tensor:
    return outputs[:, -1].square().sum()


def every_step(outputs: torch.Tensor) -> torch.Tensor:
    return outputs.sin().mean()


@pytest.mark.parametrize("loss", [last_step, every_step])
@pytest.mark.parametrize("cell", [*CELLS.values(), OWN], ids=lambda cell: cell.title)
def test_gradients_through_time(cell: Cell, loss: Loss, monkeypatch: pytest.MonkeyPatch) -> None:
    made, inputs = network(cell, layers=2, bidirectional=True), sequence("plain")
    by_torch = gradients_through_time(made, inputs, loss)
    monkeypatch.setattr(WORKSHOP, "kernel", load)
    compiled = gradients_through_time(made, inputs, loss)
    states = len(made.recurrent.cell.states)
    assert list(compiled) == list(by_torch)
    assert len(by_torch) == 4 * states
    for address, array in by_torch.items():
        assert array.shape == (8, 5)
        np.testing.assert_allclose(compiled[address], array, rtol=1e-3, atol=1e-5)


def test_a_gradient_through_time_is_what_a_nudge_does() -> None:
    """The loss of a state changed a little at one step, by finite differences through the rest of the sequence."""
    made, inputs = network(CELLS["lstm"]).double(), sequence("plain").astype(np.float64)
    module, batch, step, size = made.recurrent.module, torch.from_numpy(inputs)[None], 4, 1e-5

    def loss_from(nudge: float) -> float:
        with torch.no_grad():
            _, (h, c) = module(batch[:, : step + 1])  # type: ignore[operator]
            c[0, 0, 2] += nudge
            # h is what it was: c alone is changed, and h = o * tanh(c) with it is a way into the future, too.
            weights = made.recurrent.named("layer0")
            before = module(batch[:, :step])[1][0][0, 0]  # type: ignore[operator]
            o = torch.sigmoid(weights["W_o"] @ batch[0, step] + weights["U_o"] @ before + weights["b_o"])
            h[0, 0, 2] = o[2] * torch.tanh(c[0, 0, 2])
            rest, _ = module(batch[:, step + 1 :], (h, c))  # type: ignore[operator]
            return float(last_step(made.readout(rest)))

    expected = (loss_from(size) - loss_from(-size)) / (2 * size)
    assert gradients_through_time(made, inputs, last_step)["layer0.c"][step, 2] == pytest.approx(expected, rel=1e-5)
