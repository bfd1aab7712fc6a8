"""Every value of every layer and direction against torch.nn, for every cell, depth, direction, bias and projection."""

import numpy as np
import pytest
import torch
from torch import Tensor

from rnnviz.tracing.layers import layer_output
from rnnviz.tracing.module import trace_module
from tests.network.modules import FEATURES, HIDDEN, SHAPES, Shape
from tests.tracing import slow

pytestmark = pytest.mark.filterwarnings("ignore:LSTM with projections is not supported with oneDNN")

NAMES = {"rnn": "h", "rnn_relu": "h", "lstm": "ifgoch", "gru": "rznh"}


def largest(found: np.ndarray, expected: Tensor) -> float:
    assert found.shape == tuple(expected.shape)
    return float(np.abs(found - expected.detach().numpy()).max())


@pytest.mark.parametrize("shape", SHAPES, ids=str)
def test_outputs_and_every_gate(shape: Shape) -> None:
    module, inputs = shape.make(), shape.inputs()
    output = module(inputs)[0][1].detach()
    found = trace_module(module, inputs, example=1)
    expected = slow.values(module.double(), inputs[1].double())  # rounds for neither precision

    assert found.layers == tuple(shape.addresses)
    assert found.names == tuple(f"{address}.{name}" for address in shape.addresses for name in NAMES[shape.cell])
    assert set(expected) == set(found.names)
    assert max(largest(found[name], expected[name]) for name in found.names) < shape.tolerance
    assert largest(layer_output(found), output) < shape.tolerance
    assert found.check is not None
    assert found.check.largest_difference < shape.tolerance
    assert all(array.dtype == inputs.numpy().dtype for array in found.arrays.values())


@pytest.mark.parametrize("shape", [s for s in SHAPES if s.dtype == torch.float64], ids=str)
def test_what_it_is_compared_with_has_torch_s_outputs_and_gradients(shape: Shape) -> None:
    module, inputs = shape.make(), shape.inputs(batch=1)
    learned = list(module.parameters())
    expected = module(inputs)[0][0]
    last = shape.addresses[-2:] if shape.bidirectional else shape.addresses[-1:]
    found = torch.cat([slow.values(module, inputs[0])[f"{address}.h"] for address in last], dim=1)
    assert (found - expected).abs().max().item() < 1e-12
    pairs = zip(torch.autograd.grad(found.sum(), learned), torch.autograd.grad(expected.sum(), learned), strict=True)
    for ours, theirs in pairs:
        assert torch.allclose(ours, theirs, rtol=1e-10, atol=1e-10)


@pytest.mark.parametrize("shape", [s for s in SHAPES if s.dtype == torch.float64 and s.layers == 2], ids=str)
def test_initial_states(shape: Shape) -> None:
    module, inputs = shape.make(), shape.inputs()
    rows = len(shape.addresses)
    sizes = [shape.proj_size or HIDDEN, HIDDEN] if shape.cell == "lstm" else [HIDDEN]
    generator = torch.Generator().manual_seed(9)
    states = [torch.randn(rows, 2, size, dtype=torch.float64, generator=generator) for size in sizes]
    given = (states[0], states[1]) if shape.cell == "lstm" else states[0]
    expected = slow.values(module, inputs[1], tuple(state[:, 1] for state in states))
    found = trace_module(module, inputs, given, example=1)
    assert max(largest(found[name], expected[name]) for name in found.names) < 1e-10
    assert largest(layer_output(found), module(inputs, given)[0][1].detach()) < 1e-10
    for row, address in enumerate(shape.addresses):
        first = -1 if address.endswith(".reverse") else 0
        for name, state in zip("hc", states, strict=False):
            np.testing.assert_array_equal(found[f"{address}.{name}_prev"][first], state[row, 1].numpy())


@pytest.mark.parametrize("cell", NAMES)
def test_however_the_axes_are_ordered(cell: str) -> None:
    shape = Shape(cell, 2, bidirectional=True)
    batch = shape.inputs(batch=4)
    expected = slow.values(shape.make(), batch[2])
    for found in (
        trace_module(shape.make(batch_first=True), batch, example=2),
        trace_module(shape.make(batch_first=False), batch.transpose(0, 1), example=2),
        trace_module(shape.make(batch_first=True), batch[2]),
        trace_module(shape.make(batch_first=False), batch[2]),
    ):
        assert found.inputs.shape == (7, FEATURES)
        assert max(largest(found[name], expected[name]) for name in found.names) < 1e-10


@pytest.mark.parametrize("given", [torch.float32, torch.float16, torch.int64])
def test_whatever_numbers_are_given_the_module_s_own_precision_counts(given: torch.dtype) -> None:
    module = Shape("gru", 1).make()
    inputs = (10 * Shape("gru", 1).inputs()[0]).to(given)
    found = trace_module(module, inputs)
    expected = slow.values(module, inputs.double())
    assert max(largest(found[name], expected[name]) for name in found.names) < 1e-10
