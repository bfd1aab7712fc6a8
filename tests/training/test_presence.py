"""Who watches a run: a run nobody watches ends after a while, a short absence does not, and it can be found again."""

import time
from types import SimpleNamespace

import pytest

from rnnviz.training import runner as runner_module
from rnnviz.training.run import Run
from rnnviz.training.runner import Runner
from tests.training.gated import PATIENCE
from tests.training.trainings import small

GRACE = 0.25


@pytest.fixture
def runner(monkeypatch: pytest.MonkeyPatch) -> Runner:
    monkeypatch.setattr(runner_module, "GRACE_SECONDS", GRACE)
    monkeypatch.setattr(runner_module, "SLICE_SECONDS", 0.01)
    return Runner(1)


@pytest.fixture
def run(runner: Runner) -> Run:
    run = Run(small(iterations=100_000, hidden=1))
    runner.attach(run)
    runner.play(run)
    return run


def paused_after(run: Run, patience: float = PATIENCE) -> float:
    """Seconds until the run is no longer training."""
    begun = time.monotonic()
    while run.training and time.monotonic() - begun < patience:
        time.sleep(0.005)
    return time.monotonic() - begun


def test_the_shipped_times() -> None:
    assert (runner_module.GRACE_SECONDS, runner_module.KEEP_SECONDS) == (60, 600)


def test_a_run_that_nobody_watches_pauses_after_the_grace(runner: Runner, run: Run) -> None:
    runner.detach(run)
    assert paused_after(run) >= GRACE * 0.9
    assert run.status == "paused"
    assert run.view().iteration > 0
    run.pause()


def test_a_viewer_who_comes_back_within_the_grace_keeps_it_training(runner: Runner, run: Run) -> None:
    runner.detach(run)
    time.sleep(GRACE / 2)
    runner.attach(run)
    assert paused_after(run, patience=GRACE * 2) >= GRACE * 2
    assert run.training
    run.pause()


def test_a_watched_run_is_never_abandoned(run: Run) -> None:
    assert paused_after(run, patience=GRACE * 2) >= GRACE * 2
    run.pause()


def test_one_who_comes_back_late_can_resume(runner: Runner, run: Run) -> None:
    runner.detach(run)
    paused_after(run)
    reached = run.view().iteration
    assert runner.find(run.id) is run
    runner.attach(run)
    runner.play(run)
    paused_after(run, patience=GRACE / 2)
    assert run.training
    assert run.view().iteration > reached
    run.pause()


def test_only_a_run_that_nobody_watches_is_found(runner: Runner, run: Run) -> None:
    assert runner.find(run.id) is None
    runner.detach(run)
    assert runner.find(run.id) is run
    runner.attach(run)
    assert runner.find(run.id) is None
    assert runner.find("no such id") is None
    run.pause()


def test_ids_cannot_be_guessed() -> None:
    ids = {Run(small(hidden=1)).id for _ in range(20)}
    assert len(ids) == 20
    assert min(map(len, ids)) >= 12


def test_a_run_is_forgotten_when_it_has_been_left_long_enough(runner: Runner, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(runner_module, "KEEP_SECONDS", 0.05)
    left, watched = Run(small()), Run(small())
    for run in (left, watched):
        runner.attach(run)
    runner.detach(left)
    assert runner.find(left.id) is left
    time.sleep(0.1)
    runner.attach(watched)
    assert runner.find(left.id) is None
    runner.detach(watched)
    assert runner.find(watched.id) is watched


def test_one_who_leaves_while_another_comes_disturbs_nobody(runner: Runner, monkeypatch: pytest.MonkeyPatch) -> None:
    comes, *leaving = (Run(small(hidden=1)) for _ in range(5))
    for run in leaving:
        runner.attach(run)
    runner.detach(leaving[0])

    def clock() -> float:
        # Read while the runner looks for runs to forget; leaving does not wait for that.
        monkeypatch.undo()
        for run in leaving:
            runner.detach(run)
        return time.monotonic()

    monkeypatch.setattr(runner_module, "time", SimpleNamespace(monotonic=clock))
    runner.attach(comes)
    assert all(runner.find(run.id) is run for run in leaving)
