"""Players that play as one: a first one with the controls and a strip that is all theirs, and one for each cell."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rnnviz.player.payload import pack
from rnnviz.player.scene import Arrays, describe_picture, describe_values
from rnnviz.tasks.picture import Chart, Image, Line, Symbols
from rnnviz.tracing.trace import Trace, layer_title

PREDICTIONS = ("prediction", "free")


@dataclass(frozen=True, eq=False)
class Part:
    """What one cell plays.

    Attributes:
        cell: its key, from which the hue follows.
        title: its name.
        caption: what stands beside the name.
        run: what the values belong to.
        trace: the values.
        strip: the picture of input, target and prediction.
    """

    cell: str
    title: str
    caption: str
    run: str
    trace: Trace
    strip: Chart | Symbols | Image


def leader_payload(run: str, parts: Sequence[Part], freely: bool) -> bytes:
    """The first player: the controls of the time steps and, where every strip is a chart, one with all predictions.

    Args:
        run: what is shown; another run begins at its first step again.
        parts: one for each cell, of one example.
        freely: whether the predictions that feed on themselves are wanted, not those from the true inputs.
    """
    arrays: Arrays = {}
    charts = [part.strip for part in parts]
    common = _common(parts, arrays, freely) if share_a_strip(charts) else None
    header = {**_header(run, parts[0].trace), "step": 0, "strip": common}
    return pack(header, arrays)


def part_payload(part: Part, layer: str, own_strip: bool) -> bytes:
    """One cell's player: its gates and states, without controls of the time steps.

    Args:
        part: what it plays.
        layer: address of the layer and direction to show.
        own_strip: whether it shows its own strip.
    """
    trace, arrays = part.trace, Arrays()
    shown = layer if layer in trace.layers else trace.layers[0]
    arrays |= {name: trace[f"{shown}.{name}"] for name in trace.cell.names}
    header = {
        **_header(part.run, trace),
        "title": f"{part.title} · {part.caption}",
        "cell": part.cell,
        "follows": True,
        "layer": shown,
        "layers": [{"address": address, "label": layer_title(address)} for address in trace.layers],
        "values": describe_values(trace, shown),
        "strip": describe_picture(part.strip, "strip", arrays) if own_strip else None,
    }
    return pack(header, arrays)


def share_a_strip(strips: Sequence[Chart | Symbols | Image]) -> bool:
    """Whether the predictions of all can stand in one chart."""
    return all(isinstance(strip, Chart) for strip in strips)


def _header(run: str, trace: Trace) -> dict[str, object]:
    empty: dict[str, object] = dict.fromkeys(("layers", "values", "equations", "charts"), ())
    return {**empty, "run": run, "steps": trace.steps, "unit": 0, "diagram": None, "timeline": None}


def _common(parts: Sequence[Part], arrays: Arrays, freely: bool) -> dict[str, object]:
    """The first chart's input and target, and each cell's prediction under the cell's name and in its hue."""
    first = parts[0].strip
    assert isinstance(first, Chart)
    lines = [line for line in first.lines if line.role not in PREDICTIONS]
    cells: list[str | None] = [None] * len(lines)
    for part in parts:
        found = _prediction(part.strip, freely)
        if found is not None:
            lines.append(Line(part.title, found.role, found.x, found.y))
            cells.append(part.cell)
    chart = Chart(first.title, first.x_label, first.y_label, tuple(lines), first.y_range, first.read_steps)
    described = describe_picture(chart, "strip", arrays)
    entries = zip(lines, cells, strict=True)
    return {**described, "lines": [{"name": ln.name, "role": ln.role, "cell": cell} for ln, cell in entries]}


def _prediction(strip: Chart | Symbols | Image, freely: bool) -> Line | None:
    assert isinstance(strip, Chart)
    by_role = {line.role: line for line in strip.lines if line.role in PREDICTIONS}
    return (by_role.get("free") if freely else None) or by_role.get("prediction")
