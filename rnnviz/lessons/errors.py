"""What is wrong in a lesson's file, and where."""

from __future__ import annotations

from rnnviz.words import t


class LessonError(ValueError):
    """A mistake in a lesson.

    Attributes:
        file: name of the file; empty where only a part of it was read.
        line: number of the line, counted from 1; 0 where no line is to blame.
        reason: what is wrong, what is allowed.
    """

    def __init__(self, reason: str, file: str = "", line: int = 0) -> None:
        self.file, self.line, self.reason = file, line, reason
        if file and line:
            reason = t("{file}, line {line}: {reason}", file=file, line=line, reason=reason)
        elif file:
            reason = t("{file}: {reason}", file=file, reason=reason)
        super().__init__(reason)
