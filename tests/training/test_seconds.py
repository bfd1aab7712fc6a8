"""The seconds of a run are those of its own computing: waiting is not in them, and going back gives them back."""

import threading
import time

import numpy as np
import pytest

from rnnviz.training.history import History
from rnnviz.training.run import Run
from rnnviz.training.runner import Runner
from tests.training.gated import PATIENCE
from tests.training.runs import CONFIG, played, to_the_end
from tests.training.trainings import small


def test_seconds_begin_at_zero_and_grow_with_every_iteration() -> None:
    view = played(20).view()
    assert view.seconds.shape == (21,)
    assert view.seconds[0] == 0
    assert np.all(np.diff(view.seconds) > 0)


def test_seconds_are_the_time_of_the_thread_that_trains() -> None:
    run = Run(small(iterations=200, hidden=32))
    run.play()
    begun = time.thread_time()
    to_the_end(run, 0.05)
    spent = time.thread_time() - begun
    assert 0.3 * spent < run.view().seconds[-1] <= spent


def test_waiting_is_not_counted() -> None:
    run = played(10)
    before = run.view().seconds[-1]
    time.sleep(0.3)
    run.play(until=12)
    to_the_end(run)
    assert run.view().seconds[-1] - before < 0.2


def test_the_iterations_of_a_slice_share_its_seconds() -> None:
    run = Run(CONFIG)
    run.play(until=30)
    run.train_slice(1000)
    paces = np.diff(run.view().seconds)
    assert np.allclose(paces, paces[0])


def test_going_back_forgets_the_seconds_after() -> None:
    run = played(20)
    seconds = run.view().seconds
    run.rewind(5)
    at = run.view().iteration
    assert np.array_equal(run.view().seconds, seconds[: at + 1])
    run.rewind(0)
    assert run.view().seconds.tolist() == [0]


def test_a_core_shared_by_many_does_not_make_a_run_slow() -> None:
    alone = Run(small(iterations=300))
    alone.play()
    to_the_end(alone)
    runner, many = Runner(1), [Run(small(iterations=300)) for _ in range(4)]
    begun = time.monotonic()
    for run in many:
        runner.play(run)
    while any(run.training for run in many) and time.monotonic() - begun < PATIENCE * 4:
        time.sleep(0.01)
    assert [run.status for run in many] == ["done"] * 4
    wall = time.monotonic() - begun
    assert sum(run.view().seconds[-1] for run in many) <= wall
    assert threading.active_count() < 50


@pytest.mark.parametrize("moments", [True, False])
def test_a_run_without_moments_keeps_first_and_latest(moments: bool) -> None:
    run = Run(small(iterations=40), moments=moments)
    run.play()
    to_the_end(run)
    assert run.status == "done"
    assert (len(run.view().moments) > 2) == moments
    run.rewind(0)
    assert (run.status, run.view().iteration, run.view().moments) == ("ready", 0, (0,))


def test_a_history_that_begins_later_has_no_seconds_before() -> None:
    history = History(Run(small()).checkpoint, 10)
    assert history.seconds.tolist() == [0]
