"""The runner: as many slices at once as workers, in turn; who watches which run; numbers as if alone."""

import threading
import time
from collections.abc import Callable

import numpy as np
import pytest

from rnnviz.training import run as run_module
from rnnviz.training import runner as runner_module
from rnnviz.training.advance import Budget, Progress, advance
from rnnviz.training.checkpoint import Checkpoint
from rnnviz.training.config import RunConfig
from rnnviz.training.run import Run
from rnnviz.training.runner import Runner
from tests.training.gated import PATIENCE, Gate
from tests.training.trainings import small, train


def wait(condition: Callable[[], bool]) -> None:
    end = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < end, "it did not happen"
        time.sleep(0.002)


def finish(*runs: Run) -> None:
    wait(lambda: not any(run.training for run in runs))


class Pretended:
    """Slices that only take time: 100 iterations a second. Counts those that run at once."""

    def __init__(self) -> None:
        self.lock, self.now, self.most = threading.Lock(), 0, 0

    def advance(self, config: RunConfig, checkpoint: Checkpoint, budget: Budget) -> Progress:
        with self.lock:
            self.now += 1
            self.most = max(self.most, self.now)
        time.sleep(budget.seconds)
        with self.lock:
            self.now -= 1
        made = min(budget.iterations, max(1, int(budget.seconds * 100)))
        end = Checkpoint(checkpoint.iteration + made, checkpoint.weights, {})
        return Progress(end, np.zeros(made, np.float32), ())


@pytest.fixture
def pretended(monkeypatch: pytest.MonkeyPatch) -> Pretended:
    slices = Pretended()
    monkeypatch.setattr(run_module, "advance", slices.advance)
    monkeypatch.setattr(runner_module, "SLICE_SECONDS", 0.02)
    return slices


def endless() -> Run:
    return Run(small(iterations=100_000, hidden=1))


@pytest.mark.parametrize("workers", [1, 2, 3])
def test_never_more_slices_at_once_than_workers(pretended: Pretended, workers: int) -> None:
    runner, runs = Runner(workers), [endless() for _ in range(6)]
    for run in runs:
        runner.play(run)
    wait(lambda: all(run.view().iteration >= 4 for run in runs))
    for run in runs:
        run.pause()
    assert pretended.most == workers


def test_eight_runs_take_turns(pretended: Pretended) -> None:
    runner, runs = Runner(2), [endless() for _ in range(8)]
    for run in runs:
        runner.play(run)
    wait(lambda: sum(run.view().iteration for run in runs) >= 80)
    reached = [run.view().iteration for run in runs]
    for run in runs:
        run.pause()
    # Each turn is two iterations; nobody is more than a turn or two ahead.
    assert max(reached) - min(reached) <= 4, reached


def test_a_run_that_comes_late_does_not_wait_for_the_others_to_end(pretended: Pretended) -> None:
    runner, early, late = Runner(1), [endless() for _ in range(3)], Run(small(iterations=6))
    for run in early:
        runner.play(run)
    wait(lambda: early[-1].view().iteration > 0)
    runner.play(late)
    wait(lambda: late.status == "done")
    assert all(run.training for run in early)
    for run in early:
        run.pause()


def test_places_in_the_line(monkeypatch: pytest.MonkeyPatch) -> None:
    gate = Gate()
    monkeypatch.setattr(run_module, "advance", gate.advance)
    runner, runs = Runner(1), [Run(small(iterations=1)) for _ in range(4)]
    runner.play(runs[0])
    assert gate.reached.wait(PATIENCE)
    for run in runs[1:]:
        runner.play(run)
        runner.play(run)  # twice is once
    places = [runner.place(run) for run in runs]
    assert [place.position for place in places] == [0, 1, 2, 3]
    assert {(place.runs, place.cores) for place in places} == {(4, 1)}
    runs[1].pause()
    assert [runner.place(run).position for run in runs[2:]] == [1, 2]
    assert runner.place(runs[0]).runs == 3
    gate.open.set()
    finish(*runs)
    wait(lambda: runner.place(runs[0]).runs == 0)
    assert [run.status for run in runs] == ["done", "paused", "done", "done"]


def test_two_at_once_give_the_losses_of_each_alone() -> None:
    runner = Runner(2)
    configs = [small(seed=1, iterations=60), small(seed=2, iterations=60, cell="gru", optimiser="sgd")]
    runs = [Run(config) for config in configs]
    for run in runs:
        runner.play(run)
    finish(*runs)
    for run, config in zip(runs, configs, strict=True):
        assert run.status == "done"
        assert np.array_equal(run.losses, train(config, [60])[1])


def test_many_started_at_once_begin_with_the_weights_of_their_seed() -> None:
    configs = [small(seed=seed, hidden=3, cell=cell) for seed in range(8) for cell in ("rnn", "lstm")]
    runs: dict[int, Run] = {}
    threads = [threading.Thread(target=lambda i=i, c=c: runs.update({i: Run(c)})) for i, c in enumerate(configs)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for i, config in enumerate(configs):
        alone = Run(config).checkpoint.weights
        assert all(bool((tensor == alone[name]).all()) for name, tensor in runs[i].checkpoint.weights.items())


def test_pause_step_resume() -> None:
    runner, run = Runner(1), Run(small(iterations=2000, hidden=2))
    runner.play(run)
    wait(lambda: run.view().iteration > 0)
    run.pause()
    wait(lambda: runner.place(run).runs == 0)
    reached = run.view().iteration
    time.sleep(0.05)
    assert run.view().iteration == reached < 2000
    runner.step(run)
    finish(run)
    assert (run.status, run.view().iteration) == ("paused", reached + 1)
    runner.play(run, until=reached + 20)
    finish(run)
    assert np.array_equal(run.losses, train(run.config, [reached + 20])[1])


def test_a_reset_while_it_trains_leaves_nothing_behind() -> None:
    runner, run = Runner(2), Run(small(iterations=5000, hidden=2))
    for _ in range(3):
        runner.play(run)
        wait(lambda: run.view().iteration > 0)
        run.rewind(0)
    wait(lambda: runner.place(run).runs == 0)
    assert (run.status, run.view().iteration, len(run.losses)) == ("ready", 0, 0)


def test_a_crash_fails_that_run_and_the_worker_lives_on(monkeypatch: pytest.MonkeyPatch) -> None:
    def crash(config: RunConfig, checkpoint: Checkpoint, budget: Budget) -> Progress:
        if config.seed == 13:
            raise MemoryError
        return advance(config, checkpoint, budget)

    monkeypatch.setattr(run_module, "advance", crash)
    runner, unlucky, lucky = Runner(1), Run(small(seed=13)), Run(small(seed=14))
    runner.play(unlucky)
    runner.play(lucky)
    finish(unlucky, lucky)
    assert (unlucky.status, lucky.status) == ("failed", "done")
    assert "MemoryError" in unlucky.error
    assert unlucky.error.endswith(".")
    assert np.array_equal(lucky.losses, train(lucky.config, [40])[1])


def test_of_a_paused_run_the_last_slice_is_still_being_trained(pretended: Pretended) -> None:
    runner, run = Runner(1), endless()
    assert not runner.trains(run)
    runner.play(run)
    wait(lambda: runner.trains(run))
    run.pause()
    wait(lambda: not runner.trains(run))
    reached = run.view().iteration
    time.sleep(0.05)
    assert run.view().iteration == reached


def test_a_run_with_a_pace_trains_no_faster_and_gives_the_same_numbers() -> None:
    runner, free = Runner(workers=1), Run(small(iterations=12))
    paced = Run(small(iterations=12))
    runner.set_pace(paced, 40.0)
    begun = time.monotonic()
    runner.play(paced)
    runner.play(free)
    finish(free)
    assert paced.training, "the other one has the worker meanwhile"
    finish(paced)
    assert time.monotonic() - begun >= 8 / 40, "slices of 4 iterations: the third begins when 8 were due"
    assert paced.losses.tolist() == free.losses.tolist()


@pytest.mark.parametrize("hurry", ["set_pace", "step", "play"])
def test_a_run_that_waits_for_its_pace_can_be_hurried(hurry: str) -> None:
    runner, run = Runner(workers=1), Run(small(iterations=3))
    runner.set_pace(run, 0.02)  # the second iteration would be due after 50 seconds
    runner.play(run)
    wait(lambda: run.checkpoint.iteration == 1 and not runner.trains(run))
    if hurry == "set_pace":
        runner.set_pace(run, None)
        finish(run)
        assert run.status == "done"
    else:
        run.pause()
        getattr(runner, hurry)(run)
        wait(lambda: run.checkpoint.iteration == 2)


def test_many_runs_train_one_after_another_and_leave_room_for_others(pretended: Pretended) -> None:
    runner = Runner(workers=2)
    many = [Run(small(iterations=4)) for _ in range(6)]
    runner.play_each(many)
    wait(lambda: many[0].checkpoint.iteration > 0)
    other = Run(small(iterations=2))
    runner.play(other)
    assert runner.place(other).runs <= 3, "two of the many stand in the line with it"
    finish(other)
    assert sum(run.status == "ready" for run in many) > 0
    wait(lambda: all(run.status == "done" for run in many))


def test_of_many_runs_those_after_a_paused_one_stay_as_they_are() -> None:
    runner = Runner(workers=1)
    first, second = Run(small(iterations=100_000)), Run(small(iterations=2))
    runner.play_each([first, second])
    wait(lambda: first.checkpoint.iteration > 0)
    first.pause()
    wait(lambda: not runner.trains(first))
    assert (first.status, second.status) == ("paused", "ready")
    runner.play_each([second])
    finish(second)
    assert second.status == "done"
