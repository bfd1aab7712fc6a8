"""What the player shows, put together from a trace, the pictures of a task and the state of a training."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

import numpy as np
from numpy.typing import NDArray

from rnnviz.cells import Cell
from rnnviz.cells.drawing.diagram import diagram
from rnnviz.cells.functions import FUNCTIONS
from rnnviz.cells.mathml import numbers, symbols
from rnnviz.player.payload import as_sent, pack, pack_bare, unpack
from rnnviz.player.truth import Truth, describe_truth
from rnnviz.tasks.picture import Chart, Image, Symbols
from rnnviz.tracing.activations import REACH, Activation, activations, curve, half_lives
from rnnviz.tracing.equation import equation_gives
from rnnviz.tracing.trace import Check, Trace, layer_title
from rnnviz.words import readable, t

MOST_POINTS = 2000
GIVEN = "given."
"""Begins the key of what the equation of a changed value gives, before the change."""
Arrays = dict[str, NDArray[np.floating]]


@dataclass(frozen=True)
class Timeline:
    """The loss curve as a scrubber.

    Attributes:
        losses: [n] the loss of iterations 0 to n - 1.
        total: iterations planned.
        moments: iterations that can be shown.
        shown: the one that is.
        live: whether it is the latest of a training that goes on.
        baseline: the loss of knowing nothing; None where the task has none.
        baseline_name: what that is.
        loss_name: what the loss is.
    """

    losses: NDArray[np.floating]
    total: int
    moments: Sequence[int]
    shown: int
    live: bool
    baseline: float | None
    baseline_name: str
    loss_name: str


@dataclass(frozen=True, eq=False)
class Scene:
    """All that one block tells the player.

    Attributes:
        header: what JSON holds.
        arrays: by key; of any shape.
    """

    header: Mapping[str, object]
    arrays: Mapping[str, NDArray[np.floating]]

    @cached_property
    def block(self) -> bytes:
        """The bytes that the player takes."""
        return pack(self.header, self.arrays)

    @cached_property
    def version(self) -> str:
        """What names this content."""
        return str(unpack(self.block)[0]["version"])

    def since(self, base: Scene, name: str) -> bytes:
        """The bytes with what differs from `base` alone, which the player has been sent under `name`.

        All of it where they do not tell of the same things, such as two cells.
        """
        if self.header.keys() != base.header.keys() or base.arrays.keys() - self.arrays.keys():
            return self.block
        header = {key: value for key, value in self.header.items() if base.header[key] != value}
        known = base.arrays
        arrays = {key: each for key, each in self.arrays.items() if key not in known or not _equal(each, known[key])}
        return pack_bare({**header, "base": {"name": name, "version": base.version}}, arrays)


def scene(
    trace: Trace,
    *,
    run: str,
    layer: str,
    strip: Chart | Symbols | Image | None = None,
    charts: Sequence[Chart] = (),
    truth: Truth | None = None,
    timeline: Timeline | None = None,
    caption: str = "",
    sentence: str = "",
    unit: int = 0,
    step: int = 0,
    autoplay: bool = False,
    original: bool = False,
    changes: Mapping[str, str] | None = None,
    curves: bool = False,
    note: str = "",
) -> Scene:
    """What the player takes.

    Args:
        trace: the values.
        run: what they belong to; another run begins at its first step again.
        layer: address of the layer and direction to show.
        strip: the picture of input, target and prediction over the time steps.
        charts: further pictures, with an axis of their own.
        truth: what an ideal memory holds, and which units carry it.
        timeline: the training that the trace is a moment of.
        caption: the configuration in words.
        sentence: the picture in words, for those who do not see it.
        unit, step: what to begin with.
        autoplay: play at once.
        original: whether what the values are in the scene that this one is told apart from is drawn behind them.
        changes: by address, what was done to a value, in words.
        note: what the values are of, where that is not what one would think; said while nothing is pointed at.
        curves: show the curves of the functions, with the points where this step stands, in place of the diagram.
    """
    told = changes or {}
    arrays: Arrays = dict(trace.layer(layer))
    arrays |= {
        GIVEN + name: equation_gives(trace, layer, name) for name in trace.cell.names if f"{layer}.{name}" in told
    }
    header: dict[str, object] = {
        "run": run,
        "steps": trace.steps,
        "unit": unit,
        "step": step,
        "layer": layer,
        "layers": [{"address": address, "label": layer_title(address)} for address in trace.layers],
        "values": describe_values(trace, layer, told),
        "equations": _equations(trace.cell),
        "diagram": None if curves else _diagram(trace.cell),
        "activations": _activations(trace, layer, arrays) if curves else None,
        "strip": describe_picture(strip, "strip", arrays) if strip else None,
        "charts": [describe_picture(chart, f"charts.{index}", arrays) for index, chart in enumerate(charts)],
        "truths": describe_truth(truth, layer, arrays) if truth else [],
        "timeline": _timeline(timeline, arrays) if timeline else None,
        "check": check_sentence(trace.check) if trace.check else "",
        "caption": caption,
        "sentence": sentence,
        "autoplay": autoplay,
        "original": original,
        "note": note,
    }
    return Scene(header, arrays)


def check_sentence(check: Check) -> str:
    """The comparison of a trace with an independent computation, in words."""
    difference = readable(check.largest_difference, 1)
    return t("checked against {name}: largest difference {difference}", name=check.reference, difference=difference)


def describe_values(trace: Trace, layer: str, changes: Mapping[str, str] | None = None) -> list[dict[str, object]]:
    """Each named value of the cell as the player's header has it."""
    cell, told = trace.cell, changes or {}
    return [
        {
            "name": name,
            "address": f"{layer}.{name}",
            "label": t(cell.label(name)),
            "meaning": t(cell.meaning(name)),
            "role": cell.role(name),
            "range": cell.range(name),
            "units": int(trace[f"{layer}.{name}"].shape[1]),
            "change": told.get(f"{layer}.{name}", ""),
        }
        for name in cell.names
    ]


@lru_cache(maxsize=256)
def _equations(cell: Cell) -> list[dict[str, str]]:
    return [{"name": e.name, "symbols": symbols(e, cell), "numbers": numbers(e, cell)} for e in cell.equations]


@lru_cache(maxsize=256)
def _diagram(cell: Cell) -> dict[str, object]:
    return diagram(cell).as_dict()


def describe_picture(picture: Chart | Symbols | Image, key: str, arrays: Arrays) -> dict[str, object]:
    """Put a picture's numbers among the arrays and describe the rest of it."""
    if isinstance(picture, Symbols):
        return _symbols(picture, key, arrays)
    if isinstance(picture, Image):
        arrays[f"{key}.image"] = picture.pixels
        arrays[f"{key}.probabilities"] = picture.probabilities
        return {
            "kind": "image",
            "classes": list(picture.classes),
            "target": picture.target,
            "read_steps": list(picture.read_steps),
        }
    for index, line in enumerate(picture.lines):
        arrays[f"{key}.{index}.y"] = np.asarray(line.y)
        arrays[f"{key}.{index}.x"] = np.arange(len(line.y), dtype=float) if line.x is None else np.asarray(line.x)
    return {
        "kind": "chart",
        "title": picture.title,
        "x_label": picture.x_label,
        "y_label": picture.y_label,
        "y_range": list(picture.y_range),
        "read_steps": list(picture.read_steps),
        "lines": [{"name": line.name, "role": line.role} for line in picture.lines],
    }


def _activations(trace: Trace, layer: str, arrays: Arrays) -> dict[str, object]:
    """Describe the functions and the points on their curves, and put their numbers among the arrays."""
    found = activations(trace, layer)
    functions = list(dict.fromkeys(each.function for each in found))
    for index, function in enumerate(functions):
        arrays[f"curve.{index}.x"], arrays[f"curve.{index}.y"] = curve(function)
    for index, each in enumerate(found):
        arrays[f"activation.{index}.x"], arrays[f"activation.{index}.y"] = each.x, each.y
    arrays |= {f"half_life.{gate}": steps for gate, steps in half_lives(trace, layer).items()}
    points = [
        {"function": functions.index(each.function), "name": each.name, "label": _point_label(each)} for each in found
    ]
    return {"functions": [_function(name) for name in functions], "points": points}


def _point_label(point: Activation) -> str:
    return f"{FUNCTIONS[point.function].symbol}({point.name})" if point.inner else point.name


def _function(name: str) -> dict[str, object]:
    low, high = FUNCTIONS[name].range or (0.0, REACH)
    return {"symbol": FUNCTIONS[name].symbol, "low": low, "high": high, "reach": REACH}


def _symbols(picture: Symbols, key: str, arrays: Arrays) -> dict[str, object]:
    best = picture.probabilities.argmax(-1)
    arrays[f"{key}.probabilities"] = picture.probabilities
    arrays[f"{key}.certainty"] = picture.probabilities.max(-1) if picture.certainty is None else picture.certainty
    asked = picture.asked or [None if k is None else picture.classes[k] for k in picture.target]
    return {
        "kind": "symbols",
        "tokens": list(picture.tokens),
        "classes": list(picture.classes),
        "target": list(picture.target),
        "said": list(picture.said) or [picture.classes[k] for k in best],
        "asked": list(asked),
        "read_steps": list(picture.read_steps),
    }


def _equal(one: NDArray[np.floating], other: NDArray[np.floating]) -> bool:
    """Whether two arrays travel as the same bytes."""
    a, b = as_sent(one), as_sent(other)
    return a is b or (a.shape == b.shape and a.tobytes() == b.tobytes())


def _timeline(timeline: Timeline, arrays: Arrays) -> dict[str, object]:
    iterations = _few(timeline.losses)
    arrays["timeline.iterations"] = iterations.astype(float)
    arrays["timeline.losses"] = timeline.losses[iterations]
    return {
        "total": timeline.total,
        "moments": list(timeline.moments),
        "shown": timeline.shown,
        "live": timeline.live,
        "baseline": timeline.baseline,
        "baseline_name": timeline.baseline_name,
        "loss_name": timeline.loss_name,
    }


def _few(losses: NDArray[np.floating]) -> NDArray[np.intp]:
    """Iterations that keep the look of a long curve: the lowest and the highest of each stretch, first and last."""
    count = len(losses)
    if count <= MOST_POINTS:
        return np.arange(count)
    size = -(-count // (MOST_POINTS // 2 - 2))
    rest = count - count % size
    stretches, begins = losses[:rest].reshape(-1, size), np.arange(0, rest, size)
    extremes = [begins + stretches.argmin(1), begins + stretches.argmax(1)]
    if rest < count:
        extremes += [[rest + losses[rest:].argmin()], [rest + losses[rest:].argmax()]]
    return np.unique(np.concatenate([[0], *extremes, [count - 1]]))
