"""Trains a task as the app does, and asks it for its report."""

import numpy as np
from numpy.typing import NDArray

from rnnviz.network.threads import one_thread
from rnnviz.tasks import Report
from rnnviz.tracing.run import NetworkPredictor
from rnnviz.training.advance import Budget, advance
from rnnviz.training.build import restore, start
from rnnviz.training.config import RunConfig
from rnnviz.training.link import preset


def trained(
    cell: str, task: str, options: dict[str, object] | None = None, **choices: object
) -> tuple[RunConfig, NDArray[np.float32], Report]:
    """The task's own settings but for `choices`: configuration, all losses, report after the last update."""
    config = preset(cell, task, options).changed(device="cpu", **choices)
    with one_thread():
        progress = advance(config, start(config), Budget(config.iterations))
        report = config.make_task().report(NetworkPredictor(restore(config, progress.checkpoint)))
    return config, progress.losses, report


def scores(report: Report) -> dict[str, float]:
    """The scores by name."""
    return {score.name: score.value for score in report.scores}
