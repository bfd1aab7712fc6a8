"""Slices: any cut of a training gives the same weights, optimiser state and losses, to the last bit."""

from itertools import pairwise

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from torch import nn

from rnnviz.training.advance import Budget, advance
from rnnviz.training.build import start
from rnnviz.training.link import preset
from tests.training.trainings import same_bits, small, train


@pytest.mark.parametrize(
    "cell", ["lstm", pytest.param("rnn", marks=pytest.mark.slow), pytest.param("gru", marks=pytest.mark.slow)]
)
def test_300_iterations_at_once_and_30_times_10(cell: str) -> None:
    config = preset(cell, "sine").changed(seed=1, device="cpu")
    (whole, losses), (cut, cut_losses) = train(config, [300]), train(config, [10] * 30)
    assert same_bits(whole, cut)
    assert np.array_equal(losses, cut_losses)


@st.composite
def cuts(draw: st.DrawFn) -> list[int]:
    """Lengths of slices that are 40 iterations together."""
    places = sorted(draw(st.sets(st.integers(1, 39), max_size=8)))
    return [after - before for before, after in pairwise([0, *places, 40])]


@settings(max_examples=8)
@given(
    lengths=cuts(),
    cell=st.sampled_from(["rnn", "rnn_relu", "lstm", "gru"]),
    task=st.sampled_from(["sine", "windows", "passengers", "rain", "recall", "tags"]),
    optimiser=st.sampled_from(["adam", "sgd", "rmsprop"]),
    clip=st.sampled_from([0.0, 0.1]),
    layers=st.integers(1, 2),
    bidirectional=st.booleans(),
    hidden=st.sampled_from([1, 3, 16]),
    batch=st.sampled_from([1, 5]),
)
def test_any_cut_of_any_training(lengths: list[int], **choices: object) -> None:
    config = small(**choices)
    (whole, losses), (cut, cut_losses) = train(config, [40]), train(config, lengths)
    assert same_bits(whole, cut)
    assert np.array_equal(losses, cut_losses)


@pytest.mark.parametrize(("optimiser", "momentum"), [("adam", 0), ("sgd", 0), ("sgd", 0.9), ("rmsprop", 0)])
@pytest.mark.parametrize("task", ["sine", "windows", "passengers", "rain", "recall", "words", "tags"])
@pytest.mark.parametrize("engine", ["nn", "torch"])
def test_every_optimiser_task_and_engine_in_one_by_one(optimiser: str, momentum: float, task: str, engine: str) -> None:
    options = {"steps": 10} if task == "recall" else {}
    extra = {"momentum": momentum, "clip": 0.2, "layers": 2, "bidirectional": True, "options": options}
    config = small(task=task, optimiser=optimiser, engine=engine, **extra)
    (whole, losses), (cut, cut_losses) = train(config, [4]), train(config, [1, 1, 2])
    assert same_bits(whole, cut)
    assert np.array_equal(losses, cut_losses)


def test_a_slice_changes_neither_its_checkpoint_nor_the_random_state() -> None:
    config = small(optimiser="adam")
    checkpoint = advance(config, start(config), Budget(3)).checkpoint
    before = {name: tensor.clone() for name, tensor in {**checkpoint.weights, **checkpoint.optimiser}.items()}
    random = torch.get_rng_state()
    advance(config, checkpoint, Budget(3))
    start(config)
    assert all(torch.equal(tensor, before[n]) for n, tensor in {**checkpoint.weights, **checkpoint.optimiser}.items())
    assert torch.equal(torch.get_rng_state(), random)


def test_kept_checkpoints_are_those_of_trainings_that_stop_there() -> None:
    config = small()
    progress = advance(config, train(config, [3])[0], Budget(22, keep_every=5))
    assert [checkpoint.iteration for checkpoint in progress.kept] == [5, 10, 15, 20, 25]
    assert progress.checkpoint.iteration == 25
    for checkpoint in progress.kept:
        assert same_bits(checkpoint, train(config, [checkpoint.iteration])[0])


def test_the_end_is_kept_only_where_it_is_a_multiple() -> None:
    config = small()
    assert [c.iteration for c in advance(config, start(config), Budget(7, keep_every=5)).kept] == [5]
    assert advance(config, start(config), Budget(7)).kept == ()


def test_a_slice_without_time_makes_one_iteration() -> None:
    config = small()
    progress = advance(config, start(config), Budget(100, seconds=0))
    assert (progress.checkpoint.iteration, len(progress.losses)) == (1, 1)


def test_a_changed_learning_rate_holds_from_the_next_slice_on() -> None:
    slow, fast = small(learning_rate=0.001), small(learning_rate=0.1)
    middle, first = train(slow, [20])
    progress = advance(fast, middle, Budget(20))
    # The loss of an iteration is read before its update: the first that can differ is the one after.
    unchanged = advance(slow, middle, Budget(20))
    assert progress.losses[0] == unchanged.losses[0]
    assert (progress.losses[1:] != unchanged.losses[1:]).all()
    assert np.array_equal(first, train(slow, [40])[1][:20])


def test_a_changed_learning_rate_is_that_of_a_plain_optimiser() -> None:
    torch.manual_seed(1)
    lstm, linear = nn.LSTM(1, 4, batch_first=True), nn.Linear(4, 1)
    optimiser = torch.optim.Adam([*lstm.parameters(), *linear.parameters()], lr=0.01)
    wave = torch.tensor(np.sin(np.linspace(0, 10, 101)), dtype=torch.float32).reshape(1, 101, 1)
    losses = []
    for iteration in range(20):
        optimiser.param_groups[0]["lr"] = 0.01 if iteration < 10 else 0.05
        loss = nn.functional.mse_loss(linear(lstm(wave[:, :-1])[0]), wave[:, 1:])
        losses.append(loss.item())
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
    middle, first = train(small(learning_rate=0.01), [10])
    second = advance(small(learning_rate=0.05), middle, Budget(10)).losses
    assert np.concatenate([first, second]) == pytest.approx(losses, rel=1e-4)
