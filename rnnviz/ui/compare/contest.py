"""The runs of one comparison: one for each cell and seed."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from itertools import chain

from rnnviz.tasks.picture import Report
from rnnviz.tracing.run import NetworkPredictor
from rnnviz.training.build import restore
from rnnviz.training.checkpoint import Checkpoint
from rnnviz.training.comparison import Comparison
from rnnviz.training.group import RunGroup
from rnnviz.training.matching import Size, sizes
from rnnviz.training.run import Run, RunView


class Contest(RunGroup):
    """A comparison with its runs.

    Args:
        comparison: what is compared.
        runs: of each cell, one run for each seed; fresh ones where None.

    Raises:
        ConfigError: a cell is not allowed with the shared choices.
    """

    together = 15
    """So many move together, and those of other people need not wait for more."""

    def __init__(self, comparison: Comparison, runs: Mapping[str, tuple[Run, ...]] | None = None) -> None:
        self.comparison = comparison
        self.sizes: dict[str, Size] = sizes(comparison)
        self.runs = dict(runs) if runs else self._fresh()
        self._reports: dict[str, tuple[Checkpoint, Report]] = {}

    def _fresh(self) -> dict[str, tuple[Run, ...]]:
        # Only the latest moment is shown here: without those on the way, ninety runs are not much to keep.
        return {
            cell: tuple(
                Run(self.comparison.config(cell, number, size.hidden), moments=False, hurried=True)
                for number in range(self.comparison.seeds)
            )
            for cell, size in self.sizes.items()
        }

    @cached_property
    def all_runs(self) -> tuple[Run, ...]:
        """Every run, seed by seed, so that the cells stand in line in turn."""
        return tuple(chain.from_iterable(zip(*self.runs.values(), strict=True)))

    def reset(self) -> None:
        """Back to the untrained networks."""
        for run in self.all_runs:
            run.rewind(0)
        self._reports.clear()

    def views(self) -> dict[str, tuple[RunView, ...]]:
        """All runs as of now, by cell."""
        return {cell: tuple(run.view() for run in runs) for cell, runs in self.runs.items()}

    def report(self, run: Run) -> Report | None:
        """The scores of a run at its latest moment; None where they have not been computed."""
        kept = self._reports.get(run.id)
        return kept[1] if kept and kept[0] is run.checkpoint else None

    def unscored(self) -> Run | None:
        """A run that is done and has no scores yet."""
        return next((run for run in self.all_runs if run.status == "done" and self.report(run) is None), None)

    def score(self, run: Run) -> None:
        """Compute the scores of a run."""
        checkpoint = run.checkpoint
        network = restore(run.config, checkpoint)
        self._reports[run.id] = checkpoint, run.config.make_task().report(NetworkPredictor(network))
