"""The shapes page against torch: modules made and run here, in plain torch, with no help of rnnviz."""

import random
import subprocess
import sys
import warnings

import pytest
import torch
from torch import Tensor, nn

from rnnviz.network.arguments import KINDS, Arguments
from rnnviz.network.refusals import _UNKNOWN, Refusal
from rnnviz.network.shapes import Shapes, describe, letter_sizes
from rnnviz.network.walk import (
    PROGRAM,
    convolution_against_dense,
    shared_against_dense,
    walk,
)

Sizes = dict[str, tuple[int, ...]]


def random_arguments(rng: random.Random) -> Arguments:
    """Any argument set; about one in three is unsound."""
    spoilt = rng.random() < 0.3
    kind = rng.choice(KINDS)
    hidden = rng.choice([1, 2, 5, 8] + [0, -3] * spoilt)
    inputs = rng.choice([1, 3, 4] + [0, -1] * spoilt)
    projected = (kind == "LSTM" or spoilt) and rng.random() < 0.4
    names = ["tanh", "relu", None, None] if kind == "RNN" else [None]
    return Arguments(
        kind=kind,
        input_size=inputs,
        hidden_size=hidden,
        num_layers=rng.choice([1, 1, 2, 3] + [0, -1] * spoilt),
        nonlinearity=rng.choice(names + ["relu", "sigmoid"] * spoilt),
        bias=rng.random() < 0.7,
        batch_first=rng.random() < 0.5,
        dropout=rng.choice([0.0, 0.0, 0.3, 1.0] + [1.5, -0.1] * spoilt),
        bidirectional=rng.random() < 0.5,
        proj_size=rng.choice([1, 2, 4] + [-1, 8] * spoilt) if projected else 0,
        steps=rng.choice([1, 2, 6] + [0] * spoilt),
        batch=rng.choice([None, 1, 3, 0]),
        features=rng.choice([None, None, 7] if spoilt else [None]),
    )


def plainly(arguments: Arguments) -> tuple[Sizes, Sizes, float] | tuple[str, str]:
    """Shapes of what goes through a real module and of its weights, and their bound; or torch's error."""
    options: dict[str, object] = {
        "num_layers": arguments.num_layers,
        "bias": arguments.bias,
        "batch_first": arguments.batch_first,
        "dropout": arguments.dropout,
        "bidirectional": arguments.bidirectional,
    }
    if arguments.nonlinearity is not None:
        options["nonlinearity"] = arguments.nonlinearity
    if arguments.proj_size:
        options["proj_size"] = arguments.proj_size
    last = arguments.input_size if arguments.features is None else arguments.features
    try:
        module = getattr(nn, arguments.kind)(arguments.input_size, arguments.hidden_size, **options)
        if arguments.batch is None:
            inputs = torch.randn(arguments.steps, last)
        elif arguments.batch_first:
            inputs = torch.randn(arguments.batch, arguments.steps, last)
        else:
            inputs = torch.randn(arguments.steps, arguments.batch, last)
        output, states = module(inputs)
    except (TypeError, ValueError, RuntimeError) as error:
        return type(error).__name__, str(error)
    parts: tuple[Tensor, ...] = states if isinstance(states, tuple) else (states,)
    module(inputs, states)  # what comes out as the last state can go in as the first
    run = {"input": tuple(inputs.shape), "output": tuple(output.shape)}
    for name, part in zip("hc", parts, strict=False):
        run |= {f"{name}_0": tuple(part.shape), f"{name}_n": tuple(part.shape)}
    weights = {name: tuple(parameter.shape) for name, parameter in module.named_parameters()}
    return run, weights, max(float(parameter.abs().max()) for parameter in module.parameters())


def test_500_random_argument_sets_agree_with_torch() -> None:
    rng = random.Random(7)
    refused = 0
    for _ in range(500):
        arguments = random_arguments(rng)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            expected = plainly(arguments)
        found = describe(arguments)
        if isinstance(found, Refusal):
            refused += 1
            assert (found.kind, found.said) == expected, arguments
            continue
        assert len(expected) == 3, (arguments, expected)
        run, weights, widest = expected
        assert {shape.name: shape.size for shape in found.inputs + found.outputs} == run, arguments
        assert [(shape.name, shape.size) for shape in found.parameters] == list(weights.items()), arguments
        assert found.total == sum(found.by_part().values()) == sum(shape.numbers for shape in found.parameters)
        assert found.bound == pytest.approx(arguments.hidden_size**-0.5)
        assert widest <= found.bound
    assert 50 < refused < 250


def test_what_a_size_is_said_to_be_made_of_is_its_size() -> None:
    rng = random.Random(8)
    for _ in range(200):
        arguments = random_arguments(rng)
        found = describe(arguments)
        if isinstance(found, Refusal):
            continue
        letters = letter_sizes(arguments)
        for shape in found.inputs + found.outputs + found.parameters:
            lengths = []
            for axis in shape.axes:
                length = 1
                for part in axis.split("·"):
                    length *= letters[part] if part in letters else int(part)
                lengths.append(length)
            assert tuple(lengths) == shape.size, (arguments, shape)


MISTAKES = {
    "input_size is 0": Arguments(input_size=0),
    "hidden_size is -1": Arguments(hidden_size=-1),
    "num_layers is 0": Arguments(num_layers=0),
    "dropout is 1.5": Arguments(dropout=1.5),
    "only an LSTM has a projection": Arguments(kind="GRU", proj_size=2),
    "proj_size is -2": Arguments(proj_size=-2),
    "give less than that": Arguments(hidden_size=4, proj_size=4),
    "knows 'tanh' and 'relu'": Arguments(kind="RNN", nonlinearity="sigmoid"),
    "An LSTM takes no nonlinearity": Arguments(nonlinearity="tanh"),
    "The sequence has no time step": Arguments(steps=0),
    "the input has 5": Arguments(features=5),
}


@pytest.mark.parametrize("words", MISTAKES)
def test_an_error_of_torch_has_plain_words(words: str) -> None:
    arguments = MISTAKES[words]
    found = describe(arguments)
    assert isinstance(found, Refusal)
    assert words in found.in_plain_words(arguments)


def test_every_error_of_500_argument_sets_has_plain_words() -> None:
    rng = random.Random(9)
    sets = [random_arguments(rng) for _ in range(500)]
    found = [(arguments, describe(arguments)) for arguments in sets]
    plain = {f.in_plain_words(arguments) for arguments, f in found if isinstance(f, Refusal)}
    assert _UNKNOWN not in plain
    assert not any("{" in words for words in plain)


def test_what_torch_remarks_is_told() -> None:
    found = describe(Arguments(dropout=0.5))
    assert isinstance(found, Shapes)
    assert "num_layers greater than 1" in found.warnings[0]
    assert describe(Arguments(dropout=0.5, num_layers=2)).warnings == ()  # type: ignore[union-attr]


def test_a_module_too_large_for_this_machine_is_described_all_the_same() -> None:
    found = describe(Arguments(input_size=4096, hidden_size=4096, num_layers=3, steps=2, batch=64))
    assert isinstance(found, Shapes)
    assert found.device == "meta"
    # by hand: three layers of four gates, each with two matrices 4096 × 4096 and two biases
    assert found.total == 3 * 4 * (2 * 4096**2 + 2 * 4096)


def test_the_random_state_of_the_process_stays_as_it_is() -> None:
    before = torch.get_rng_state()
    describe(Arguments(kind="RNN", hidden_size=3, num_layers=2, dropout=0.4, steps=9))
    walk.__wrapped__()
    assert torch.equal(torch.get_rng_state(), before)


@pytest.mark.parametrize(
    "arguments", [Arguments(), Arguments(kind="GRU", batch=None), Arguments("RNN", batch_first=True)]
)
def test_the_code_beside_the_shapes_prints_them(arguments: Arguments) -> None:
    found = describe(arguments)
    assert isinstance(found, Shapes)
    *shapes, total = printed(arguments.code()).strip().rsplit("\n", 1)
    assert shapes == [" ".join(f"torch.Size({list(shape.size)})" for shape in found.outputs)]
    assert int(total) == found.total


def test_the_walk_shows_what_its_program_prints() -> None:
    shown = walk()
    lines = [f"{state}" for state in shown.states[1:]]
    lines += [f"{tensor.shape} {tensor}" for tensor in (shown.output, shown.hidden)]
    expected = "\n".join(lines)
    text = printed(PROGRAM)
    for grad in (", grad_fn=<TanhBackward0>", ", grad_fn=<StackBackward0>", "\n       grad_fn=<StackBackward0>"):
        text = text.replace(grad, "")
    assert "".join(text.split()) == "".join(expected.split())
    assert [tuple(state.shape) for state in shown.states] == [(1, 2)] * 4
    assert (tuple(shown.output.shape), tuple(shown.hidden.shape)) == ((3, 1, 2), (2, 1, 2))
    assert torch.equal(shown.output[-1], shown.hidden[-1])
    assert shown.looped < 1e-6


def test_what_sharing_saves() -> None:
    assert convolution_against_dense() == (204_800, 4_194_304)
    # by hand: 2 weights and a bias; a matrix from 3 · 2 to 3 numbers, and 3 biases
    assert shared_against_dense(3, 2, 1) == (3, 21)


def printed(program: str) -> str:
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, check=True, timeout=60, text=True, encoding="utf-8"
    )
    return done.stdout
