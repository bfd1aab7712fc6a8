"""What a task is: batches to learn from, examples to play, scores, and the loss of knowing nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, Protocol, runtime_checkable

import numpy as np
from numpy.typing import NDArray

from rnnviz.tasks.option import TaskOption
from rnnviz.tasks.picture import Chart, Image, Report, Symbols
from rnnviz.words import t

Array = NDArray[np.floating]
Encoding = Literal["plain", "one_hot", "embedding"]
Loss = Literal["mse", "mse_broadcast", "cross_entropy", "cross_entropy_sum"]
Reads = Literal["every step", "last step"]

TRAINING, TEST, EXAMPLE = 1, 2, 3
"""First number of each seed: the streams of random numbers for training, tests and examples never meet."""


NOT_ASKED = -100
"""The class of a target that counts for nothing; PyTorch's own number for it."""


@dataclass(frozen=True, eq=False)
class Batch:
    """Sequences with what should come out.

    Attributes:
        inputs: [B, T, F] float32, or symbols [B, T] int64.
        targets: [B, T, K] float32 or classes [B, T] int64; without the axis T where only the last step is read. What
            is not asked for is NaN or the class `NOT_ASKED`, and counts for nothing, but for the loss "mse_broadcast".
    """

    inputs: NDArray[np.float32] | NDArray[np.int64]
    targets: NDArray[np.float32] | NDArray[np.int64]


class Predictor(Protocol):
    """A trained network as a task sees it."""

    def predict(self, inputs: NDArray[np.generic]) -> Array:
        """Outputs at every time step [B, T, K], from [B, T, F] or symbols [B, T]; logits for cross entropy."""
        ...

    def free_run(self, first: Array, steps: int) -> Array | None:
        """Predictions [steps, K] that are fed back as the next input, from the input `first` [F] and a zero state.

        None where the network cannot run freely, as a bidirectional one.
        """
        ...


class Task(Protocol):
    """Something to learn.

    Attributes:
        key: its name in a configuration.
        title: its name on a page, English.
        memory: two sentences, English: what must be remembered to solve it.
        source: where the task comes from.
        options: the choices it has.
        encoding: how inputs reach the network: numbers as they are, or symbols one-hot or embedded.
        features: F, or the number of symbols.
        outputs: K.
        steps: T.
        loss: what training makes small. Of the two that are no plain mean over the time steps, "mse_broadcast" compares
            every step's output with every step's target, and "cross_entropy_sum" adds the steps up.
        reads: the time steps at which the loss is read.
        baseline: the loss of the best simple rule that learns nothing.
        baseline_name: that rule, English.
        defaults: fields of a configuration that suit the task.
        examples: how many examples there are to play; the first one shows the most.
    """

    @property
    def key(self) -> str: ...
    @property
    def title(self) -> str: ...
    @property
    def memory(self) -> str: ...
    @property
    def source(self) -> str: ...
    @property
    def options(self) -> tuple[TaskOption, ...]: ...
    @property
    def encoding(self) -> Encoding: ...
    @property
    def features(self) -> int: ...
    @property
    def outputs(self) -> int: ...
    @property
    def steps(self) -> int: ...
    @property
    def loss(self) -> Loss: ...
    @property
    def reads(self) -> Reads: ...
    @property
    def baseline(self) -> float: ...
    @property
    def baseline_name(self) -> str: ...
    @property
    def defaults(self) -> Mapping[str, object]: ...
    @property
    def examples(self) -> int: ...

    def batch(self, size: int, seed: int, iteration: int) -> Batch:
        """The `size` sequences of one iteration (counted from 0); a pure function of its arguments."""
        ...

    def example(self, index: int = 0) -> Batch:
        """One sequence to play, B = 1.

        Raises:
            ValueError: there is no such example.
        """
        ...

    def truth(self, example: Batch) -> Mapping[str, Array]:
        """What an ideal memory holds at every time step: name to values [T]; empty where nobody can say."""
        ...

    def strip(self, example: Batch, outputs: Array, free: Array | None = None) -> Chart | Symbols | Image:
        """The picture of an example's input, target and prediction.

        Args:
            example: one sequence, B = 1.
            outputs: what the network gave [T, K]; logits for cross entropy.
            free: what it gave fed with its own predictions [T, K], or None.
        """
        ...

    def report(self, predictor: Predictor) -> Report:
        """Scores of a network; the first is the task's metric."""
        ...


@runtime_checkable
class Glancing(Protocol):
    """A task whose scores take long: while a network trains, a picture is worth a part of them."""

    def glance(self, predictor: Predictor) -> Report:
        """Scores like those of `report`, on fewer sequences; a note says on how many."""
        ...


@runtime_checkable
class Advising(Protocol):
    """A task that knows what to try where a network has learnt nothing of it."""

    @property
    def advice(self) -> str:
        """The end of a sentence, English: "try ..."."""
        ...


@runtime_checkable
class Repeating(Protocol):
    """A task whose batches come again."""

    def repeats_after(self, size: int) -> int:
        """After how many iterations the batches of `size` sequences are the same again; 0 for never."""
        ...


def check_example(index: int, count: int) -> int:
    """Return `index` where it names one of `count` examples.

    Raises:
        ValueError: it does not.
    """
    if not 0 <= index < count:
        raise ValueError(
            t("Example is {value}; allowed is a whole number from 0 to {high}.", value=index, high=count - 1)
        )
    return index


def rmse(values: Array, truth: Array) -> float:
    """Root of the mean squared difference, in the unit of both; arrays of one shape.

    Raises:
        ValueError: the shapes differ; they are not broadcast.
    """
    if values.shape != truth.shape:
        raise ValueError(f"values have shape {values.shape}, truth has {truth.shape}; give both the same shape.")
    return float(np.sqrt(np.mean((values - truth) ** 2)))
