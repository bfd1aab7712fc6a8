"""A training whose loss ceases to be a finite number: it stops, says what to try, and loses nothing."""

from typing import Any

import numpy as np
import pytest
import torch

from rnnviz.tracing.run import trace_run
from rnnviz.training.advance import Budget, advance
from rnnviz.training.build import start
from rnnviz.training.run import Run
from tests.training.trainings import same_bits, small, train

HUGE: dict[str, Any] = {"cell": "rnn", "hidden": 8, "optimiser": "sgd", "learning_rate": 0.5, "iterations": 200}


def diverged(slices: float = float("inf")) -> Run:
    run = Run(small(**HUGE))
    run.play()
    while run.training:
        run.train_slice(slices)
    return run


# At once, in slices that hold several iterations, and one iteration a slice.
@pytest.fixture(params=[float("inf"), 0.01, 0.0])
def run(request: pytest.FixtureRequest) -> Run:
    return diverged(request.param)


def test_it_fails_with_a_sentence_that_says_what_to_try(run: Run) -> None:
    assert run.status == "failed"
    assert f"loss of iteration {len(run.losses)} is not a finite number" in run.error
    assert "smaller learning rate (now 0.5)" in run.error
    assert "gradient clipping" in run.error
    assert run.view().error == run.error


def test_with_clipping_another_clipping_is_not_advised() -> None:
    run = Run(small(cell="rnn_relu", optimiser="sgd", learning_rate=10, clip=1000, iterations=400))
    run.play()
    run.train_slice(float("inf"))
    assert run.status == "failed"
    assert "clipping" not in run.error


def test_losses_up_to_there_are_kept_and_finite(run: Run) -> None:
    assert len(run.losses) > 10
    assert np.isfinite(run.losses).all()
    expected = advance(small(**HUGE), start(small(**HUGE)), Budget(200))
    assert expected.diverged == len(run.losses)
    assert np.array_equal(run.losses, expected.losses)


def test_every_moment_can_still_be_played(run: Run) -> None:
    view = run.view()
    assert view.moments[0] == 0
    assert len(view.moments) >= 3
    assert view.moments[-1] == view.iteration < len(run.losses)
    for iteration in view.moments:
        checkpoint = run.at(iteration)
        assert checkpoint.iteration == iteration
        assert all(torch.isfinite(tensor).all() for tensor in checkpoint.weights.values())
        outputs = trace_run(run.config, checkpoint).outputs
        assert outputs is not None
        assert np.isfinite(outputs).all()
        assert same_bits(checkpoint, train(run.config, [iteration])[0] if iteration else start(run.config))


def test_reset_begins_again_from_the_same_start(run: Run) -> None:
    run.rewind(0)
    assert (run.status, run.error, len(run.losses)) == ("ready", "", 0)
    assert same_bits(run.checkpoint, start(run.config))


def test_it_goes_on_from_the_last_sound_moment_with_a_smaller_rate(run: Run) -> None:
    sound = run.view().iteration
    run.rewind(sound // 2)
    run.set_learning_rate(1e-6)
    run.play()
    run.train_slice(float("inf"))
    assert (run.status, run.error) == ("done", "")
    assert len(run.losses) == run.view().iteration == 200
    assert np.isfinite(run.losses).all()


def test_a_single_step_into_the_bad_loss_keeps_a_sound_moment() -> None:
    run = diverged()
    bad = len(run.losses)
    run = Run(small(**HUGE))
    for _ in range(bad + 1):
        run.step()
        run.train_slice(0)
    assert run.status == "failed"
    assert run.view().iteration < bad
    assert all(torch.isfinite(tensor).all() for tensor in run.checkpoint.weights.values())
