"""What is wrong with a cell's text, and how to mend it."""

from __future__ import annotations

from rnnviz.words import t


class CellError(ValueError):
    """A mistake in a cell's equations.

    Attributes:
        line: 1-based line of the text.
        column: 1-based column in that line.
        problem: what is wrong.
        mend: what would be right.
    """

    def __init__(self, line: int, column: int, problem: str, mend: str) -> None:
        self.line = line
        self.column = column
        self.problem = problem
        self.mend = mend
        place = t("Line {line}, column {column}:", line=line, column=column)
        super().__init__(f"{place} {problem} {mend}")
