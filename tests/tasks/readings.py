"""Trains a memory puzzle as the app does and reads its gates: means where something happens, and where nothing does."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from rnnviz.network.threads import one_thread
from rnnviz.tasks import Task
from rnnviz.tasks.task import Batch
from rnnviz.tracing.carriers import batch_values
from rnnviz.tracing.run import NetworkPredictor
from rnnviz.training.advance import Budget, advance
from rnnviz.training.build import restore, start
from rnnviz.training.link import preset

Array = NDArray[np.floating]


@dataclass(frozen=True, eq=False)
class Reading:
    """A trained network on sequences that it has not seen.

    Attributes:
        scores: of the task's report, by name.
        batch: the sequences.
        values: every named value of the layer, [B, T, H].
        outputs: [B, T, K].
    """

    task: Task
    scores: dict[str, float]
    batch: Batch
    values: dict[str, Array]
    outputs: Array

    def mean(self, name: str, where: NDArray[np.bool_]) -> Array:
        """The mean of a value over the places [B, T] that are wanted: [H]."""
        mean: Array = self.values[name][where].mean(0)
        return mean

    def correlation(self, name: str, truth: Array) -> float:
        """The largest one of any unit with the truth [B, T]; its size."""
        units = self.values[name].reshape(truth.size, -1).T
        return max(abs(float(np.corrcoef(unit, truth.ravel())[0, 1])) for unit in units)


def read(
    cell: str, task: str, seed: int, size: int = 64, options: dict[str, object] | None = None, **choices: object
) -> Reading:
    """Train with the task's own settings but for `choices`, and run it on `size` sequences of another seed."""
    config = preset(cell, task, options).changed(device="cpu", seed=seed, **choices)
    made = config.make_task()
    with one_thread():
        network = restore(config, advance(config, start(config), Budget(config.iterations)).checkpoint)
        predictor = NetworkPredictor(network)
        batch = made.batch(size, 10_000 + seed, 10**6)
        values = batch_values(network, batch.inputs, config.cell_equations.names)
        scores = {score.name: score.value for score in made.report(predictor).scores}
        outputs = predictor.predict(batch.inputs)
    return Reading(made, scores, batch, {k.removeprefix("layer0."): v for k, v in values.items()}, outputs)
