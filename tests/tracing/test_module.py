"""A module of a person's own is opened, not changed; what does not fit is said in a sentence."""

import copy

import numpy as np
import pytest
import torch
from torch import nn

from rnnviz.tracing.module import trace_module
from tests.network.modules import Shape


@pytest.mark.parametrize("training", [True, False])
@pytest.mark.parametrize("cell", ["rnn", "lstm", "gru"])
def test_the_module_stays_as_it_was(cell: str, training: bool) -> None:
    shape = Shape(cell, 2, dtype=torch.float32)
    module = shape.make(dropout=0.5).train(training)
    module.weight_hh_l0.requires_grad_(False)  # type: ignore[operator, union-attr]
    module(shape.inputs())[0].sum().backward()
    weights, gradients = copy.deepcopy(module.state_dict()), [p.grad for p in module.parameters()]
    kept = [None if gradient is None else gradient.clone() for gradient in gradients]
    random_state = torch.get_rng_state()

    trace_module(module, shape.inputs())

    assert module.training is training
    assert all(torch.equal(module.state_dict()[name], weight) for name, weight in weights.items())
    assert [p.requires_grad for p in module.parameters()].count(False) == 1
    for gradient, before in zip([p.grad for p in module.parameters()], kept, strict=True):
        assert (gradient is None and before is None) or torch.equal(gradient, before)
    assert torch.equal(torch.get_rng_state(), random_state)


def test_the_mode_comes_back_even_when_the_module_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    module = Shape("gru", 1).make().train()

    def fails(*_: object) -> None:
        raise RuntimeError("out of memory")

    monkeypatch.setattr(module, "forward", fails)
    with pytest.raises(RuntimeError, match="out of memory"):
        trace_module(module, Shape("gru", 1).inputs())
    assert module.training


def test_dropout_between_layers_is_left_out() -> None:
    shape = Shape("lstm", 2)
    module, inputs = shape.make(dropout=0.9).train(), shape.inputs()
    found = trace_module(module, inputs)
    assert found.check is not None
    assert found.check.largest_difference < 1e-12
    expected = module.eval()(inputs)[0][0].detach().numpy()
    np.testing.assert_allclose(found["layer1.h"], expected, rtol=0, atol=1e-12)


def test_a_trace_holds_copies_that_training_on_does_not_touch() -> None:
    shape = Shape("gru", 1)
    module, inputs = shape.make(), shape.inputs()
    found = trace_module(module, inputs)
    before = {name: array.copy() for name, array in found.arrays.items()}
    with torch.no_grad():
        for tensor in (inputs, *module.parameters()):
            tensor.add_(1)
    assert all(np.array_equal(found[name], array) for name, array in before.items())
    np.testing.assert_array_equal(found.inputs, before["layer0.x"])


def test_numpy_arrays_are_taken_too() -> None:
    shape = Shape("gru", 1)
    module, inputs = shape.make(), shape.inputs()
    found = trace_module(module, inputs.numpy())  # type: ignore[arg-type]
    np.testing.assert_array_equal(found["layer0.h"], trace_module(module, inputs)["layer0.h"])


def test_a_subclass_counts_as_what_it_comes_from() -> None:
    class Mine(nn.GRU):
        pass

    assert trace_module(Mine(2, 3), torch.zeros(4, 2)).cell.key == "gru"


@pytest.mark.parametrize(
    ("module", "error"),
    [
        (nn.Linear(3, 2), "Linear is not known; rnnviz opens torch.nn.RNN, torch.nn.LSTM and torch.nn.GRU."),
        (nn.LSTMCell(3, 2), "LSTMCell is not known; rnnviz opens torch.nn.RNN, torch.nn.LSTM and torch.nn.GRU."),
        (
            nn.LSTM(3, 2).to(torch.bfloat16),
            "The module computes in torch.bfloat16; rnnviz traces float32 and float64: give module.float().",
        ),
    ],
)
def test_other_modules_are_refused(module: nn.RNNBase, error: str) -> None:
    with pytest.raises(TypeError) as refusal:
        trace_module(module, torch.zeros(4, 3))
    assert str(refusal.value) == error


@pytest.mark.parametrize(
    ("shape", "batch_first", "error"),
    [
        (
            (7, 4),
            True,
            "inputs has the shape [7, 4]; this module takes [T, F] or [B, T, F] with F = 3, none of them 0.",
        ),
        (
            (3,),
            True,
            "inputs has the shape [3]; this module takes [T, F] or [B, T, F] with F = 3, none of them 0.",
        ),
        (
            (1, 2, 7, 3),
            False,
            "inputs has the shape [1, 2, 7, 3]; this module takes [T, F] or [T, B, F] with F = 3, none of them 0.",
        ),
        (
            (0, 3),
            False,
            "inputs has the shape [0, 3]; this module takes [T, F] or [T, B, F] with F = 3, none of them 0.",
        ),
    ],
)
def test_inputs_of_another_shape(shape: tuple[int, ...], batch_first: bool, error: str) -> None:
    with pytest.raises(ValueError) as refusal:  # noqa: PT011 (the whole sentence is compared)
        trace_module(Shape("lstm", 1).make(batch_first=batch_first), torch.zeros(shape))
    assert str(refusal.value) == error


@pytest.mark.parametrize("inputs", ["abc", [[1.0, 2.0, 3.0]], None, 5])
def test_inputs_of_another_type(inputs: object) -> None:
    kind = type(inputs).__name__
    with pytest.raises(TypeError, match=f"inputs is a {kind}; give a tensor or a NumPy array of numbers."):
        trace_module(Shape("lstm", 1).make(), inputs)  # type: ignore[arg-type]


@pytest.mark.parametrize(("steps_first", "example", "last"), [(False, 2, 1), (False, -1, 1), (True, 7, 1)])
def test_an_example_outside_the_batch(steps_first: bool, example: int, last: int) -> None:
    inputs = Shape("rnn", 1).inputs(batch=2, steps=9)
    given = inputs.transpose(0, 1) if steps_first else inputs
    with pytest.raises(ValueError, match=f"example is {example}; the inputs hold the examples 0 to {last}."):
        trace_module(Shape("rnn", 1).make(batch_first=not steps_first), given, example=example)


def test_a_single_sequence_has_one_example() -> None:
    with pytest.raises(ValueError, match=r"example is 1; the inputs hold the examples 0 to 0\."):
        trace_module(Shape("rnn", 1).make(), Shape("rnn", 1).inputs()[0], example=1)


BATCHED, SINGLE = torch.zeros(2, 2, 5), torch.zeros(2, 5)


@pytest.mark.parametrize(
    ("cell", "states", "error"),
    [
        ("lstm", BATCHED, "The number of initial states is 1; this module takes the pair (h, c)."),
        ("gru", (BATCHED, BATCHED), "The number of initial states is 2; this module takes h alone."),
        (
            "lstm",
            (BATCHED, SINGLE),
            "The initial state c has the shape [2, 5]; with these inputs it is [2, 2, 5].",
        ),
        (
            "gru",
            BATCHED[:1],
            "The initial state h has the shape [1, 2, 5]; with these inputs it is [2, 2, 5].",
        ),
    ],
)
def test_initial_states_that_do_not_fit(cell: str, states: object, error: str) -> None:
    shape = Shape(cell, 2)
    with pytest.raises(ValueError) as refusal:  # noqa: PT011 (the whole sentence is compared)
        trace_module(shape.make(), shape.inputs(), states)  # type: ignore[arg-type]
    assert str(refusal.value) == error


def test_initial_states_of_another_type() -> None:
    with pytest.raises(TypeError, match=r"The initial state h is a str; give a tensor"):
        trace_module(Shape("gru", 1).make(), Shape("gru", 1).inputs(), "zeros")  # type: ignore[arg-type]
