"""Trains many runs in the background, as many at once as there are cores, a slice each in turn."""

from __future__ import annotations

import atexit
import os
import sys
import threading
import time
from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass

from rnnviz.training.run import Run

SLICE_SECONDS = 0.1
GRACE_SECONDS = 60.0
KEEP_SECONDS = 600.0
CLOSE_SECONDS = 3.0
NICENESS = 10
"""How far trainings stand back, of 19."""


@dataclass(frozen=True)
class Place:
    """Where a run stands among the others.

    Attributes:
        position: 1 is next; 0 is being trained this moment.
        runs: trainings that share the machine, this one included.
        cores: trainings that it does at once.
    """

    position: int
    runs: int
    cores: int


class Runner:
    """The worker threads of a process, the line of runs before them, and who watches which run.

    A run whose viewers are all gone for `GRACE_SECONDS` is paused: a cut in the network does not end a training, a
    closed tab does. It can be found again by its id for `KEEP_SECONDS`.

    Args:
        workers: slices trained at once; the number of cores where None.
    """

    def __init__(self, workers: int | None = None) -> None:
        self.workers = workers or os.cpu_count() or 1
        self._changed = threading.Condition()
        self._line: deque[Run] = deque()
        self._busy: set[str] = set()
        self._runs: dict[str, Run] = {}
        self._left: dict[str, float] = {}
        self._after: dict[str, deque[Run]] = {}
        for number in range(self.workers):
            threading.Thread(target=self._work, name=f"rnnviz-trainer-{number}", daemon=True).start()
        atexit.register(self.close)

    def close(self) -> None:
        """Pause every run, and wait until the slices under way have ended: a process must not end amid one."""
        with self._changed:
            for run in [*self._line, *self._runs.values()]:
                run.pause()
        end = time.monotonic() + CLOSE_SECONDS
        while self._busy and time.monotonic() < end:
            time.sleep(0.01)

    def play(self, run: Run, until: int | None = None) -> None:
        """Let a run go on, to its end or to iteration `until`, and put it in the line."""
        run.play(until)
        self._queue(run)

    def play_each(self, runs: Iterable[Run], together: int | None = None) -> None:
        """Let runs go on to their ends, some at a time and the others after them.

        However many they are, others need not wait for more than those. A run that is paused ends its turn, and those
        that follow it stay as they are.

        Args:
            together: how many at a time; as many as there are workers where None.
        """
        following = deque(runs)
        for _ in range(min(together or self.workers, len(following))):
            self._play_next(following)

    def step(self, run: Run) -> None:
        """Let a run make one iteration."""
        run.step()
        self._queue(run)

    def set_pace(self, run: Run, iterations_a_second: float | None) -> None:
        """Let a run train no faster than this; None for as fast as it goes."""
        run.set_pace(iterations_a_second)
        with self._changed:
            self._changed.notify()

    def place(self, run: Run) -> Place:
        """Where a run stands in the line."""
        with self._changed:
            now = time.monotonic()
            waiting = [other for other in self._line if other.training and other.due <= now]
            position = waiting.index(run) + 1 if run in waiting else 0
            return Place(position, len(waiting) + len(self._busy), self.workers)

    def trains(self, run: Run) -> bool:
        """Whether a slice of the run is being trained this moment; after a pause, its last one."""
        with self._changed:
            return run.id in self._busy

    def attach(self, run: Run) -> None:
        """Somebody watches the run."""
        with self._changed:
            self._runs.setdefault(run.id, run)
            self._left.pop(run.id, None)
            self._forget_old()

    def detach(self, run: Run) -> None:
        """Nobody watches the run any more. Only notes the time: may be called where nothing may block for long."""
        self._left[run.id] = time.monotonic()

    def forget(self, run: Run) -> None:
        """Nobody will want the run again: pause it and let go of it at once."""
        run.pause()
        with self._changed:
            self._runs.pop(run.id, None)
            self._left.pop(run.id, None)

    def find(self, id: str) -> Run | None:
        """A run that nobody watches at present, by its id; None where there is none."""
        with self._changed:
            return self._runs.get(id) if id in self._left else None

    def _play_next(self, following: deque[Run]) -> None:
        run = following.popleft()
        self._after[run.id] = following
        self.play(run)

    def _queue(self, run: Run) -> None:
        with self._changed:
            self._runs.setdefault(run.id, run)
            if run.training and run not in self._line and run.id not in self._busy:
                self._line.append(run)
            self._changed.notify()  # also where it stood in the line: it may be due sooner now

    def _forget_old(self) -> None:
        # A copy: `detach` adds to it without the lock.
        for id in [id for id, left in list(self._left.items()) if time.monotonic() - left > KEEP_SECONDS]:
            self._left.pop(id)
            self._runs.pop(id, None)

    def _work(self) -> None:
        _let_pages_first()
        while True:
            with self._changed:
                while (run := self._next()) is None:
                    self._changed.wait(self._seconds_to_next())
                self._busy.add(run.id)
            if self._abandoned(run):
                run.pause()
            run.train_slice(SLICE_SECONDS)
            with self._changed:
                self._busy.discard(run.id)
                if run.training:
                    self._line.append(run)
                    self._changed.notify()
            if not run.training:
                self._give_turn(run)

    def _give_turn(self, run: Run) -> None:
        """After a run of many has come to its end: the next of them; none after one that was paused."""
        following = self._after.pop(run.id, None)
        if following and run.status in ("done", "failed"):
            self._play_next(following)

    def _next(self) -> Run | None:
        """Take the first run of the line that may begin its slice."""
        now = time.monotonic()
        run = next((run for run in self._line if run.due <= now or not run.training), None)
        if run is not None:
            self._line.remove(run)
        return run

    def _seconds_to_next(self) -> float | None:
        """How long no run of the line may begin; None where the line is empty."""
        return min((max(0.0, run.due - time.monotonic()) for run in self._line), default=None)

    def _abandoned(self, run: Run) -> bool:
        left = self._left.get(run.id)
        return left is not None and time.monotonic() - left > GRACE_SECONDS


def _let_pages_first() -> None:
    """Give way to the threads that answer pages: a training has the cores whenever these want nothing.

    Linux alone has a priority for each thread; elsewhere it would be that of the whole process.
    """
    if sys.platform == "linux":
        os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), NICENESS)
