"""Heights of a cell's picture: how far down each place of each column stands."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise

from rnnviz.cells.cell import INPUT
from rnnviz.cells.drawing.columns import Columns

# Improvements are small after few rounds; a large picture takes fewer, to be there while a person types.
_ROUNDS, _LEAST_ROUNDS, _FEW = 40, 2, 60
_GOALS, _NEAR = 5, 14.0
_GAP, _WIRE_GAP = 20.0, 20.0
_BEND, _KINK = 0.0005, 10.0
_GROWTH, _ENTRY, _SINK, _SETTLE, _STRAIGHT = 0.2, 0.3, 1.5, 0.1, 2.0


@dataclass(frozen=True)
class Sizes:
    """What takes room.

    Attributes:
        height: of a place; 0 for a passing wire.
        port: how far below the middle of a vertex a wire from another place meets it, by (place, vertex).
    """

    height: Callable[[str], float]
    port: Mapping[tuple[str, str], float]


def rows(columns: Columns, sizes: Sizes) -> dict[str, float]:
    """The height of the middle of every place, 0 the topmost.

    Places that a wire can join in a straight line form a block, which moves as one; blocks move to where the
    wires have the least to climb, and push others out of the way.
    """
    blocks = _Blocks(columns, sizes)
    for _ in range(max(_LEAST_ROUNDS, _ROUNDS * _FEW // max(_FEW, len(columns.net)))):
        moved = [block for block in blocks.members if blocks.improve(block)]
        if not moved:
            break
    blocks.meet_ports()
    top = min(blocks.at[block] for block in blocks.members)
    return {place: float(round(blocks.at[block] - top)) for place, block in blocks.of.items()}


class _Blocks:
    def __init__(self, columns: Columns, sizes: Sizes) -> None:
        self.columns, self.sizes = columns, sizes
        self.of = _aligned(columns, sizes)
        self.members: dict[str, list[str]] = defaultdict(list)
        for place, block in self.of.items():
            self.members[block].append(place)
        self.below: dict[str, dict[str, float]] = defaultdict(dict)
        self.above: dict[str, dict[str, float]] = defaultdict(dict)
        for upper, lower in _neighbours(columns):
            self._keep_apart(upper, lower)
        self.at = self._stacked()
        # What enters keeps to the bottom, the input lowest.
        self.sinking = {
            self.of[place]: _SINK if place == INPUT else _SETTLE
            for place in columns.order[0]
            if place not in columns.lane
        }
        self.wires: dict[str, list[tuple[str, float, float]]] = defaultdict(list)
        for source, targets in columns.links.items():
            for target in targets:
                self._pull(source, target)

    def _keep_apart(self, upper: str, lower: str) -> None:
        wires = self.columns.passes(upper) or self.columns.passes(lower)
        room = (self.sizes.height(upper) + self.sizes.height(lower)) / 2 + (_WIRE_GAP if wires else _GAP)
        a, b = self.of[upper], self.of[lower]
        self.below[a][b] = self.above[b][a] = max(room, self.below[a].get(b, 0.0))

    def _pull(self, source: str, target: str) -> None:
        a, b = self.of[source], self.of[target]
        if a == b:
            return
        entering = not self.columns.passes(target) and source in self.columns.order[0]
        passing = self.columns.passes(source) or self.columns.passes(target)
        weight = _ENTRY if entering else _STRAIGHT if passing else 1.0
        port = self.sizes.port.get((source, target), 0.0)
        self.wires[a].append((b, port, weight))
        self.wires[b].append((a, -port, weight))

    def _stacked(self) -> dict[str, float]:
        at = dict.fromkeys(self.members, 0.0)
        waiting = {block: len(self.above[block]) for block in self.members}
        ready = [block for block, count in waiting.items() if not count]
        while ready:
            block = ready.pop()
            for other, room in self.below[block].items():
                at[other] = max(at[other], at[block] + room)
                waiting[other] -= 1
                if not waiting[other]:
                    ready.append(other)
        return at

    def _place(self, block: str, at: Mapping[str, float]) -> float:
        return at.get(block, self.at[block])

    def improve(self, block: str) -> bool:
        """Move a block to the best of: in line with a neighbour, between its neighbours; whether it moved."""
        self.low, self.high = max(self.at.values()), min(self.at.values())
        ends = sorted(self.at[other] + port for other, port, _ in self.wires[block])
        middle = max(len(ends) // 2 - _GOALS // 2, 0)
        wanted = dict.fromkeys(ends[middle : middle + _GOALS])
        if block in self.sinking:
            wanted[self.low] = None
        elif ends:
            wanted[sum(ends) / len(ends)] = None
        best, gain = {}, 1e-6
        for goal in wanted:
            moved = self.pushed(block, goal)
            saved = self.spent(moved, {}) - self.spent(moved, moved)
            if saved > gain:
                best, gain = moved, saved
        self.at.update(best)
        return bool(best)

    def spent(self, moved: Mapping[str, float], at: Mapping[str, float]) -> float:
        """What the wires of some blocks cost, with these places of theirs, each wire once."""
        total = 0.0
        for block in moved:
            here = self._place(block, at)
            for other, port, weight in self.wires[block]:
                climb = abs(self._place(other, at) + port - here)
                share = 0.5 if other in moved else 1.0
                total += share * weight * (climb + _BEND * climb * climb + _KINK * (climb > 0.5))
        heights = [self._place(block, at) for block in moved]
        total += _GROWTH * (max(max(heights) - self.low, 0.0) + max(self.high - min(heights), 0.0))
        for block in self.sinking.keys() & moved.keys():
            total += self.sinking[block] * max(self.low - self._place(block, at), 0.0)
        return total

    def meet_ports(self) -> None:
        """Let what enters meet the nearest of its wires' ends head on, where there is room."""
        for block in self.sinking:
            ends = [self.at[other] + port for other, port, _ in self.wires[block]]
            goal = min(ends, key=lambda end: (abs(end - self.at[block]), end), default=self.at[block])
            if abs(goal - self.at[block]) <= _NEAR and len(self.pushed(block, goal)) == 1:
                self.at[block] = goal

    def pushed(self, block: str, goal: float) -> dict[str, float]:
        """Where blocks come to stand when one moves to `goal` and pushes what is in its way."""
        moved = {block: goal}
        downward = goal > self.at[block]
        links = self.below if downward else self.above
        sign = 1.0 if downward else -1.0
        queue = [block]
        while queue:
            pusher = queue.pop()
            for other, room in links[pusher].items():
                least = moved[pusher] + sign * room
                if sign * (least - self._place(other, moved)) > 1e-9:
                    moved[other] = least
                    queue.append(other)
        return moved


def _neighbours(columns: Columns) -> Iterator[tuple[str, str]]:
    for places in columns.order:
        yield from pairwise(places)


def _aligned(columns: Columns, sizes: Sizes) -> dict[str, str]:
    """The block of each place, named after its leftmost place."""
    place_at = {place: index for places in columns.order for index, place in enumerate(places)}
    column_at = {place: index for index, places in enumerate(columns.order) for place in places}
    links = [(source, target) for source, targets in columns.links.items() for target in targets]
    taken: dict[int, list[tuple[int, int]]] = defaultdict(list)
    follows: dict[str, str] = {}
    for source, target in sorted(links, key=lambda link: _rank(link, columns)):
        start, end, column = place_at[source], place_at[target], column_at[source]
        free = all((start - a) * (end - b) > 0 for a, b in taken[column])
        if free and not sizes.port.get((source, target)):
            taken[column].append((start, end))
            follows[target] = source
    block: dict[str, str] = {}
    for places in columns.order:
        for place in places:
            block[place] = block[follows[place]] if place in follows else place
    return block


def _rank(link: tuple[str, str], columns: Columns) -> int:
    source, target = link
    if source in columns.lane and target in columns.lane:
        return 0
    if columns.passes(source) and columns.passes(target):
        return 1
    if columns.passes(source) or columns.passes(target):
        return 2
    return 3
