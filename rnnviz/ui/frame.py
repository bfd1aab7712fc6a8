"""One picture of a run: trace, predictions and scores of one moment on one example."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from rnnviz.player.scene import Timeline, scene
from rnnviz.player.truth import Truth
from rnnviz.tasks.picture import Report
from rnnviz.tasks.task import Glancing, Loss, Task
from rnnviz.tracing.carriers import carried
from rnnviz.tracing.record import record, record_free_run
from rnnviz.tracing.run import NetworkPredictor
from rnnviz.tracing.trace import Array, Trace
from rnnviz.training.build import restore
from rnnviz.training.checkpoint import Checkpoint
from rnnviz.training.config import RunConfig
from rnnviz.training.run import RunView
from rnnviz.ui.caption import caption
from rnnviz.words import N, t

LOSS_NAMES: dict[Loss, str] = {
    "mse": N("mean squared error"),
    "mse_broadcast": N("mean squared error, broadcast"),
    "cross_entropy": N("cross entropy"),
    "cross_entropy_sum": N("cross entropy, summed over the steps"),
}


@dataclass(frozen=True, eq=False)
class Frame:
    """All that is computed of one moment.

    Attributes:
        checkpoint: the moment.
        example: which of the task's examples is played.
        freely: whether the network is to feed on its own predictions where it can.
        brief: whether a glance at the scores is enough, where they take long.
        trace: the values on the example.
        free: the values of the network that feeds on itself; None where it cannot.
        report: the task's scores and chart.
        truth: what an ideal memory holds on the example, and which units carry it.
    """

    checkpoint: Checkpoint
    example: int
    freely: bool
    brief: bool
    task: Task
    trace: Trace
    free: Trace | None
    report: Report
    truth: Truth


@dataclass(frozen=True)
class _Predictor(NetworkPredictor):
    """The network for the task's report, which mostly asks for the free run that the picture has."""

    free: Trace | None

    def free_run(self, first: Array, steps: int) -> Array | None:
        if self.free is not None and self.free.steps == steps and np.array_equal(self.free.inputs[0], first):
            return self.free.outputs
        return super().free_run(first, steps)


def can_run_freely(config: RunConfig) -> bool:
    """Whether a prediction is of the same kind as an input, and the network does not read the future."""
    task = config.make_task()
    fits = task.encoding == "plain" and task.features == task.outputs and task.reads == "every step"
    return fits and not config.bidirectional


def frame(config: RunConfig, checkpoint: Checkpoint, example: int, freely: bool, brief: bool = False) -> Frame:
    """Compute the picture of one moment; see `Frame` for the arguments."""
    task, network = config.make_task(), restore(config, checkpoint)
    played = task.example(example)
    inputs = played.inputs[0]
    trace = record(network, inputs)
    free = record_free_run(network, inputs[0], len(inputs)) if can_run_freely(config) else None
    read = task.glance if brief and isinstance(task, Glancing) else task.report
    truth = Truth(task.truth(played), carried(network, task))
    return Frame(checkpoint, example, freely, brief, task, trace, free, read(_Predictor(network, free)), truth)


def payload(shown: Frame, view: RunView, *, name: str, layer: str, live: bool) -> bytes:
    """The frame as the player takes it, with the training's timeline as it is now.

    Args:
        name: of what is played; under the same name the player stays where it is.
    """
    task, trace = shown.task, shown.free if shown.freely and shown.free else shown.trace
    example = task.example(shown.example)
    free = shown.free.outputs if shown.free else None
    assert shown.trace.outputs is not None
    timeline = Timeline(
        losses=view.losses,
        total=view.total,
        moments=view.moments,
        shown=shown.checkpoint.iteration,
        live=live,
        baseline=task.baseline,
        baseline_name=t(task.baseline_name),
        loss_name=t(LOSS_NAMES[task.loss]),
    )
    return scene(
        trace,
        run=name,
        layer=layer if layer in trace.layers else trace.layers[0],
        strip=task.strip(example, shown.trace.outputs, free),
        charts=[shown.report.chart] if shown.report.chart else [],
        truth=shown.truth if trace is shown.trace else None,
        timeline=timeline,
        note="" if trace is shown.trace else t("Free running: it reads its own prediction."),
        caption=caption(view.config, view.rates, view.engine),
    ).block
