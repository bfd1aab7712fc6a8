"""What is asked of a run while a slice of it is in flight: one iteration from 10 on, made and not yet taken in."""

import threading
import time

import numpy as np
import pytest

from rnnviz.training.build import start
from rnnviz.training.run import Run
from tests.training.gated import slice_in_flight
from tests.training.runs import CONFIG, played, to_the_end
from tests.training.trainings import same_bits, small, train


def test_a_pause_keeps_the_slice_in_flight(monkeypatch: pytest.MonkeyPatch) -> None:
    run = played(10)
    run.play()
    with slice_in_flight(run, monkeypatch):
        run.pause()
        assert (run.status, run.view().iteration) == ("paused", 10)
    assert (run.status, run.view().iteration) == ("paused", 11)
    assert np.array_equal(run.losses, train(CONFIG, [11])[1])


def test_a_step_comes_on_top_of_the_slice_in_flight(monkeypatch: pytest.MonkeyPatch) -> None:
    run = played(10)
    run.play()
    with slice_in_flight(run, monkeypatch):
        run.pause()
        run.step()
    to_the_end(run, seconds=10)
    assert (run.status, run.view().iteration) == ("paused", 12)
    run.play()
    assert np.array_equal(to_the_end(run).losses, train(CONFIG, [30])[1])


def test_resume_with_the_slice_in_flight_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    run = played(10)
    run.play()
    with slice_in_flight(run, monkeypatch):
        run.pause()
        run.play()
    assert np.array_equal(to_the_end(run).losses, train(CONFIG, [30])[1])


def test_a_pause_during_the_last_slice_ends_done(monkeypatch: pytest.MonkeyPatch) -> None:
    run = played(29)
    run.play()
    with slice_in_flight(run, monkeypatch):
        run.pause()
    assert (run.status, run.view().iteration) == ("done", 30)


@pytest.mark.parametrize("play", [False, True])
def test_a_reset_discards_the_slice_in_flight(monkeypatch: pytest.MonkeyPatch, play: bool) -> None:
    run = played(10)
    run.play()
    with slice_in_flight(run, monkeypatch):
        run.rewind(0)
        if play:
            run.play()
    assert (run.status, run.view().iteration, len(run.losses)) == ("training" if play else "ready", 0, 0)
    assert same_bits(run.checkpoint, start(CONFIG))
    run.play()
    assert np.array_equal(to_the_end(run).losses, train(CONFIG, [30])[1])


def test_a_changed_learning_rate_leaves_the_slice_in_flight(monkeypatch: pytest.MonkeyPatch) -> None:
    run = played(10)
    run.play()
    with slice_in_flight(run, monkeypatch):
        run.set_learning_rate(0.1)
    to_the_end(run)
    assert np.array_equal(run.losses[:12], train(CONFIG, [12])[1])
    assert run.losses[12] != train(CONFIG, [13])[1][12]
    assert run.view().rates == ((0, 0.01), (11, 0.1))


def test_prolonging_leaves_the_slice_in_flight(monkeypatch: pytest.MonkeyPatch) -> None:
    run = played(10)
    run.play()
    with slice_in_flight(run, monkeypatch):
        run.extend(10)
        run.play()
    assert np.array_equal(to_the_end(run).losses, train(CONFIG, [40])[1])


def test_views_are_whole_while_it_trains() -> None:
    run, found = Run(small(iterations=100, hidden=1)), []
    expected = train(run.config, [100])[1]
    run.play()
    worker = threading.Thread(target=to_the_end, args=(run, 0.0))
    worker.start()
    while worker.is_alive():
        found.append(run.view())
        time.sleep(0.001)
    worker.join()
    assert len({view.iteration for view in found}) > 10
    for view in found:
        assert len(view.losses) == view.iteration == view.moments[-1]
        assert np.array_equal(view.losses, expected[: view.iteration])
