"""The text that somebody works on in the cell designer: what it was before, and what it would be as a cell."""

from __future__ import annotations

from dataclasses import dataclass, field

from rnnviz.cells import CELLS, Cell, CellError, find_cell
from rnnviz.cells.doubts import Doubt, doubts
from rnnviz.cells.own import check_trainable, is_text, named, tidy
from rnnviz.words import t

MOST_PAST = 100
BURST = 2.0
"""Seconds: changes that follow each other more quickly are taken back together."""


@dataclass
class Draft:
    """A text under work.

    Attributes:
        start: key of the cell that it began with.
        text: as it stands in the text box, sound or not.
        sound: the last text that was a cell, tidied up.
        error: what is not sound in `text`; None where it is a cell.
        past: sound texts of before, the latest last.
        load: counts the texts that were put into the text box from outside.
    """

    start: str
    text: str
    sound: str
    error: CellError | None = None
    past: list[str] = field(default_factory=list)
    load: int = 0
    _changed_at: float = float("-inf")

    @property
    def cell(self) -> Cell:
        """The cell of the last sound text."""
        return find_cell(self.sound)

    def type(self, text: str, now: float) -> None:
        """Take what has been typed, at a time `now` in seconds."""
        if text == self.text:
            return
        before = self.sound
        self._read(text)
        if self.sound != before:
            if now - self._changed_at > BURST:
                self._keep(before)
            self._changed_at = now

    def put(self, text: str) -> None:
        """Put another text into the text box; the last sound one can be had back."""
        before = self.sound
        self._read(text)
        if self.sound != before:
            self._keep(before)
        self._loaded()

    def start_from(self, key: str) -> None:
        """Put the text of a cell of the catalogue."""
        self.start = key
        self.put(start_text(key))

    def undo(self) -> None:
        """Go back to the last sound text; where the text is one already, to the one before."""
        if self.error is None and self.past:
            self._read(self.past.pop())
        else:
            self._read(self.sound)
        self._loaded()

    @property
    def doubts(self) -> tuple[Doubt, ...]:
        """Names of the text that are trained, though it may be that a line was lost; none where it is no cell."""
        if self.error is not None:
            return ()
        before = [CELLS[self.start], *map(find_cell, self.past)]
        return doubts(find_cell(self.text), {name for cell in before for name in cell.names})

    @property
    def can_undo(self) -> bool:
        """Whether there is anything to go back to."""
        return bool(self.past) or self.error is not None

    @property
    def is_start(self) -> bool:
        """Whether the text is the one it began with."""
        return self.text == start_text(self.start)

    def _read(self, text: str) -> None:
        self.text = text
        self.error = mistake(text)
        if self.error is None:
            self.sound = tidy(text)

    def _loaded(self) -> None:
        self.load += 1
        self._changed_at = float("-inf")

    def _keep(self, text: str) -> None:
        self.past = [*self.past, text][-MOST_PAST:]


def new_draft(key: str = "lstm") -> Draft:
    """A draft that begins with a cell of the catalogue."""
    text = start_text(key)
    return Draft(key, text, tidy(text))


def start_text(key: str) -> str:
    """The text of a cell of the catalogue, under a name of one's own, its comments in the session's language."""
    cell = CELLS[key]
    text = "\n".join(map(_translated, cell.text.splitlines()))
    return named(text, t("My {title}", title=t(cell.title)))


def _translated(line: str) -> str:
    code, hash, comment = line.partition("# ")
    return code + hash + ": ".join(t(part) for part in comment.split(": "))


def mistake(text: str) -> CellError | None:
    """Why a text is no cell that could be trained; None where it is one."""
    try:
        check_trainable(find_cell(text) if is_text(text) else Cell("own", "", text))
    except CellError as error:
        return error
    return None
