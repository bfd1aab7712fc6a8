"""The quantities that a claim can speak of: how each is written, and how it is read off a network."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, Protocol

import numpy as np

from rnnviz.lessons.errors import LessonError
from rnnviz.tasks.picture import Report
from rnnviz.tracing.trace import Array, Trace
from rnnviz.training.config import RunConfig
from rnnviz.words import t


class View(Protocol):
    """One network at one moment of its training, or what a page of Reference shows.

    Attributes:
        losses: [n] of the whole training.
        iteration: updates made at this moment.
        report: the task's scores.
        baseline: the loss of the task's simple rule.
        parameters: how many numbers are trained.
        difference: how far its outputs are from those of torch.nn.
    """

    @property
    def losses(self) -> Array: ...
    @property
    def iteration(self) -> int: ...
    @property
    def report(self) -> Report: ...
    @property
    def baseline(self) -> float: ...
    @property
    def parameters(self) -> int: ...
    @property
    def difference(self) -> float: ...

    def trace(self, example: int) -> Trace:
        """Every value on an example, counted from 0."""
        ...

    def targets(self, example: int) -> Array:
        """What was asked for on an example."""
        ...

    def gradient(self, address: str, example: int) -> Array:
        """[T] the length of the loss's gradient with respect to a state at every step of an example."""
        ...

    @property
    def examples(self) -> int: ...


class Quantity(Protocol):
    """A number that a network has."""

    def measure(self, view: View) -> float:
        """The number."""
        ...


@dataclass(frozen=True)
class Number:
    """A number as it stands in the file."""

    FORM: ClassVar[str] = "0.95"
    PATTERN: ClassVar[str] = r"(?P<value>-?\d+(\.\d+)?(e-?\d+)?)"
    value: float

    def measure(self, view: View) -> float:
        """The number itself."""
        return self.value


@dataclass(frozen=True)
class Loss:
    """The loss at the moment; or its mean over the iterations `first` to `last`, counted from 1."""

    FORM: ClassVar[str] = "loss, loss over iterations 601-700"
    PATTERN: ClassVar[str] = r"loss( over iterations (?P<first>\d+)-(?P<last>\d+))?"
    first: int | None = None
    last: int | None = None

    def measure(self, view: View) -> float:
        """The loss of the network before its next update; where there is none, before its last."""
        if self.first is None or self.last is None:
            return float(view.losses[min(view.iteration, len(view.losses) - 1)])
        return float(np.mean(view.losses[self.first - 1 : self.last]))


@dataclass(frozen=True)
class Baseline:
    """The loss of the task's simple rule."""

    FORM: ClassVar[str] = "baseline"
    PATTERN: ClassVar[str] = "baseline"

    def measure(self, view: View) -> float:
        """The loss."""
        return view.baseline


@dataclass(frozen=True)
class Named:
    """A score of the task, by the name that the page shows in English."""

    FORM: ClassVar[str] = "score 'accuracy'"
    PATTERN: ClassVar[str] = r"score '(?P<name>[^']+)'"
    name: str

    def measure(self, view: View) -> float:
        """The score.

        Raises:
            LessonError: the task has no such score.
        """
        scores = {score.name: score.value for score in view.report.scores}
        if self.name not in scores:
            raise LessonError(
                t("there is no score '{name}'; the task has {names}.", name=self.name, names=", ".join(scores))
            )
        return scores[self.name]


@dataclass(frozen=True)
class Parameters:
    """How many numbers are trained."""

    FORM: ClassVar[str] = "parameters"
    PATTERN: ClassVar[str] = "parameters"

    def measure(self, view: View) -> float:
        """The count."""
        return view.parameters


@dataclass(frozen=True)
class Difference:
    """How far the outputs are from those of torch.nn with the same weights."""

    FORM: ClassVar[str] = "difference from torch"
    PATTERN: ClassVar[str] = "difference from torch"

    def measure(self, view: View) -> float:
        """The largest difference."""
        return view.difference


@dataclass(frozen=True)
class Gradient:
    """The length of the loss's gradient with respect to a state at a step, as the page Gradients shows it.

    Attributes:
        address: "layer0.h" or another state of the trace.
        step, example: counted from 1; the first example where it is None.
    """

    FORM: ClassVar[str] = "gradient layer0.h at step 1 in example 1"
    PATTERN: ClassVar[str] = (
        r"gradient (?P<address>[a-zA-Z]\w*(\.\w+)*) at step (?P<step>\d+)( in example (?P<example>\d+))?"
    )
    address: str
    step: int
    example: int | None = None

    def measure(self, view: View) -> float:
        """The length."""
        return float(view.gradient(self.address, (self.example or 1) - 1)[self.step - 1])

    def check(self, config: RunConfig) -> None:
        """Raise LessonError where the configuration has no such state, step or example."""
        task = config.make_task()
        _one_of(self.address, [f"{layer}.{name}" for layer in _layers(config) for name in config.cell_equations.states])
        _within("step", self.step, task.steps)
        _within("example", self.example, task.examples)


_STATISTICS: dict[str, Callable[[Array], np.floating]] = {
    "mean": np.mean,
    "lowest": np.min,
    "highest": np.max,
    "spread": np.ptp,
}


@dataclass(frozen=True)
class Values:
    """Mean, lowest, highest or spread (highest minus lowest) of a traced value.

    Attributes:
        address: "layer0.f", any other address of the trace, "outputs", or "error": |outputs - targets|.
        unit, first, last, example: counted from 1 as on the page; None for all units, all steps, every example.
    """

    FORM: ClassVar[str] = "mean layer0.f of unit 3 at steps 2-50 in example 1"
    PATTERN: ClassVar[str] = (
        rf"(?P<statistic>{'|'.join(_STATISTICS)}) (?P<address>[a-zA-Z]\w*(\.\w+)*)( of unit (?P<unit>\d+))?"
        r"( at steps? (?P<first>\d+)(-(?P<last>\d+))?)?( in example (?P<example>\d+))?"
    )
    statistic: str
    address: str
    unit: int | None = None
    first: int | None = None
    last: int | None = None
    example: int | None = None

    def measure(self, view: View) -> float:
        """The statistic over units, steps and examples together."""
        examples = range(view.examples) if self.example is None else [self.example - 1]
        return float(_STATISTICS[self.statistic](np.stack([self._chosen(view, index) for index in examples])))

    def _chosen(self, view: View, example: int) -> Array:
        trace = view.trace(example)
        first = (self.first or 1) - 1
        last = self.last or self.first or trace.steps
        columns = slice(None) if self.unit is None else slice(self.unit - 1, self.unit)
        return self._array(view, trace, example)[first:last, columns].astype(np.float64)

    def _array(self, view: View, trace: Trace, example: int) -> Array:
        if self.address == "error":
            assert trace.outputs is not None
            return np.abs(trace.outputs - view.targets(example))
        if self.address == "outputs":
            assert trace.outputs is not None
            return trace.outputs
        return trace[self.address]

    def check(self, config: RunConfig) -> None:
        """Raise LessonError where the configuration has no such value, unit, step or example."""
        task, cell = config.make_task(), config.cell_equations
        names = [*cell.names, *(f"{state}_prev" for state in cell.states), "x"]
        known = [f"{layer}.{name}" for layer in _layers(config) for name in names] + ["outputs"]
        known += ["error"] if task.loss.startswith("mse") and task.reads == "every step" else []
        _one_of(self.address, known)
        _within("unit", self.unit, config.hidden)
        _within("step", self.first, task.steps)
        _within("step", self.last, task.steps)
        _within("example", self.example, task.examples)


def _layers(config: RunConfig) -> list[str]:
    directions = ("", ".reverse") if config.bidirectional else ("",)
    return [f"layer{number}{direction}" for number in range(config.layers) for direction in directions]


def _one_of(address: str, known: list[str]) -> None:
    if address not in known:
        raise LessonError(
            t("there is no value {value}; allowed is one of {known}.", value=address, known=", ".join(known))
        )


def _within(what: str, number: int | None, high: int) -> None:
    if number is not None and not 1 <= number <= high:
        raise LessonError(t("{what} is {number}; allowed is 1 to {high}.", what=what, number=number, high=high))


@dataclass(frozen=True)
class Times:
    """A multiple of another quantity."""

    factor: float
    quantity: Quantity

    def measure(self, view: View) -> float:
        """The product."""
        return self.factor * self.quantity.measure(view)


KINDS: tuple[type[Any], ...] = (Number, Loss, Baseline, Named, Parameters, Difference, Gradient, Values)


def read_quantity(text: str) -> Quantity:
    """Read a quantity, or a number times one: "0.5 * baseline".

    Raises:
        LessonError: it is none.
    """
    factor, times, rest = text.partition(" * ")
    if times and (found := re.fullmatch(Number.PATTERN, factor)):
        return Times(float(found["value"]), read_quantity(rest))
    for kind in KINDS:
        if match := re.fullmatch(kind.PATTERN, text):
            quantity: Quantity = kind(**_fields(match.groupdict()))
            return quantity
    forms = "; ".join(kind.FORM for kind in KINDS)
    raise LessonError(t("'{text}' is no quantity; allowed are: {forms}.", text=text, forms=forms))


def _fields(groups: Mapping[str, str | None]) -> dict[str, object]:
    numbers: dict[str, Callable[[str], object]] = {"value": float}
    numbers |= dict.fromkeys(("unit", "first", "last", "example", "step"), int)
    return {name: numbers.get(name, str)(text) for name, text in groups.items() if text is not None}
