"""The picture of a cell, laid out from its equations: boxes, operations and the wires between them."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from functools import lru_cache

from rnnviz.cells.cell import Cell
from rnnviz.cells.drawing.columns import Columns, layered
from rnnviz.cells.drawing.graph import Graph, Kind, Vertex, dependency_graph
from rnnviz.cells.drawing.ordering import arrange
from rnnviz.cells.drawing.rows import Sizes, rows
from rnnviz.cells.drawing.wires import PORT, TRACK, Point, Routes, elbows, polyline, ports, trunks

WIDTH = 640.0
_MARGIN, _LEAST_HEIGHT = 12.0, 120.0
_CHANNEL, _WIDEST_TRACK = 15.0, 14.0
_BOX, _LETTER, _PADDING = 48.0, 10.0, 14.0
_LEAST_WIDTH: dict[Kind, float] = {"input": 54.0, "prev": 54.0, "op": 34.0}


@dataclass(frozen=True)
class Node:
    """One box or operation; `x`, `y` is its middle. An operation has round ends: a circle where it is square.

    Attributes:
        id: name of a value, a previous state or the input; "c.1" for the first operation on the way to `c`.
        kind: "input", "prev", "gate", "candidate", "state", "value" or "op".
        label: the symbol to write.
        function: symbol of the function that a named value's box applies, such as "σ"; empty where none.
        value: key of the array that lights it.
    """

    id: str
    kind: Kind
    label: str
    function: str
    value: str
    x: float
    y: float
    w: float
    h: float


@dataclass(frozen=True)
class Wire:
    """A right-angled way from node to node; wires of one source share their beginning.

    Attributes:
        target: the node it leads to; empty for a state that leaves to the next time step.
        value: key of the array that flows along it.
        points: corners from source to target.
    """

    id: str
    source: str
    target: str
    value: str
    points: tuple[Point, ...]


@dataclass(frozen=True)
class Joint:
    """A point where the wires of one source part."""

    value: str
    x: float
    y: float


@dataclass(frozen=True)
class Diagram:
    """A cell's picture in a box of `width` by `height` units, time running from left to right."""

    width: float
    height: float
    nodes: tuple[Node, ...]
    wires: tuple[Wire, ...]
    joints: tuple[Joint, ...]

    def as_dict(self) -> dict[str, object]:
        """The picture as plain data that JSON can carry."""
        plain = asdict(self)
        return {
            **plain,
            "nodes": list(plain["nodes"]),
            "wires": [{**wire, "points": [list(point) for point in wire["points"]]} for wire in plain["wires"]],
            "joints": list(plain["joints"]),
        }


@lru_cache(maxsize=64)
def diagram(cell: Cell) -> Diagram:
    """Lay out the dependency graph of `cell`; the same cell always gives the same picture.

    The picture is 640 wide and as high as it needs; only a cell with very many steps in a row makes it wider.
    """
    graph = dependency_graph(cell)
    columns = layered(cell, graph)
    arrange(columns)
    return _Layout(graph, columns).diagram()


class _Layout:
    def __init__(self, graph: Graph, made: Columns) -> None:
        self.graph, self.columns = graph, made
        self.vertices: dict[str, Vertex] = {vertex.id: vertex for vertex in graph.vertices}
        inputs: dict[str, int] = defaultdict(int)
        for _, target in graph.edges:
            inputs[target] += 1
        self.width = {place: self._width(place) for place in made.net}
        self.height = {place: self._height(place, inputs[place]) for place in made.net}
        self.routes = Routes()
        self.y = self._settle()
        self.x, self.total = self._across()

    def _width(self, place: str) -> float:
        if self.columns.passes(place):
            return 0.0
        vertex = self.vertices[place]
        least = _LEAST_WIDTH.get(vertex.kind, _BOX)
        return max(least, _LETTER * len(vertex.label) + _PADDING)

    def _height(self, place: str, inputs: int) -> float:
        if self.columns.passes(place):
            return 0.0
        least = 34.0 if self.vertices[place].kind == "op" else 40.0
        if place in self.columns.lane and inputs > 2:
            # The lane enters at the middle, so the others may all come in on one side of it.
            return max(least, PORT * (2 * inputs - 1))
        return max(least, PORT * (inputs + 1) if inputs > 3 else least)

    def _settle(self) -> dict[str, float]:
        """Heights of all places: first with all wires entering from the left, then bent where possible."""
        order = {place: float(at) for places in self.columns.order for at, place in enumerate(places)}
        boxes = {
            (place, target): port
            for (place, target), port in ports(self.columns, set(), order).items()
            if self.vertices[target].weighs and target not in self.columns.lane
        }
        y = rows(self.columns, Sizes(self.height.__getitem__, boxes))
        bent = elbows(self.columns, y, self.height)
        y = rows(self.columns, Sizes(self.height.__getitem__, self._meetings(bent, y)))
        self.routes.elbows = elbows(self.columns, y, self.height) & bent
        self.routes.port = ports(self.columns, self.routes.elbows, y)
        self.routes.trunks = trunks(self.columns, self.routes, y)
        least = min(y[place] - self.height[place] / 2 for place in y)
        return {place: value - least + _MARGIN for place, value in y.items()}

    def _meetings(self, bent: set[tuple[str, str]], y: Mapping[str, float]) -> dict[tuple[str, str], float]:
        """How far below its middle each wire meets a vertex; one that is bent keeps clear of it."""
        clear = {
            (place, target): (self.height[target] / 2 + PORT) * (1 if y[place] > y[target] else -1)
            for place, target in bent
        }
        return {**ports(self.columns, bent, y), **clear}

    def _across(self) -> tuple[list[float], float]:
        """The middle of each column, and the width of the whole."""
        # Nothing stands in the first column where nothing enters: a cell may read neither input nor past.
        widths = [max((self.width[place] for place in places), default=0.0) for places in self.columns.order]
        tracks = [max((t.track + 1 for t in found.values()), default=0) for found in self.routes.trunks]
        channels = [_CHANNEL + TRACK * max(count, 1) for count in tracks]
        spare = max(WIDTH - 2 * _MARGIN - sum(widths) - sum(channels), 0.0) / sum(channels)
        self.channels = [channel * (1 + spare) for channel in channels]
        middles, edge = [], _MARGIN
        for width, channel in zip(widths, [*self.channels, 0.0], strict=True):
            middles.append(round(edge) + width / 2)
            edge += width + channel
        self.right = [middle + width / 2 for middle, width in zip(middles, widths, strict=True)]
        return middles, round(edge) + _MARGIN

    def diagram(self) -> Diagram:
        """The finished picture."""
        at = {place: index for index, places in enumerate(self.columns.order) for place in places}
        nodes = tuple(
            Node(
                v.id,
                v.kind,
                v.label,
                v.function,
                v.value,
                self.x[at[v.id]],
                self.y[v.id],
                self.width[v.id],
                self.height[v.id],
            )
            for v in self.graph.vertices
        )
        wires = tuple(wire for v in self.graph.vertices for wire in self._wires(v.id, at))
        low = max(self.y[place] + self.height[place] / 2 for place in self.y) + _MARGIN
        return Diagram(self.total, max(low, _LEAST_HEIGHT), nodes, wires, _joints(wires))

    def _wires(self, source: str, at: Mapping[str, int]) -> Iterator[Wire]:
        start = [(self.x[at[source]] + self.width[source] / 2, self.y[source])]
        value = self.vertices[source].value
        for target, points in self._ways(source, start, at):
            corners = polyline(points)
            yield Wire(f"{source}->{target}", source, target, value, corners)

    def _ways(self, place: str, way: list[Point], at: Mapping[str, int]) -> Iterator[tuple[str, list[Point]]]:
        column = at[place]
        if column == len(self.columns.order) - 1:
            yield "", [*way, (self.x[column], self.y[place])]
        for target in self.columns.links.get(place, ()):
            if (place, target) in self.routes.elbows:
                edge = self.height[target] / 2 * (-1 if self.y[place] < self.y[target] else 1)
                middle = self.x[column + 1]
                yield target, [*way, (middle, self.y[place]), (middle, self.y[target] + edge)]
                continue
            end = self.y[target] + self.routes.port.get((place, target), 0.0)
            trunk = self.routes.trunks[column].get(place)
            upright = self._track(column, trunk.track) if trunk else self.right[column]
            onward = [*way, (upright, self.y[place]), (upright, end)]
            if self.columns.passes(target):
                yield from self._ways(target, onward, at)
            else:
                left = self.x[column + 1] - self.width[target] / 2
                yield target, [*onward, (left + self._inset(target, end - self.y[target]), end)]

    def _inset(self, target: str, port: float) -> float:
        """How far right of its left edge an operation's round end lies, `port` below the middle."""
        if self.vertices[target].kind != "op":
            return 0.0
        radius = min(self.width[target], self.height[target]) / 2
        beyond = max(abs(port) - self.height[target] / 2 + radius, 0.0)
        return round(radius - math.sqrt(radius**2 - beyond**2), 1)

    def _track(self, column: int, track: int) -> float:
        """Where an upright line stands: all tracks keep to the middle of the room between two columns."""
        count = max(trunk.track for trunk in self.routes.trunks[column].values()) + 1
        apart = min(self.channels[column] / (count + 2), _WIDEST_TRACK)
        middle = self.right[column] + self.channels[column] / 2
        return round(middle + apart * (track - (count - 1) / 2))


def _joints(wires: tuple[Wire, ...]) -> tuple[Joint, ...]:
    """Points where wires of one source part, each once."""
    found: dict[Joint, None] = {}
    for wire in wires:
        for other in wires:
            if other.source == wire.source and other.id < wire.id:
                point = _parting(wire.points, other.points)
                if point != wire.points[0]:
                    found[Joint(wire.value, *point)] = None
    return tuple(found)


def _parting(a: tuple[Point, ...], b: tuple[Point, ...]) -> Point:
    """The last point that two ways with the same beginning share."""
    shared = 0
    while a[shared + 1 :] and b[shared + 1 :] and a[shared + 1] == b[shared + 1]:
        shared += 1
    corner = a[shared]
    if not a[shared + 1 :] or not b[shared + 1 :]:
        return corner
    (ax, ay), (bx, by) = a[shared + 1], b[shared + 1]
    if ax == bx == corner[0] and (ay > corner[1]) == (by > corner[1]):
        return (ax, min(ay, by, key=lambda y: abs(y - corner[1])))
    if ay == by == corner[1] and (ax > corner[0]) == (bx > corner[0]):
        return (min(ax, bx, key=lambda x: abs(x - corner[0])), ay)
    return corner
