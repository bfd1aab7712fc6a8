"""What each cell plays of one example: its predictions beside those of the others, its gates on the common clock."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from rnnviz.figures.theme import cell_hues
from rnnviz.player.ensemble import Part, leader_payload, part_payload, share_a_strip
from rnnviz.tracing.record import record, record_free_run
from rnnviz.training.build import restore
from rnnviz.training.checkpoint import Checkpoint
from rnnviz.training.run import Run
from rnnviz.ui.cell_names import cell_title
from rnnviz.ui.compare.contest import Contest
from rnnviz.ui.frame import can_run_freely
from rnnviz.words import t


@dataclass(frozen=True)
class View:
    """What a person asked to see.

    Attributes:
        number: which seed, counted from 0.
        example: which of the task's examples.
        freely: whether the networks feed on their own predictions.
    """

    number: int
    example: int
    freely: bool


@dataclass
class Pictures:
    """The parts that are shown, renewed one at a time: drawing must not hold up those who train.

    Attributes:
        made: of each cell, what was asked for, the moment that is shown and the part.
    """

    made: dict[str, tuple[View, str, Checkpoint, Part]] = field(default_factory=dict)

    def renew(self, shown: Contest, view: View) -> list[Part]:
        """The parts of all cells; those that are of another view are made anew, and of the others the oldest one."""
        runs = {cell: runs[view.number] for cell, runs in shown.runs.items()}
        self.made = {cell: made for cell, made in self.made.items() if cell in runs}
        for cell, run in runs.items():
            made = self.made.get(cell)
            if made is None or made[:2] != (view, run.id):
                self._make(shown, cell, run, view)
        stale = [cell for cell, run in runs.items() if self.made[cell][2] is not run.checkpoint]
        oldest = min(stale, key=lambda cell: self.made[cell][2].iteration / runs[cell].config.iterations, default=None)
        if oldest is not None:
            self._make(shown, oldest, runs[oldest], view)
        return [self.made[cell][3] for cell in runs]

    def fresh(self, shown: Contest, view: View) -> bool:
        """Whether every part shows the latest moment."""
        return all(self.made[cell][2] is runs[view.number].checkpoint for cell, runs in shown.runs.items())

    def _make(self, shown: Contest, cell: str, run: Run, view: View) -> None:
        checkpoint = run.checkpoint
        self.made[cell] = view, run.id, checkpoint, _part(shown, cell, run, checkpoint, view)


def _part(shown: Contest, cell: str, run: Run, checkpoint: Checkpoint, view: View) -> Part:
    config = run.config
    task, network = config.make_task(), restore(config, checkpoint)
    example = task.example(view.example)
    inputs = example.inputs[0]
    trace = record(network, inputs)
    free = record_free_run(network, inputs[0], len(inputs)) if view.freely and can_run_freely(config) else None
    assert trace.outputs is not None
    strip = task.strip(example, trace.outputs, free.outputs if free else None)
    caption = t("hidden size {n}", n=config.hidden) + " · " + t("iteration {n}", n=checkpoint.iteration)
    return Part(
        cell, cell_title(cell), caption, run.id, free or trace, strip, hue=cell_hues(shown.comparison.cells)[cell]
    )


def payloads(shown: Contest, parts: list[Part], view: View, layers: dict[str, str]) -> tuple[bytes, dict[str, bytes]]:
    """The bytes of the first player, and of each cell's."""
    reports = [shown.report(shown.runs[part.cell][view.number]) for part in parts]
    parts = [replace(part, chart=report.chart if report else None) for part, report in zip(parts, reports, strict=True)]
    own = not share_a_strip([part.strip for part in parts])
    each = {part.cell: part_payload(part, layers.get(part.cell, ""), own) for part in parts}
    return leader_payload(f"{shown.id}.{view.number}.{view.example}", parts, view.freely), each
