"""Runs trained without a runner."""

from rnnviz.training.run import Run
from tests.training.trainings import small

CONFIG = small(iterations=30)


def to_the_end(run: Run, seconds: float = 0.01) -> Run:
    while run.training:
        run.train_slice(seconds)
    return run


def played(iterations: int) -> Run:
    """A run paused after some iterations."""
    run = Run(CONFIG)
    run.play(until=iterations)
    return to_the_end(run)
