"""Trains what a lesson sets up, and says whether its claims hold there."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from statistics import median

import numpy as np
import torch

from rnnviz.lessons.claims import (
    Claim,
    Diverges,
    HasShape,
    Keeps,
    Rank,
    Refuses,
    Relation,
    Says,
    Term,
    last_iteration,
)
from rnnviz.lessons.errors import LessonError
from rnnviz.lessons.lesson import Setup
from rnnviz.lessons.places import ComparePlace, GradientsPlace, ReferencePlace, TrainPlace
from rnnviz.lessons.quantities import Named, Number, View
from rnnviz.lessons.reference_view import ReferenceView, reference_shapes
from rnnviz.network.threads import one_thread
from rnnviz.tasks.picture import Report
from rnnviz.tracing.gradients import gradients, lengths
from rnnviz.tracing.run import NetworkPredictor, trace_run
from rnnviz.tracing.trace import Array, Trace
from rnnviz.training.advance import Budget, advance
from rnnviz.training.build import parameters, restore
from rnnviz.training.checkpoint import Checkpoint, load, save
from rnnviz.training.config import RunConfig
from rnnviz.training.matching import sizes
from rnnviz.training.run import Run
from rnnviz.training.verdict import Better, judge
from rnnviz.words import t

SLICE_SECONDS = 1.0
FURTHER = 5
"""Iterations that a run and its copy from a file are trained further, to see that they stay the same."""
CLOSE = 1e-6


@dataclass(frozen=True)
class Finding:
    """Whether a claim holds.

    Attributes:
        claim: the sentence.
        holds: whether it does.
        found: what was measured, in words.
    """

    claim: str
    holds: bool
    found: str


@dataclass(frozen=True)
class TrainedView:
    """One network at one moment of its training; see `quantities.View`."""

    config: RunConfig
    checkpoint: Checkpoint
    losses: Array
    diverged: bool = False

    @property
    def iteration(self) -> int:
        """Updates made."""
        return self.checkpoint.iteration

    @cached_property
    def report(self) -> Report:
        """The task's scores."""
        return self.config.make_task().report(NetworkPredictor(restore(self.config, self.checkpoint)))

    @property
    def baseline(self) -> float:
        """The loss of the task's simple rule."""
        return self.config.make_task().baseline

    @property
    def parameters(self) -> int:
        """How many numbers are trained."""
        return parameters(self.config)

    @property
    def difference(self) -> float:
        """The largest difference from torch.nn on the first example."""
        check = self.trace(0).check
        assert check is not None
        return check.largest_difference

    @property
    def examples(self) -> int:
        """How many examples the task has."""
        return self.config.make_task().examples

    def trace(self, example: int) -> Trace:
        """Every value on an example."""
        return trace_run(self.config, self.checkpoint, example)

    def gradient(self, address: str, example: int) -> Array:
        """[T] the length of the loss's gradient with respect to a state at every step of an example."""
        task, network = self.config.make_task(), restore(self.config, self.checkpoint)
        return lengths(gradients(network, task, task.example(example)).states[address].full)

    def targets(self, example: int) -> Array:
        """What was asked for on an example."""
        targets: Array = self.config.make_task().example(example).targets[0]
        return targets


def judge_setup(setup: Setup) -> list[Finding]:
    """Train what a setup opens, as far as its claims need it, and judge each of them.

    Raises:
        LessonError: a claim asks for a score that the task does not have.
    """
    with one_thread():
        match setup.place:
            case TrainPlace(config):
                networks = {config.cell: [config]}
            case ComparePlace(comparison) | GradientsPlace(comparison):
                networks = {
                    cell: [comparison.config(cell, number, size.hidden) for number in range(comparison.seeds)]
                    for cell, size in sizes(comparison).items()
                }
            case ReferencePlace() as place:
                view, shapes = ReferenceView(place), reference_shapes(place)
                return [_judge(claim, {"": [view]}, shapes) for claim in setup.claims]
        moments = {cell: [_moments(config, setup.claims) for config in of_it] for cell, of_it in networks.items()}
        return [
            _judge(claim, {cell: [each[claim.iteration] for each in of_it] for cell, of_it in moments.items()})
            for claim in setup.claims
        ]


def _moments(config: RunConfig, claims: tuple[Claim, ...]) -> dict[int | None, TrainedView]:
    """Train as far as the claims need it: the network at each iteration that they speak of, and at the end as None."""
    config = config.changed(device="cpu")
    run = Run(config, moments=False)
    checkpoints: dict[int | None, Checkpoint] = {0: run.checkpoint}
    spoken_of = {claim.iteration for claim in claims if claim.iteration is not None}
    for iteration in sorted(spoken_of | {last_iteration(claims, config.iterations)}):
        _train(run, iteration)
        checkpoints[iteration] = run.checkpoint
    checkpoints[None] = run.checkpoint
    diverged = run.status == "failed"
    return {moment: TrainedView(config, kept, run.losses, diverged) for moment, kept in checkpoints.items()}


def _train(run: Run, until: int) -> None:
    run.play(until)
    while run.training:
        run.train_slice(SLICE_SECONDS)


def _judge(
    claim: Claim, views: Mapping[str, Sequence[View]], shapes: Mapping[str, tuple[int, ...]] | None = None
) -> Finding:
    content = claim.content
    match content:
        case Relation(left, sign, right):
            one, other = _measure(left, views), _measure(right, views)
            equal = abs(one - other) <= CLOSE * max(abs(one), abs(other))
            holds = {"<": one < other, ">": one > other, "=": equal}[sign]
            return Finding(claim.text, holds, f"{one:.6g} {sign} {other:.6g}")
        case Rank(first, beats, second, score):
            scores = {cell: [_score(view, score) for view in views[cell]] for cell in (first, second)}
            verdict = judge(scores, _better(views[first][0], score))
            holds = verdict.leader == first and bool(verdict.beaten) if beats else bool(verdict.tied)
            return Finding(claim.text, holds, str(scores))
        case Says(text):
            answer = _only(views).report.answer
            return Finding(claim.text, text in answer, answer)
        case HasShape(name, size):
            known = shapes or {}
            if name not in known:
                names = ", ".join(known) or "–"
                raise LessonError(t("there is no shape {name}; there are {names}.", name=name, names=names))
            return Finding(claim.text, known[name] == size, str(list(known[name])))
        case Keeps():
            return _keeps(claim, _only(views))
        case Diverges():
            view = _only(views)
            diverged = isinstance(view, TrainedView) and view.diverged
            return Finding(claim.text, diverged, f"{len(view.losses)} iterations")
        case Refuses():
            refused = shapes is not None and not shapes
            return Finding(claim.text, refused, ", ".join(shapes or ()))


def _measure(term: Term, views: Mapping[str, Sequence[View]]) -> float:
    """The median over the seeds of the term's cell."""
    if isinstance(term.quantity, Number):
        return term.quantity.value
    found: Iterable[View] = views[term.cell] if term.cell else [_only(views)]
    return median(term.quantity.measure(view) for view in found)


def _only(views: Mapping[str, Sequence[View]]) -> View:
    """The only network: the reader of lessons has seen to it that a claim names a cell where there are several."""
    return next(iter(views.values()))[0]


def _score(view: View, name: str) -> float:
    return Named(name or view.report.scores[0].name).measure(view)


def _better(view: View, name: str) -> Better:
    scores = view.report.scores
    return next(score.better for score in scores if score.name == (name or scores[0].name))


def _keeps(claim: Claim, view: View) -> Finding:
    """Save, load, and train both further: all numbers must be the same to the last bit."""
    assert isinstance(view, TrainedView)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "run.safetensors"
        save(path, view.config, view.checkpoint)
        config, checkpoint = load(path)
    ends = [advance(view.config, view.checkpoint, Budget(FURTHER)), advance(config, checkpoint, Budget(FURTHER))]
    one, other = (end.checkpoint.weights for end in ends)
    same = config == view.config and one.keys() == other.keys()
    same = same and all(torch.equal(one[name], other[name]) for name in one)
    same = same and np.array_equal(ends[0].losses, ends[1].losses)
    return Finding(claim.text, same, "the same" if same else "not the same")
