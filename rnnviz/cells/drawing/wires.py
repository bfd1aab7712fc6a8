"""Wires of a cell's picture: right-angled ways between columns that keep clear of every box."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import pairwise

from rnnviz.cells.drawing.columns import Columns

Point = tuple[float, float]

PORT = 12.0
TRACK = 9.0
_SAME, _CLEAR, _BLOCKED = 4.0, 10.0, 100


@dataclass
class Trunk:
    """The upright part that all wires of one place share on their way to the next column.

    Attributes:
        start: height at which the wire comes.
        ends: heights at which it goes on.
        track: number of the upright line it takes, from the left.
    """

    place: str
    start: float
    ends: list[float]
    track: int = 0

    @property
    def top(self) -> float:
        """The highest point."""
        return min(self.start, *self.ends)

    @property
    def bottom(self) -> float:
        """The lowest point."""
        return max(self.start, *self.ends)


@dataclass
class Routes:
    """How wires meet what they lead to.

    Attributes:
        elbows: (place, vertex) of the wires that run past a vertex's column and enter it from above or below.
        port: how far below the middle of a vertex the other wires enter it from the left, by (place, vertex).
        trunks: the upright parts after each column.
    """

    elbows: set[tuple[str, str]] = field(default_factory=set)
    port: dict[tuple[str, str], float] = field(default_factory=dict)
    trunks: list[dict[str, Trunk]] = field(default_factory=list)


def elbows(columns: Columns, y: Mapping[str, float], height: Mapping[str, float]) -> set[tuple[str, str]]:
    """The wires that can enter a vertex from straight above or below without touching anything."""
    found: set[tuple[str, str]] = set()
    for before, places in pairwise(columns.order):
        spans: list[tuple[str, float, float]] = []
        sides: set[tuple[str, bool]] = set()
        for source in before:
            for target in columns.links.get(source, ()):
                span = min(y[source], y[target]), max(y[source], y[target])
                side = target, y[source] < y[target]
                free = side not in sides and not any(top < span[1] and span[0] < low for _, top, low in spans)
                if free and _can_bend(source, target, columns, places, y, height):
                    found.add((source, target))
                    spans.append((source, *span))
                    sides.add(side)
    return found


def _can_bend(
    source: str,
    target: str,
    columns: Columns,
    places: list[str],
    y: Mapping[str, float],
    height: Mapping[str, float],
) -> bool:
    if columns.passes(target) or abs(y[source] - y[target]) < height[target] / 2 + _CLEAR:
        return False
    boxes = [other for other in columns.links[source] if height[other] and columns.net[other] == other]
    if source in columns.order[0] and len(boxes) > 1 and source not in columns.lane:
        return False
    for other in places:
        if other == target or columns.net[other] == columns.net[source]:
            continue
        if abs(y[other] - y[source]) < height[other] / 2 + _CLEAR:
            return False
        between = min(y[source], y[target]) < y[other] < max(y[source], y[target])
        if between and not columns.passes(other):
            return False
    return True


def ports(columns: Columns, bent: set[tuple[str, str]], y: Mapping[str, float]) -> dict[tuple[str, str], float]:
    """Where wires enter from the left: spread in the order they come, around the lane where it is among them."""
    entering: dict[str, list[str]] = defaultdict(list)
    for place, targets in columns.links.items():
        for target in targets:
            if not columns.passes(target) and (place, target) not in bent:
                entering[target].append(place)
    found = {}
    for target, places in entering.items():
        places.sort(key=lambda place: y[place])
        straight = next((at for at, place in enumerate(places) if {place, target} <= columns.lane), None)
        for index, place in enumerate(places):
            found[place, target] = PORT * (index - ((len(places) - 1) / 2 if straight is None else straight))
    return found


def trunks(columns: Columns, routes: Routes, y: Mapping[str, float]) -> list[dict[str, Trunk]]:
    """The upright parts between each two columns, on tracks in an order with few crossings."""
    found = []
    for places in columns.order[:-1]:
        made = []
        for place in places:
            targets = [target for target in columns.links.get(place, ()) if (place, target) not in routes.elbows]
            ends = [y[target] + routes.port.get((place, target), 0.0) for target in targets]
            if any(abs(end - y[place]) > 0.5 for end in ends):
                through = len(targets) < len(columns.links[place])
                made.append(Trunk(place, y[place], ends + ([y[place]] if through else [])))
        _assign(made)
        found.append({trunk.place: trunk for trunk in made})
    return found


def _assign(made: list[Trunk]) -> None:
    made.sort(key=lambda trunk: (trunk.start, trunk.bottom))
    for _ in made:
        for at in range(len(made) - 1):
            if _cost(made[at + 1], made[at]) < _cost(made[at], made[at + 1]):
                made[at], made[at + 1] = made[at + 1], made[at]
    for at, trunk in enumerate(made):
        earlier = [other.track for other in made[:at] if _touch(other, trunk)]
        trunk.track = max(earlier, default=-1) + 1


def _touch(a: Trunk, b: Trunk) -> bool:
    return a.top < b.bottom + _CLEAR and b.top < a.bottom + _CLEAR


def _cost(left: Trunk, right: Trunk) -> int:
    """Crossings, and overlaps at their price, of two trunks in this order."""
    crossings = sum(right.top < end < right.bottom for end in left.ends) + (left.top < right.start < left.bottom)
    overlaps = sum(abs(end - right.start) < _SAME for end in left.ends)
    return crossings + _BLOCKED * overlaps


def polyline(points: list[Point]) -> tuple[Point, ...]:
    """The way without points that change nothing."""
    kept: list[Point] = []
    for point in points:
        if kept and kept[-1] == point:
            continue
        if len(kept) > 1 and any(kept[-2][axis] == kept[-1][axis] == point[axis] for axis in (0, 1)):
            kept.pop()
        kept.append(point)
    return tuple(kept)
