"""Traces of whole networks: their outputs, their check, and a network that feeds on itself."""

from typing import Any

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from rnnviz.cells import CELLS, Cell
from rnnviz.cells.cell import PREVIOUS
from rnnviz.cells.expression import source
from rnnviz.network import FusedRecurrent, NamedRecurrent, Network
from rnnviz.network.network import Encoding
from rnnviz.network.packing import unpack
from rnnviz.tracing.module import trace_module
from rnnviz.tracing.record import record, record_free_run, record_layers
from tests.cells import trees
from tests.network.modules import OWN, Shape

FEATURES, HIDDEN = 3, 5


def network(cell: Cell, seed: int = 0, outputs: int = 2, **options: Any) -> Network:
    """A network with weights large enough that its gates open and close."""
    torch.manual_seed(seed)
    made = Network(cell, options.pop("encoding", "plain"), FEATURES, HIDDEN, outputs, **options)
    with torch.no_grad():
        for parameter in made.parameters():
            parameter.mul_(2)
    return made


def sequence(encoding: str, steps: int = 8) -> np.ndarray:
    rng = np.random.default_rng(1)
    if encoding == "plain":
        return rng.standard_normal((steps, FEATURES)).astype(np.float32)
    return rng.integers(FEATURES, size=steps)


@pytest.mark.parametrize("bidirectional", [False, True])
@pytest.mark.parametrize("encoding", ["plain", "one_hot", "embedding"])
@pytest.mark.parametrize("cell", [*CELLS.values(), OWN], ids=lambda cell: cell.key)
def test_a_network_s_outputs(cell: Cell, encoding: Encoding, bidirectional: bool) -> None:
    made, inputs = network(cell, encoding=encoding, layers=2, bidirectional=bidirectional), sequence(encoding)
    trace = record(made, inputs)
    with torch.no_grad():
        expected = made(torch.from_numpy(inputs)[None])[0].numpy()
    assert trace.outputs is not None
    assert trace.check is not None
    assert trace.outputs.dtype == np.float32
    np.testing.assert_allclose(trace.outputs, expected, rtol=0, atol=1e-5)
    assert trace.check.largest_difference == np.abs(trace.outputs - expected).max() < 1e-5
    # One of Greff's variants, without the peepholes, is the LSTM itself.
    name = {"rnn": "RNN", "rnn_relu": "RNN", "lstm": "LSTM", "np": "LSTM", "gru": "GRU"}.get(cell.key)
    assert trace.check.reference == (f"torch.nn.{name}" if name else "torch")


def test_symbols_are_recorded_as_the_vectors_that_the_layer_reads() -> None:
    symbols = sequence("one_hot")
    np.testing.assert_array_equal(record(network(OWN, encoding="one_hot"), symbols).inputs, np.eye(FEATURES)[symbols])
    made = network(OWN, encoding="embedding")
    table = made.encoder.weight.detach().numpy()  # type: ignore[union-attr, operator]
    np.testing.assert_array_equal(record(made, symbols).inputs, table[symbols])


@pytest.mark.parametrize("wrong", ["W_o", "U_f", "b_g", "U_i"])
def test_the_check_sees_a_single_wrong_number(wrong: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The equations read one number that the engine does not: the check must not stay small."""

    def broken(packing: Any, packed: Any) -> dict[str, torch.Tensor]:
        named = {name: tensor.clone() for name, tensor in unpack(packing, packed).items()}
        named[wrong].view(-1)[0] += 0.5
        return named

    made, module = network(CELLS["lstm"]), Shape("lstm", 1).make()
    monkeypatch.setattr("rnnviz.network.recurrent.unpack", broken)
    for trace in (record(made, sequence("plain")), trace_module(module, Shape("lstm", 1).inputs())):
        assert trace.check is not None
        assert trace.check.largest_difference > 1e-3


def test_the_check_sees_a_wrong_readout(monkeypatch: pytest.MonkeyPatch) -> None:
    made = network(CELLS["gru"])
    monkeypatch.setattr(made.readout, "forward", lambda hidden: hidden[..., :2])
    trace = record(made, sequence("plain"))
    assert trace.check is not None
    assert trace.check.largest_difference > 1e-2


@pytest.mark.parametrize("dtype", [torch.float32, torch.float64])
@pytest.mark.parametrize("layers", [1, 2])
@pytest.mark.parametrize("cell", [*CELLS.values(), OWN], ids=lambda cell: cell.key)
def test_a_free_run_is_the_network_called_on_the_growing_sequence(cell: Cell, layers: int, dtype: torch.dtype) -> None:
    made = network(cell, seed=3, outputs=FEATURES, layers=layers).to(dtype)
    if cell.key in ("rnn_relu", "indrnn"):
        made.readout.weight.data *= 0.2  # or their predictions grow without end
    first = sequence("plain")[0]
    inputs = [torch.from_numpy(first).to(dtype)]
    with torch.no_grad():
        for _ in range(10):
            inputs.append(made(torch.stack(inputs)[None])[0, -1])
    trace = record_free_run(made, first, 10)
    assert trace is not None
    assert trace.outputs is not None
    assert trace.steps == 10
    tolerance = 1e-10 if dtype == torch.float64 else 1e-5
    np.testing.assert_allclose(trace.inputs, torch.stack(inputs[:-1]).numpy(), rtol=0, atol=tolerance)
    np.testing.assert_allclose(trace.outputs, torch.stack(inputs[1:]).numpy(), rtol=0, atol=tolerance)
    told = record(made, trace.inputs)  # told the same inputs, the network goes the same way
    assert all(np.allclose(trace[name], told[name], rtol=0, atol=tolerance) for name in trace.names)


def test_a_bidirectional_network_cannot_run_freely() -> None:
    made = network(CELLS["lstm"], outputs=FEATURES, bidirectional=True)
    assert record_free_run(made, sequence("plain")[0], 5) is None


def test_layers_of_a_cell_by_hand_equal_torch_s_trace() -> None:
    module = Shape("lstm", 2, bidirectional=True).make()
    fused = FusedRecurrent(module)
    own = NamedRecurrent(OWN, FEATURES, HIDDEN, 2, bidirectional=True).double()
    with torch.no_grad():
        for address in own.addresses:
            for name, tensor in fused.named(address).items():
                own.named(address)[name].copy_(tensor)
    inputs = Shape("lstm", 1).inputs()[0].numpy()
    found, expected = record_layers(own, inputs), record_layers(fused, inputs)
    assert set(found.names) == set(expected.names)
    for name in found.names:
        np.testing.assert_allclose(found[name], expected[name], rtol=0, atol=1e-13)


@given(trees.cells().filter(lambda cell: cell.parameters), st.booleans(), st.integers(0, 100))
def test_any_cell_is_run_as_plain_python_runs_it(cell: Cell, reverse: bool, seed: int) -> None:
    """Random equations, one direction and one unit after the other, in plain Python."""
    size, rng = 2, np.random.default_rng(seed)
    torch.manual_seed(seed)
    recurrent = NamedRecurrent(cell, size, size, bidirectional=reverse).double()
    address = "layer0.reverse" if reverse else "layer0"
    inputs = rng.standard_normal((3, size))
    env: dict[str, Any] = {name: tensor.tolist() for name, tensor in recurrent.named(address).items()}
    env |= {state + PREVIOUS: [0.0] * size for state in cell.states}
    found = record_layers(recurrent, inputs)
    for time in (2, 1, 0) if reverse else (0, 1, 2):
        env["x"] = inputs[time].tolist()
        for equation in cell.equations:
            env[equation.name] = trees.slow(source(equation.expression), env, size)
            value = found[f"{address}.{equation.name}"][time]
            np.testing.assert_allclose(value, env[equation.name], rtol=1e-9, atol=1e-9)
        env |= {state + PREVIOUS: env[state] for state in cell.states}


@pytest.mark.parametrize("cell", [CELLS["lstm"], OWN], ids=lambda cell: cell.key)
def test_without_a_readout_the_outputs_are_hidden_units(cell: Cell) -> None:
    made = network(cell, readout="none", layers=2, outputs=FEATURES)
    trace = record(made, sequence("plain"))
    np.testing.assert_array_equal(trace.outputs, trace["layer1.h"][:, :FEATURES])
    assert trace.check is not None
    assert trace.check.largest_difference < 1e-5
    free = record_free_run(made, sequence("plain")[0], 6)
    assert free is not None
    assert free.outputs is not None
    np.testing.assert_array_equal(free.inputs[1:], free.outputs[:-1])
    np.testing.assert_array_equal(free.outputs, free["layer1.h"][:, :FEATURES])
