"""Columns of a cell's picture: which vertex stands in which, and which wires pass it."""

from __future__ import annotations

from collections import defaultdict, deque
from dataclasses import dataclass, field

from rnnviz.cells.cell import OUTPUT, PREVIOUS, Cell
from rnnviz.cells.drawing.graph import Graph


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


def layered(cell: Cell, graph: Graph) -> Columns:
    """Places of all vertices and wires of `graph`, in the order of the equations."""
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
    made.lane = _lane_places(made, lane, column)
    return made


def _lane_places(made: Columns, lane: list[str], column: dict[str, int]) -> set[str]:
    """In each column the vertex of the lane, or the wire from the one before it."""
    at = {column[vertex]: vertex for vertex in lane}
    places, current = set(), ""
    for index in range(len(made.order) if lane else 0):
        current = at.get(index, current)
        places.add(current if index in at else f"{current}|{index}")
    return places


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
    memory_first = sorted(cell.states, key=lambda name: name == OUTPUT)
    for state in memory_first:
        path = _path(f"{state}{PREVIOUS}", state, readers, plain)
        if path:
            return path
    direct = ([f"{state}{PREVIOUS}", state] for state in memory_first)
    return next((path for path in direct if tuple(path) in graph.edges), [])


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
