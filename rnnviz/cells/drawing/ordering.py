"""Orders the columns of a cell's picture from top to bottom, so that few wires cross."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from itertools import islice, permutations

from rnnviz.cells.cell import INPUT, OUTPUT, PREVIOUS
from rnnviz.cells.drawing.columns import Columns

Links = Mapping[str, list[str]]

_SWEEPS = 4
_STARTS = 130
_FEW = 16
# What enters fans out to everything: its crossings in the first gap confuse less than any further on.
_PRICE = 3


def arrange(columns: Columns) -> None:
    """Put the state's lane on top, the input at the bottom, and the rest where the fewest wires cross.

    Every order of the first column of boxes is tried, as far as there are few; each is carried on through the
    other columns by where the neighbours of a place stand.
    """
    before: dict[str, list[str]] = defaultdict(list)
    for place, nexts in columns.links.items():
        for following in nexts:
            before[following].append(place)
    for places in columns.order:
        places.sort(key=lambda place: place not in columns.lane)
    columns.order[0].sort(key=lambda place: _entry_rank(place, columns))
    plain = [list(places) for places in columns.order]
    best, fewest = plain, _crossings(columns)
    for start in _starts(columns):
        columns.order = [plain[0], start, *(list(places) for places in plain[2:])]
        for sweep in range(_SWEEPS):
            _sweep(columns, before, forward=sweep % 2 == 0)
            crossings = _crossings(columns)
            if crossings < fewest:
                best, fewest = [list(places) for places in columns.order], crossings
    columns.order = best


def _entry_rank(place: str, columns: Columns) -> tuple[bool, bool, bool]:
    return place not in columns.lane, place == INPUT, place == OUTPUT + PREVIOUS


def _starts(columns: Columns) -> Iterator[list[str]]:
    first = columns.order[1]
    lane = [place for place in first if place in columns.lane]
    rest = [place for place in first if place not in columns.lane]
    size = sum(len(places) for places in columns.order)
    for order in islice(permutations(rest), max(1, _STARTS * _FEW // size) if len(rest) < 6 else 1):
        yield [*lane, *order]


def _sweep(columns: Columns, before: Links, *, forward: bool) -> None:
    last = len(columns.order) - 1
    for index in range(2, last + 1) if forward else range(last - 1, 0, -1):
        beside = columns.order[index - 1 if forward else index + 1]
        _sort(columns.order[index], beside, before if forward else columns.links, columns.lane)
        _swap(columns, index)


def _sort(places: list[str], beside: list[str], linked: Links, lane: set[str]) -> None:
    """Sort a column by the mean position of what its places are wired to in the column beside it."""
    at = {place: index for index, place in enumerate(beside)}
    scale = len(beside) / max(len(places), 1)
    keys = {}
    for index, place in enumerate(places):
        found = [at[other] for other in linked.get(place, ()) if other in at]
        keys[place] = place not in lane, sum(found) / len(found) if found else index * scale
    places.sort(key=keys.__getitem__)


def _swap(columns: Columns, index: int) -> None:
    """Exchange neighbours while that takes crossings away."""
    places = columns.order[index]
    if len(places) > _FEW:
        return
    fewest = _crossings(columns, index)
    for at in range(len(places) - 1):
        if (places[at] in columns.lane) != (places[at + 1] in columns.lane):
            continue
        places[at], places[at + 1] = places[at + 1], places[at]
        crossings = _crossings(columns, index)
        if crossings < fewest:
            fewest = crossings
        else:
            places[at], places[at + 1] = places[at + 1], places[at]


def _crossings(columns: Columns, beside: int | None = None) -> int:
    """The price of all crossings, or of those on either side of one column."""
    gaps = range(len(columns.order) - 1) if beside is None else (beside - 1, beside)
    total = 0
    for gap in gaps:
        if gap + 1 < len(columns.order):
            at = {place: position for position, place in enumerate(columns.order[gap + 1])}
            ends = [sorted(at[end] for end in columns.links.get(place, ())) for place in columns.order[gap]]
            total += (_PRICE if gap else 1) * _inversions(ends)
    return total


def _inversions(ends: list[list[int]]) -> int:
    """Pairs of wires that start in one order and end in the other."""
    total = 0
    seen: list[int] = []
    for group in ends:
        total += sum(other > end for end in group for other in seen)
        seen += group
    return total
