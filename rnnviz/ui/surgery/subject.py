"""The network that is operated on: its arrays, what it does unchanged, and what it does with changes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from rnnviz.cells import CELLS
from rnnviz.showcase import CELL, MOMENTS, showcase
from rnnviz.tasks.picture import Report
from rnnviz.tasks.sine import Sine
from rnnviz.tasks.task import Array, Batch, Task
from rnnviz.tracing.arrays import ArrayNetwork
from rnnviz.tracing.intervention import Change, value_size
from rnnviz.tracing.record import as_arrays, encode
from rnnviz.tracing.trace import Trace
from rnnviz.training.advance import task_loss
from rnnviz.training.build import restore
from rnnviz.training.run import Run
from rnnviz.ui.caption import caption
from rnnviz.ui.frame import can_run_freely
from rnnviz.words import t

Encode = Callable[[NDArray], Array]  # type: ignore[type-arg]


@dataclass(frozen=True, eq=False)
class Subject:
    """A trained network and one example of its task.

    Attributes:
        id: names it; another checkpoint or example is another subject.
        caption: what it is, in words.
        task: what it has learned.
        network: its arrays.
        encode: from a task's inputs to what the first layer reads.
        example: which of the task's examples is played.
        can_run_freely: whether it can feed on its own predictions.
    """

    id: str
    caption: str
    task: Task
    network: ArrayNetwork
    encode: Encode
    example: int
    can_run_freely: bool

    @cached_property
    def batch(self) -> Batch:
        """The example, B = 1."""
        return self.task.example(self.example)

    @cached_property
    def inputs(self) -> Array:
        """What the network reads of it [T, F]."""
        inputs: Array = self.encode(self.batch.inputs)[0]
        return inputs

    @property
    def shape(self) -> tuple[object, ...]:
        """What an operation must fit: the equations, the size of every layer, the number of steps."""
        cell, parameters = self.network.cell, self.network.parameters
        sizes = tuple((layer, value_size(cell, arrays, "h")) for layer, arrays in parameters.items())
        return cell, sizes, self.task.steps

    @cached_property
    def unchanged(self) -> Outcome:
        """What it does as it is."""
        return self.operate(())

    def operate(self, changes: Sequence[Change]) -> Outcome:
        """What it does with `changes`.

        Raises:
            InterventionError: there is not what is to be changed.
        """
        return Outcome(self, tuple(changes), self.network.trace(self.inputs, changes))


@dataclass(frozen=True, eq=False)
class Outcome:
    """What a network does on the example.

    Attributes:
        changes: what has been changed in it.
        trace: fed with the true inputs.
    """

    subject: Subject
    changes: tuple[Change, ...]
    trace: Trace

    @cached_property
    def free(self) -> Trace | None:
        """Fed with its own predictions; None where it cannot be."""
        subject = self.subject
        if not subject.can_run_freely:
            return None
        return subject.network.free_run(subject.inputs[0], len(subject.inputs), self.changes)

    @cached_property
    def loss(self) -> float:
        """The task's loss on this example."""
        task, outputs = self.subject.task, self.trace.outputs
        assert outputs is not None
        import torch

        read = torch.from_numpy(outputs[-1:] if task.reads == "last step" else outputs[None])
        targets = torch.from_numpy(self.subject.batch.targets)
        return float(task_loss(task, read, targets))

    @cached_property
    def report(self) -> Report:
        """The task's scores, over all that it is scored on."""
        return self.subject.task.report(self)

    def predict(self, inputs: NDArray) -> Array:  # type: ignore[type-arg]
        """As a task's `Predictor`; of the example itself all is known."""
        assert self.trace.outputs is not None
        if np.array_equal(inputs, self.subject.batch.inputs):
            return self.trace.outputs[None]
        return self.subject.network.predict(self.subject.encode(inputs), self.changes)

    def free_run(self, first: Array, steps: int) -> Array | None:
        """As a task's `Predictor`; of the example itself all is known."""
        if self.free is not None and self.free.steps == steps and np.array_equal(self.free.inputs[0], first):
            return self.free.outputs
        trace = self.subject.network.free_run(first, steps, self.changes)
        return None if trace is None else trace.outputs


def of_run(run: Run, example: int) -> Subject:
    """The latest checkpoint of a run."""
    checkpoint, config = run.checkpoint, run.config
    network = restore(config, checkpoint)
    return Subject(
        id=f"{run.id}/{checkpoint.iteration}/{example}",
        caption=f"{caption(config)} · {t('iteration {n}', n=checkpoint.iteration)}",
        task=config.make_task(),
        network=as_arrays(network),
        encode=lambda inputs: encode(network, inputs),
        example=example,
        can_run_freely=can_run_freely(config),
    )


def of_showcase(example: int) -> Subject:
    """The trained network of the start page."""
    weights = showcase().weights(MOMENTS[-1])
    readout = weights.pop("readout")
    return Subject(
        id=f"showcase/{example}",
        caption=t("LSTM · sine wave · hidden size 16 · Adam · learning rate 0.01 · 300 iterations · seed 1"),
        task=Sine(),
        network=ArrayNetwork(CELLS[CELL], weights, readout["weight"], readout["bias"]),
        encode=lambda inputs: inputs,
        example=example,
        can_run_freely=True,
    )
