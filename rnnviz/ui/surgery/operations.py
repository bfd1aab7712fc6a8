"""The operations of a session: a row each, switched on and off, and undone."""

from __future__ import annotations

from dataclasses import dataclass, replace

from rnnviz.tracing.intervention import Change

MOST_ROWS = 12
MOST_UNDONE = 100


@dataclass(frozen=True)
class Row:
    """One change, under a number that stays its own."""

    number: int
    change: Change


@dataclass(frozen=True)
class Operations:
    """All rows, and those before each gesture.

    Attributes:
        rows: in the order in which they are made.
        before: the rows as they were, the latest last.
        revision: grows whenever rows change otherwise than by what the sliders told.
        gesture: the one that the rows were last changed by; all it changes is undone together.
        press: the mark of the last button that was heeded.
        next: number of the next row.
    """

    rows: tuple[Row, ...] = ()
    before: tuple[tuple[Row, ...], ...] = ()
    revision: int = 0
    gesture: str = ""
    press: str = ""
    next: int = 0

    @property
    def changes(self) -> tuple[Change, ...]:
        """What is to be done to the network."""
        return tuple(row.change for row in self.rows)

    def told(self, rows: tuple[Row, ...], gesture: str) -> Operations:
        """With rows as the sliders told them."""
        if rows == self.rows:
            return self
        before = self.before if gesture == self.gesture else self._before()
        return replace(self, rows=rows, before=before, gesture=gesture)

    def done(self, rows: tuple[Row, ...]) -> Operations:
        """With rows as something else made them: the sliders must take them over."""
        return replace(self, rows=rows, before=self._before(), revision=self.revision + 1, gesture="")

    def revised(self) -> Operations:
        """The sliders must take the rows over."""
        return replace(self, revision=self.revision + 1)

    def add(self, *changes: Change) -> Operations:
        """With further rows at the end; as many as there is room for."""
        room = changes[: max(0, MOST_ROWS - len(self.rows))]
        new = tuple(Row(self.next + place, change) for place, change in enumerate(room))
        return replace(self.done(self.rows + new), next=self.next + len(new)) if new else self

    def remove(self, number: int) -> Operations:
        """Without one row."""
        return self.done(tuple(row for row in self.rows if row.number != number))

    def undo(self) -> Operations:
        """As before the last gesture."""
        if not self.before:
            return self
        *before, rows = self.before
        return replace(self, rows=rows, before=tuple(before), revision=self.revision + 1, gesture="")

    def _before(self) -> tuple[tuple[Row, ...], ...]:
        return (*self.before, self.rows)[-MOST_UNDONE:]
