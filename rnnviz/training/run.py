"""One training in progress."""

from __future__ import annotations

import secrets
import threading
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from rnnviz.training.advance import Budget, Progress, advance
from rnnviz.training.build import start
from rnnviz.training.checkpoint import Checkpoint
from rnnviz.training.choice import hurried as by_kernel
from rnnviz.training.config import RunConfig
from rnnviz.training.history import History
from rnnviz.words import t

Status = Literal["ready", "training", "paused", "done", "failed"]
RATE_SECONDS = 3.0


@dataclass(frozen=True)
class RunView:
    """A run at one instant, for showing.

    Attributes:
        iteration: updates made.
        total: updates planned.
        losses: [n] loss before each update; of a run that diverged also those between `iteration` and the bad one.
        moments: iterations that can be shown or gone back to.
        rate: iterations per second of late; 0 when not training.
        rates: (iteration, learning rate) for each rate that has trained it, with the iteration from which it held;
            empty before the first slice.
        error: a sentence, where the status is "failed".
        seconds: [n + 1] seconds of computing before each iteration; waiting for a core is not in them.
        engine: what trained of late: "nn", "torch" or "compiled"; empty before the first slice.
    """

    id: str
    config: RunConfig
    status: Status
    iteration: int
    total: int
    losses: NDArray[np.float32]
    moments: tuple[int, ...]
    rate: float
    rates: tuple[tuple[int, float], ...]
    error: str
    seconds: NDArray[np.float64]
    engine: str = ""

    @property
    def seconds_left(self) -> float | None:
        """Estimated time to the end; None while nothing is known."""
        return (self.total - self.iteration) / self.rate if self.rate > 0 else None


class Run:
    """A configuration, its history and whether it is to go on; safe to use from several threads.

    Args:
        config: what to train.
        first: the checkpoint to begin with; the configuration's own start where None.
        moments: whether to keep moments on the way, so that they can be shown.
        hurried: whether speed counts more than the very losses of a plain script; see `choice.hurried`.
    """

    def __init__(
        self, config: RunConfig, first: Checkpoint | None = None, moments: bool = True, hurried: bool = False
    ) -> None:
        self.id = secrets.token_urlsafe(9)
        self._lock = threading.Lock()
        self._config = config
        self._history = History(first or start(config), config.iterations, moments)
        self._total = config.iterations
        self._stop_at = 0
        self._one_more = False
        self._status: Status = "ready"
        # A sentence is made when it is read: in the language of the reader, not of the thread that trained.
        self._error: Callable[[], str] = str
        self._engine, self._hurried = "", hurried
        self._pace: float | None = None
        self._due = 0.0
        self._rates: list[tuple[int, float]] = []
        self._marks: deque[tuple[float, int]] = deque()
        # A slice in flight belongs to the generation in which it began; later ones do not want it.
        self._generation = 0

    @property
    def config(self) -> RunConfig:
        """The configuration, with the learning rate of now."""
        return self._config

    @property
    def status(self) -> Status:
        """What it is doing."""
        return self._status

    @property
    def error(self) -> str:
        """Why it failed, in a sentence; empty otherwise."""
        return self._error()

    @property
    def training(self) -> bool:
        """Whether there is a next slice to train."""
        return self._status == "training"

    @property
    def trained_rate(self) -> float | None:
        """The learning rate of the last slice; None before the first. The configuration has that of the next one."""
        with self._lock:
            return self._rates[-1][1] if self._rates else None

    @property
    def losses(self) -> NDArray[np.float32]:
        """[n] the loss of each iteration, before its update."""
        with self._lock:
            return self._history.losses

    @property
    def checkpoint(self) -> Checkpoint:
        """The latest checkpoint."""
        with self._lock:
            return self._history.latest

    def at(self, iteration: int | None) -> Checkpoint:
        """The checkpoint nearest to an iteration; the latest where None."""
        with self._lock:
            return self._history.latest if iteration is None else self._history.at(iteration)

    def view(self) -> RunView:
        """All that a page shows of the run, as of now."""
        with self._lock:
            history = self._history
            return RunView(
                self.id,
                self._config,
                self._status,
                history.latest.iteration,
                self._total,
                history.losses,
                history.moments,
                self._rate(),
                tuple(self._rates),
                self._error(),
                history.seconds,
                self._engine,
            )

    def play(self, until: int | None = None) -> None:
        """Let it go on, to the planned end or to iteration `until`; a runner does the work."""
        with self._lock:
            self._go_on(self._total if until is None else until)

    def step(self) -> None:
        """Let it make one iteration more: where a slice is in flight, one after that slice."""
        with self._lock:
            self._go_on(self._history.latest.iteration + 1)
            self._one_more = True

    def pause(self) -> None:
        """Begin no further slice."""
        with self._lock:
            if self._status == "training":
                self._status = "paused"

    def extend(self, iterations: int) -> None:
        """Plan further iterations beyond the end."""
        with self._lock:
            self._total += iterations

    def plan(self, iterations: int) -> None:
        """Plan another number of iterations in all.

        Raises:
            ConfigError: it is outside what is allowed.
        """
        with self._lock:
            self._config = self._config.changed(iterations=iterations)
            self._total = max(iterations, self._history.latest.iteration)
            if self.training:
                self._stop_at = self._total
            elif self._status == "done" and self._history.latest.iteration < self._total:
                self._status = "paused"
            self._arrive()

    def rewind(self, iteration: int) -> None:
        """Go back to the moment nearest to `iteration` and pause there; what came after it is forgotten."""
        with self._lock:
            self._generation += 1
            self._history.rewind(iteration)
            at = self._history.latest.iteration
            self._rates = [rate for rate in self._rates if rate[0] < at]
            self._status, self._error = ("paused" if at else "ready"), str
            self._arrive()

    def set_learning_rate(self, learning_rate: float) -> None:
        """Use another learning rate from the next slice on.

        Raises:
            ConfigError: it is outside what is allowed.
        """
        with self._lock:
            if learning_rate != self._config.learning_rate:
                self._config = self._config.changed(learning_rate=learning_rate)

    @property
    def pace(self) -> float | None:
        """Iterations a second that it may make; None where it trains as fast as it goes."""
        return self._pace

    @property
    def due(self) -> float:
        """When the next slice may begin, on the monotonic clock: later than now only where a pace is set."""
        return self._due

    def set_pace(self, iterations_a_second: float | None) -> None:
        """Train no faster than somebody can follow, from the next slice on; None for as fast as it goes."""
        with self._lock:
            self._pace, self._due = iterations_a_second, 0.0

    def train_slice(self, seconds: float) -> None:
        """Train for about `seconds` and take the result in, unless the run was rewound meanwhile."""
        with self._lock:
            self._arrive()
            if not self.training:
                return
            config, checkpoint, generation = self._config, self._history.latest, self._generation
            iterations = self._paced(self._stop_at - checkpoint.iteration, seconds)
            budget = Budget(iterations, seconds, self._history.spacing)
            self._one_more = False
        try:
            progress = advance(by_kernel(config) if self._hurried else config, checkpoint, budget)
        except Exception as error:
            self._fail(error, generation)
            return
        with self._lock:
            if generation == self._generation:
                self._note_rate(checkpoint.iteration, config.learning_rate)
                self._take_in(progress)

    def _paced(self, iterations: int, seconds: float) -> int:
        """How many of the iterations the next slice may make."""
        if self._pace is None:
            return iterations
        iterations = min(iterations, max(1, round(self._pace * seconds)))
        self._due = time.monotonic() + iterations / self._pace
        return iterations

    def _go_on(self, until: int) -> None:
        self._stop_at, self._one_more, self._due = until, False, 0.0
        self._total = max(self._total, until)
        if self._history.latest.iteration < until:
            self._status, self._error = "training", str
            self._marks.clear()

    def _note_rate(self, iteration: int, rate: float) -> None:
        if not self._rates or self._rates[-1][1] != rate:
            self._rates.append((iteration, rate))

    def _take_in(self, progress: Progress) -> None:
        self._history.add(progress)
        self._engine = progress.engine
        if self._one_more:
            self._stop_at = progress.checkpoint.iteration + 1
            self._total = max(self._total, self._stop_at)
        self._marks.append((time.monotonic(), progress.checkpoint.iteration))
        if progress.diverged is not None:
            self._status, self._error = "failed", partial(_divergence, progress.diverged, self._config)
        else:
            self._arrive()

    def _arrive(self) -> None:
        at = self._history.latest.iteration
        if at >= self._total:
            self._status = "done"
        elif self.training and at >= self._stop_at:
            self._status = "paused"

    def _fail(self, error: Exception, generation: int) -> None:
        with self._lock:
            if generation == self._generation:
                self._status, self._error = "failed", partial(_crash, self._history.latest.iteration, error)

    def _rate(self) -> float:
        marks = self._marks
        while len(marks) > 2 and marks[-1][0] - marks[0][0] > RATE_SECONDS:
            marks.popleft()
        if not self.training or len(marks) < 2:
            return 0.0
        (begun, first), (ended, last) = marks[0], marks[-1]
        return (last - first) / (ended - begun)


def _crash(iteration: int, error: Exception) -> str:
    return t(
        "The training stopped at iteration {n}: {reason} Everything up to there is kept.",
        n=iteration,
        reason=f"{str(error).strip().rstrip('.') or type(error).__name__}.",
    )


def _divergence(iteration: int, config: RunConfig) -> str:
    advice = [t("a smaller learning rate (now {rate:g})", rate=config.learning_rate)]
    if not config.clip:
        advice.append(t("gradient clipping, for example at 1"))
    return t(
        "The loss of iteration {n} is not a finite number: the training has diverged. Try {advice}, then press Reset. "
        "Everything up to the last sound moment is kept.",
        n=iteration,
        advice=t(" or ").join(advice),
    )
