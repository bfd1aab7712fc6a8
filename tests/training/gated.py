"""Slices that tests hold in flight or let pass."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from rnnviz.training import run as run_module
from rnnviz.training.advance import Budget, Progress, advance
from rnnviz.training.checkpoint import Checkpoint
from rnnviz.training.config import RunConfig
from rnnviz.training.run import Run

PATIENCE = 20.0


class Gate:
    """Stands before the end of each slice: a slice waits there until it may pass."""

    def __init__(self) -> None:
        self.reached, self.open = threading.Event(), threading.Event()

    def advance(self, config: RunConfig, checkpoint: Checkpoint, budget: Budget) -> Progress:
        progress = advance(config, checkpoint, budget)
        self.reached.set()
        assert self.open.wait(PATIENCE)
        return progress


@contextmanager
def slice_in_flight(run: Run, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Run the body while a slice of `run`, which is training, has been computed and not yet taken in."""
    gate = Gate()
    with monkeypatch.context() as patch:
        patch.setattr(run_module, "advance", gate.advance)
        worker = threading.Thread(target=run.train_slice, args=(0.0,))
        worker.start()
        try:
            assert gate.reached.wait(PATIENCE)
            yield
        finally:
            gate.open.set()
            worker.join(PATIENCE)
            assert not worker.is_alive()
