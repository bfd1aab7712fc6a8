"""Several runs that are played and paused as one."""

from __future__ import annotations

from abc import ABC, abstractmethod

from rnnviz.training.run import Run
from rnnviz.training.runner import Runner


class RunGroup(ABC):
    """Runs that belong together, such as those of a comparison or of a map.

    Attributes:
        together: how many train at a time; as many as there are workers where None.
    """

    together: int | None = None

    @property
    @abstractmethod
    def all_runs(self) -> tuple[Run, ...]:
        """Every run, in the order in which they stand in line; at least one."""

    @property
    def id(self) -> str:
        """A name that no other group has."""
        return self.all_runs[0].id

    @property
    def started(self) -> bool:
        """Whether anything has been trained, or is about to be."""
        return any(run.status != "ready" for run in self.all_runs)

    @property
    def training(self) -> bool:
        """Whether any run goes on."""
        return any(run.training for run in self.all_runs)

    @property
    def over(self) -> bool:
        """Whether every run has come to its end, be it that it failed."""
        return all(run.status in ("done", "failed") for run in self.all_runs)

    def play(self, runner: Runner) -> None:
        """Let every run go on that can."""
        runner.play_each((run for run in self.all_runs if run.status in ("ready", "paused")), self.together)

    def pause(self) -> None:
        """Let none go on."""
        for run in self.all_runs:
            run.pause()
