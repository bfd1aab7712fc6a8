"""The past of one training: losses, and enough checkpoints to play any part of it again."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from rnnviz.training.advance import Progress
from rnnviz.training.checkpoint import Checkpoint

MOST_BYTES = 32 * 2**20
MOST_MOMENTS = 120
FEWEST_MOMENTS = 8
FIRST_MOMENTS = 60


class History:
    """Losses of every iteration and checkpoints at evenly spaced ones, within a bound of memory.

    Args:
        first: the checkpoint that the training begins with.
        total: iterations planned, from which the spacing follows.
        moments: whether to keep checkpoints between the first and the latest.

    Attributes:
        latest: where the training is.
        spacing: iterations from one checkpoint that is kept to the next; 0 where none is.
    """

    def __init__(self, first: Checkpoint, total: int, moments: bool = True) -> None:
        self.latest = first
        self._first = first.iteration
        self.spacing = max(1, -(-total // FIRST_MOMENTS)) if moments else 0
        self._moments: dict[int, Checkpoint] = {first.iteration: first}
        # Losses from before a training that begins at a later checkpoint are not known.
        self._losses = [np.full(first.iteration, np.nan, np.float32)]
        self._paces = [np.zeros(first.iteration)]

    @property
    def losses(self) -> NDArray[np.float32]:
        """[n] the loss of iterations 0 to n - 1, before each update; where it diverged, n lies beyond the latest."""
        return np.concatenate(self._losses)

    @property
    def seconds(self) -> NDArray[np.float64]:
        """[n + 1] seconds of computing before each iteration; the last entry is that of the whole training."""
        return np.concatenate([[0.0], np.cumsum(np.concatenate(self._paces))])

    @property
    def moments(self) -> tuple[int, ...]:
        """Iterations whose checkpoint is there, the latest among them."""
        return tuple(sorted({*self._moments, self.latest.iteration}))

    def at(self, iteration: int) -> Checkpoint:
        """The checkpoint of the moment nearest to `iteration`."""
        nearest = min(self.moments, key=lambda moment: abs(moment - iteration))
        return self.latest if nearest == self.latest.iteration else self._moments[nearest]

    def add(self, progress: Progress) -> None:
        """Take in a slice, which began at the latest checkpoint."""
        self._losses = [self.losses[: self.latest.iteration], progress.losses]
        self._paces = [self._paces_before(self.latest.iteration), np.full(len(progress.losses), progress.pace)]
        self.latest = progress.checkpoint
        self._moments.update({checkpoint.iteration: checkpoint for checkpoint in progress.kept})
        if progress.diverged is not None:
            self._drop_from(progress.diverged)
        most = int(np.clip(MOST_BYTES // max(1, self.latest.bytes), FEWEST_MOMENTS, MOST_MOMENTS))
        while len(self._moments) > most:
            self.spacing *= 2
            self._moments = {i: c for i, c in self._moments.items() if i % self.spacing == 0 or i == self._first}

    def _drop_from(self, diverged: int) -> None:
        # The update before a bad loss may have been the last of a slice: then the latest checkpoint is as bad.
        self._moments = {i: c for i, c in self._moments.items() if i < diverged or i == self._first}
        if self.latest.iteration >= diverged:
            self.latest = self._moments[max(self._moments)]

    def rewind(self, iteration: int) -> None:
        """Forget what came after the moment nearest to `iteration`."""
        self.latest = self.at(iteration)
        self._losses = [self.losses[: self.latest.iteration]]
        self._paces = [self._paces_before(self.latest.iteration)]
        self._moments = {i: c for i, c in self._moments.items() if i <= self.latest.iteration}

    def _paces_before(self, iteration: int) -> NDArray[np.float64]:
        return np.concatenate(self._paces)[:iteration]
