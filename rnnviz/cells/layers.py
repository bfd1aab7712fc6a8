"""Columns of a cell's picture: which vertex stands in which, and in which order from top to bottom."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterable
from dataclasses import dataclass, field

from rnnviz.cells.cell import INPUT, OUTPUT, PREVIOUS, Cell
from rnnviz.cells.graph import Graph

_SWEEPS = 10
_FEW = 16
# What enters fans out to everything; its crossings in the first gap confuse less than any further on.
_PRICE = 3


@dataclass
class Columns:
    """Places, column by column. A place holds a vertex, or a wire that passes on its way further right.

    Attributes:
        order: the places of each column from top to bottom; column 0 is what enters, the last is what leaves.
        links: the places in the next column that each place is wired to.
        net: the vertex whose value is at a place or passes it.
        lane: the places of the state's straight way through the cell.
    """

    order: list[list[str]] = field(default_factory=list)
    links: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    net: dict[str, str] = field(default_factory=dict)
    lane: set[str] = field(default_factory=set)

    def passes(self, place: str) -> bool:
        """Whether a place is a wire that passes by, or leaves."""
        return self.net[place] != place


def columns(cell: Cell, graph: Graph) -> Columns:
    """Places of all vertices and wires of `graph`, ordered so that few wires cross."""
    column = _column_of(graph)
    last = max(column.values()) + 1
    exits = [state for state in cell.states if state in column]
    lane = _lane(cell, graph)
    made = Columns(order=[[] for _ in range(last + 1)])
    for vertex in graph.vertices:
        made.order[column[vertex.id]].append(vertex.id)
        made.net[vertex.id] = vertex.id
    targets = [(source, target, column[target]) for source, target in graph.edges]
    for source, target, end in [*targets, *((state, "", last) for state in exits)]:
        _connect(made, source, target, range(column[source] + 1, end + (not target)))
    made.lane = {
        place for place, net in made.net.items() if place in lane or (lane and net in (lane[0], lane[-1]))
    }
    made.lane -= {place for place in made.lane if _beside(place, made, lane, column)}
    _arrange(made)
    return made


def _beside(place: str, made: Columns, lane: list[str], column: dict[str, int]) -> bool:
    """Whether a wire of the lane's ends passes where the lane already has a vertex."""
    at = next(index for index, places in enumerate(made.order) if place in places)
    return made.passes(place) and any(column[vertex] == at for vertex in lane)


def _connect(made: Columns, source: str, target: str, between: range) -> None:
    place = source
    for index in between:
        step = f"{source}|{index}"
        if step not in made.net:
            made.net[step] = source
            made.order[index].append(step)
            made.links[place].append(step)
        place = step
    if target:
        made.links[place].append(target)


def _column_of(graph: Graph) -> dict[str, int]:
    """Named values stand as far left as they can, operations just before the first that needs them."""
    inputs, readers = defaultdict(list), defaultdict(list)
    for source, target in graph.edges:
        inputs[target].append(source)
        readers[source].append(target)
    column: dict[str, int] = {}
    for vertex in graph.vertices:
        before = [column[source] for source in inputs[vertex.id]]
        column[vertex.id] = 0 if vertex.kind in ("input", "prev") else max(before, default=0) + 1
    for vertex in reversed(graph.vertices):
        if vertex.kind == "op":
            column[vertex.id] = min(column[reader] for reader in readers[vertex.id]) - 1
    return column


def _lane(cell: Cell, graph: Graph) -> list[str]:
    """The way of a state to its new value through plain operations, of the memory rather than the output."""
    plain = {vertex.id for vertex in graph.vertices if not vertex.weighs}
    readers = defaultdict(list)
    for source, target in graph.edges:
        readers[source].append(target)
    for state in sorted(cell.states, key=lambda name: name == OUTPUT):
        path = _path(f"{state}{PREVIOUS}", state, readers, plain)
        if path:
            return path
    direct = [f"{OUTPUT}{PREVIOUS}", OUTPUT]
    return direct if (direct[0], OUTPUT) in graph.edges else []


def _path(start: str, end: str, readers: dict[str, list[str]], allowed: set[str]) -> list[str]:
    came = {start: ""}
    queue = deque([start] if start in allowed else [])
    while queue:
        place = queue.popleft()
        for reader in readers[place]:
            if reader in allowed and reader not in came:
                came[reader] = place
                queue.append(reader)
    path = [end] if end in came and start in allowed else []
    while path and path[0] != start:
        path.insert(0, came[path[0]])
    return path


def _arrange(made: Columns) -> None:
    """Sort each column by where its neighbours stand, and keep the order with fewest crossings."""
    before: dict[str, list[str]] = defaultdict(list)
    for place, nexts in made.links.items():
        for following in nexts:
            before[following].append(place)
    made.order[0].sort(key=lambda place: (place not in made.lane, place == INPUT, place == OUTPUT + PREVIOUS))
    for places in made.order[1:]:
        places.sort(key=lambda place: place not in made.lane)
    best, fewest = [list(places) for places in made.order], _crossings(made)
    for sweep in range(_SWEEPS):
        forward = sweep % 2 == 1
        indices = range(1, len(made.order)) if forward else range(len(made.order) - 2, 0, -1)
        for index in indices:
            beside = made.order[index - 1] if forward else made.order[index + 1]
            _sort(made.order[index], beside, before if forward else made.links, made.lane)
        for index in range(1, len(made.order)):
            _swap(made, index)
        crossings = _crossings(made)
        if crossings < fewest:
            best, fewest = [list(places) for places in made.order], crossings
    made.order = best


def _sort(places: list[str], beside: list[str], linked: dict[str, list[str]], lane: set[str]) -> None:
    at = {place: index for index, place in enumerate(beside)}
    scale = len(beside) / max(len(places), 1)

    def mean(index: int, place: str) -> float:
        found = [at[other] for other in linked.get(place, ()) if other in at]
        return sum(found) / len(found) if found else index * scale

    keys = {place: (place not in lane, mean(index, place)) for index, place in enumerate(places)}
    places.sort(key=keys.__getitem__)


def _swap(made: Columns, index: int) -> None:
    """Exchange neighbours while that takes crossings away."""
    places = made.order[index]
    if len(places) > _FEW:
        return
    fewest = _crossings(made, (index - 1, index))
    for at in range(len(places) - 1):
        if (places[at] in made.lane) != (places[at + 1] in made.lane):
            continue
        places[at], places[at + 1] = places[at + 1], places[at]
        crossings = _crossings(made, (index - 1, index))
        if crossings < fewest:
            fewest = crossings
        else:
            places[at], places[at + 1] = places[at + 1], places[at]


def _crossings(made: Columns, indices: Iterable[int] | None = None) -> int:
    total = 0
    for index in range(len(made.order) - 1) if indices is None else indices:
        if index + 1 >= len(made.order):
            continue
        at = {place: position for position, place in enumerate(made.order[index + 1])}
        seen: list[int] = []
        for place in made.order[index]:
            ends = [at[following] for following in made.links.get(place, ())]
            total += (_PRICE if index else 1) * sum(other > end for end in ends for other in seen)
            seen += ends
    return total
