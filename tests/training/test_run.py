"""A run: play, pause, step, go back, prolong, change the learning rate."""

import numpy as np
import pytest

from rnnviz.training import run as run_module
from rnnviz.training.advance import Budget, Progress
from rnnviz.training.build import start
from rnnviz.training.checkpoint import Checkpoint
from rnnviz.training.config import ConfigError, RunConfig
from rnnviz.training.run import Run
from tests.training.runs import CONFIG, played, to_the_end
from tests.training.trainings import same_bits, small, train


def test_a_fresh_run_waits() -> None:
    run = Run(CONFIG)
    run.train_slice(1)
    view = run.view()
    assert (view.status, view.iteration, view.total, view.moments, view.rate) == ("ready", 0, 30, (0,), 0)
    assert (len(view.losses), view.rates, view.error, view.seconds_left) == (0, (), "", None)
    assert same_bits(run.checkpoint, start(CONFIG))


def test_play_to_the_end_gives_what_one_slice_gives() -> None:
    run = Run(CONFIG)
    run.play()
    assert run.training
    to_the_end(run, seconds=0.0)
    checkpoint, losses = train(CONFIG, [30])
    assert run.status == "done"
    assert same_bits(run.checkpoint, checkpoint)
    assert np.array_equal(run.losses, losses)
    assert run.view().moments[0] == 0
    assert run.view().moments[-1] == 30


def test_play_at_the_end_does_nothing() -> None:
    run = played(30)
    run.play()
    assert (run.status, run.view().iteration) == ("done", 30)


def test_pause_and_resume() -> None:
    run = Run(CONFIG)
    run.play()
    run.train_slice(0)
    run.pause()
    assert run.status == "paused"
    reached = run.view().iteration
    run.train_slice(1)
    assert run.view().iteration == reached
    run.play()
    assert same_bits(to_the_end(run).checkpoint, train(CONFIG, [30])[0])


def test_pause_of_what_does_not_train_changes_nothing() -> None:
    for run, status in ((Run(CONFIG), "ready"), (played(30), "done")):
        run.pause()
        assert run.status == status


@pytest.mark.parametrize("reached", [0, 12])
def test_a_step_makes_one_iteration(reached: int) -> None:
    run = played(reached)
    for count in (1, 2):
        run.step()
        to_the_end(run, seconds=10)
        assert (run.status, run.view().iteration, run.view().total) == ("paused", reached + count, 30)
    assert np.array_equal(run.losses, train(CONFIG, [reached + 2])[1])


def test_a_step_beyond_the_end_prolongs_by_one() -> None:
    run = played(30)
    run.step()
    to_the_end(run)
    assert (run.status, run.view().iteration, run.view().total) == ("done", 31, 31)


def test_training_goes_on_after_the_end() -> None:
    run = played(30)
    run.extend(10)
    assert (run.status, run.view().total) == ("done", 40)
    run.play()
    to_the_end(run)
    assert (run.status, run.view().iteration) == ("done", 40)
    assert np.array_equal(run.losses, train(CONFIG, [40])[1])


def test_prolonged_before_the_end_it_still_makes_all() -> None:
    run = played(10)
    run.extend(5)
    assert run.view().total == 35


def test_going_back_and_on_again_gives_the_same() -> None:
    run = played(30)
    losses = run.losses
    run.rewind(11)
    assert (run.status, run.view().iteration, run.view().moments[-1]) == ("paused", 11, 11)
    assert np.array_equal(run.losses, losses[:11])
    run.play()
    to_the_end(run)
    assert np.array_equal(run.losses, losses)


def test_going_back_to_the_end_stays_done() -> None:
    run = played(30)
    run.rewind(30)
    assert run.status == "done"


def test_reset_is_the_start() -> None:
    run = played(30)
    run.rewind(0)
    assert (run.status, len(run.losses), run.view().moments) == ("ready", 0, (0,))
    assert same_bits(run.checkpoint, start(CONFIG))


def test_at_gives_moments_and_the_latest() -> None:
    run = played(30)
    assert run.at(None) is run.checkpoint
    assert run.at(7).iteration == 7
    assert run.at(10**9).iteration == 30


def test_a_changed_learning_rate_holds_from_then_on_and_is_noted() -> None:
    run = played(10)
    run.set_learning_rate(0.1)
    run.play()
    to_the_end(run)
    middle, first = train(CONFIG, [10])
    second = Run(CONFIG.changed(learning_rate=0.1), middle)
    second.play()
    to_the_end(second)
    assert np.array_equal(run.losses, [*first, *second.losses[10:]])
    assert run.config.learning_rate == 0.1
    assert run.view().rates == ((0, 0.01), (10, 0.1))


def test_rates_are_noted_where_they_were_used() -> None:
    run = Run(CONFIG)
    run.set_learning_rate(0.2)
    run.set_learning_rate(0.02)
    run.play(until=5)
    to_the_end(run)
    assert run.view().rates == ((0, 0.02),)
    run.set_learning_rate(0.3)
    assert (run.trained_rate, run.config.learning_rate) == (0.02, 0.3), "nothing was trained with it yet"
    assert run.view().rates == ((0, 0.02),)
    run.play(until=20)
    to_the_end(run)
    assert run.view().rates == ((0, 0.02), (5, 0.3))
    run.rewind(3)
    run.play(until=20)
    to_the_end(run)
    assert run.view().rates == ((0, 0.02), (3, 0.3))
    run.rewind(0)
    run.play()
    to_the_end(run)
    assert run.view().rates == ((0, 0.3),)
    assert np.array_equal(run.losses, train(CONFIG.changed(learning_rate=0.3), [30])[1])


@pytest.mark.parametrize("rate", [0, -1, 11, float("nan"), float("inf")])
def test_a_learning_rate_that_is_not_allowed_changes_nothing(rate: float) -> None:
    run = played(3)
    with pytest.raises(ConfigError, match="Learning rate"):
        run.set_learning_rate(rate)
    assert run.config == CONFIG


def test_the_rate_and_the_time_left_are_told_while_it_trains() -> None:
    run = Run(small(iterations=2000))
    run.play()
    for _ in range(3):
        run.train_slice(0.02)
    view = run.view()
    assert view.rate > 0
    assert view.seconds_left == pytest.approx((2000 - view.iteration) / view.rate)
    run.pause()
    assert run.view().seconds_left is None


def test_a_crash_is_a_sentence_and_what_was_trained_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    def crash(config: RunConfig, checkpoint: Checkpoint, budget: Budget) -> Progress:
        raise RuntimeError("out of memory")

    run = played(10)
    with monkeypatch.context() as patch:
        patch.setattr(run_module, "advance", crash)
        run.play()
        run.train_slice(1)
    assert run.status == "failed"
    assert run.error == "The training stopped at iteration 10: out of memory. Everything up to there is kept."
    assert len(run.losses) == 10
    run.play()
    assert (to_the_end(run).status, run.error) == ("done", "")


def test_a_device_that_is_not_there_is_a_sentence() -> None:
    import torch

    if torch.cuda.is_available():
        pytest.skip("CUDA is there")
    run = Run(CONFIG.changed(device="cuda"))
    run.play()
    to_the_end(run)
    assert run.status == "failed"
    assert "'cuda', which this machine does not have" in run.error
