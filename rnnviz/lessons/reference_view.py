"""What the pages of Reference show, as a lesson's claims speak of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from rnnviz.cells import CELLS
from rnnviz.cells.program import ProgramSizes, draw
from rnnviz.lessons.errors import LessonError
from rnnviz.lessons.places import ReferencePlace
from rnnviz.network.comparison import torch_run
from rnnviz.network.shapes import Shapes, describe
from rnnviz.network.walk import walk
from rnnviz.showcase import MOMENTS, showcase
from rnnviz.tasks.picture import Report
from rnnviz.tracing.layers import layer_output, run_layers
from rnnviz.tracing.trace import Array, Trace
from rnnviz.tracing.update_gate import readings
from rnnviz.words import t

WALK, STAGES, CONVENTIONS = "walk", "stages", "conventions"


def reference_shapes(place: ReferencePlace) -> Mapping[str, tuple[int, ...]]:
    """The shapes that the page shows, by name; empty where it shows none."""
    if place.choice("part") != "shapes":
        return {}
    if place.choice("view") == WALK:
        found = walk()
        tensors = {"inputs": found.inputs, "h": found.states[-1], "output": found.output, "hidden": found.hidden}
        return {name: tuple(tensor.shape) for name, tensor in tensors.items()}
    described = describe(place.arguments)
    if not isinstance(described, Shapes):
        return {}
    every = (*described.inputs, *described.outputs, *described.parameters)
    return {shape.name: shape.size for shape in every}


@dataclass(frozen=True)
class ReferenceView:
    """A page of Reference; see `quantities.View`. What a page does not have raises LessonError."""

    place: ReferencePlace

    @property
    def losses(self) -> Array:
        """The showcase's, beside the LSTM's stages."""
        if self._shown == STAGES:
            return showcase().losses
        raise self._lacking("loss")

    @property
    def iteration(self) -> int:
        """That of the showcase."""
        return MOMENTS[-1]

    @property
    def report(self) -> Report:
        """There is none."""
        raise self._lacking("score")

    @property
    def baseline(self) -> float:
        """There is none."""
        raise self._lacking("baseline")

    @property
    def parameters(self) -> int:
        """Of the module whose shapes are shown."""
        found = describe(self.place.arguments) if self._shown == "any" else None
        if not isinstance(found, Shapes):
            raise self._lacking("parameters")
        return found.total

    @property
    def difference(self) -> float:
        """From torch; of the GRU's two conventions, from each other."""
        if self._shown == WALK:
            return walk().looped
        if self._shown == CONVENTIONS:
            return readings().difference
        if self.place.choice("part") == "scratch":
            return _scratch_difference()
        raise self._lacking("difference from torch")

    @property
    def examples(self) -> int:
        """The showcase's only wave, or the update gate's."""
        return 1

    def trace(self, example: int) -> Trace:
        """The trace behind the LSTM's stages, or behind the GRU's conventions as PyTorch has them."""
        return self._trace

    def targets(self, example: int) -> Array:
        """There are none."""
        raise self._lacking("error")

    def gradient(self, address: str, example: int) -> Array:
        """There is none."""
        raise self._lacking("gradient")

    @cached_property
    def _trace(self) -> Trace:
        if self._shown == STAGES:
            return showcase().trace(MOMENTS[-1])
        if self._shown == CONVENTIONS:
            return readings().keeps
        raise self._lacking("value")

    @property
    def _shown(self) -> str:
        """The view: "any", "walk", "cell", "stages", "conventions", or one of From scratch."""
        part = self.place.choice("part")
        if part == "shapes":
            return self.place.choice("view")
        cell = self.place.choice("cell")
        if part == "scratch":
            return self.place.choice("show")
        return self.place.choice(f"{cell}-view") if cell in ("lstm", "gru") else "cell"

    def _lacking(self, what: str) -> LessonError:
        return LessonError(t("this view of Reference has no {what}; leave the claim out.", what=what))


def _scratch_difference() -> float:
    """Between the NumPy program that the page shows at first and torch."""
    sizes = ProgramSizes()
    drawn = draw(CELLS["lstm"], sizes)
    trace = run_layers(CELLS["lstm"], {f"layer{n}": layer for n, layer in enumerate(drawn.layers)}, drawn.inputs)
    outputs = layer_output(trace) @ drawn.weight.T + drawn.bias
    return float(np.abs(outputs - torch_run("lstm", sizes).outputs).max())
