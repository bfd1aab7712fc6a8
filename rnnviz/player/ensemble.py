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
        cell: its key or text.
        title: its name.
        caption: what stands beside the name.
        run: what the values belong to.
        trace: the values.
        strip: the picture of input, target and prediction.
        chart: a further picture with an axis of its own, or None.
        hue: the name of its hue among those of cells.
    """

    cell: str
    title: str
    caption: str
    run: str
    trace: Trace
    strip: Chart | Symbols | Image
    chart: Chart | None = None
    hue: str = ""


def leader_payload(run: str, parts: Sequence[Part], freely: bool) -> bytes:
    """The first player: the controls of the time steps, one strip with all predictions, one further chart with all.

    Of strips that are no charts there is none for all.

    Args:
        run: what is shown; another run begins at its first step again.
        parts: one for each cell, of one example.
        freely: whether the predictions that feed on themselves are wanted, not those from the true inputs.
    """
    arrays: Arrays = {}
    strips = [part.strip for part in parts if isinstance(part.strip, Chart)]
    further = [part.chart for part in parts if part.chart is not None]
    header = {
        **_header(run, parts[0].trace),
        "step": 0,
        "strip": _common(parts, strips, "strip", arrays, freely) if len(strips) == len(parts) else None,
        "charts": [_common(parts, further, "charts.0", arrays, freely)] if len(further) == len(parts) else [],
    }
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
        "cell": part.hue,
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


def _common(
    parts: Sequence[Part], charts: Sequence[Chart], key: str, arrays: Arrays, freely: bool
) -> dict[str, object]:
    """The first chart's input and target, and each cell's prediction under the cell's name and in its hue."""
    first = charts[0]
    lines = [line for line in first.lines if line.role not in PREDICTIONS]
    cells: list[str | None] = [None] * len(lines)
    for part, chart in zip(parts, charts, strict=True):
        found = _prediction(chart, freely)
        if found is not None:
            lines.append(Line(part.title, found.role, found.x, found.y))
            cells.append(part.hue)
    common = Chart(first.title, first.x_label, first.y_label, tuple(lines), first.y_range, first.read_steps)
    entries = zip(lines, cells, strict=True)
    named = [{"name": line.name, "role": line.role, "cell": cell} for line, cell in entries]
    return {**describe_picture(common, key, arrays), "lines": named}


def _prediction(chart: Chart, freely: bool) -> Line | None:
    by_role = {line.role: line for line in chart.lines if line.role in PREDICTIONS}
    return (by_role.get("free") if freely else None) or by_role.get("prediction")
