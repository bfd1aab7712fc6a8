"""The operations on a network: a row each."""

from __future__ import annotations

from dataclasses import dataclass, replace

from rnnviz.tracing.intervention import Change

MOST_ROWS = 12


@dataclass(frozen=True)
class Row:
    """One change, under a number that stays its own."""

    number: int
    change: Change


@dataclass(frozen=True)
class Operations:
    """All rows, in the order in which they are made.

    Attributes:
        next: number of the next row.
    """

    rows: tuple[Row, ...] = ()
    next: int = 0

    @property
    def changes(self) -> tuple[Change, ...]:
        """What is to be done to the network."""
        return tuple(row.change for row in self.rows)

    def add(self, *changes: Change) -> Operations:
        """With further rows at the end; as many as there is room for."""
        room = changes[: MOST_ROWS - len(self.rows)]
        new = tuple(Row(self.next + place, change) for place, change in enumerate(room))
        return Operations(self.rows + new, self.next + len(new))

    def remove(self, number: int) -> Operations:
        """Without one row."""
        return replace(self, rows=tuple(row for row in self.rows if row.number != number))

    def clear(self) -> Operations:
        """Without any row."""
        return replace(self, rows=())
