"""The lines of a CSV file cut into cells, with a sentence where that cannot be done."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from typing import NamedTuple

from rnnviz.data.uploads import UploadError
from rnnviz.words import t

LONGEST_LINE = 200_000
NO_SEPARATOR = "\x1f"
"""Cuts nothing: files with control characters are refused before."""
SAMPLE_RECORDS = 60
SAMPLE_CHARACTERS = 200_000


class Record(NamedTuple):
    """One record: the line on which it begins, from 1, and its cells."""

    line: int
    cells: list[str]


def records(text: str, separator: str, name: str) -> Iterator[Record]:
    """Cut a text into records, blank lines included, which have no cells.

    Args:
        text: with "\\n" at the end of lines.
        separator: one character.
        name: the file's, for sentences.

    Raises:
        UploadError: a line is too long or quotation marks do not pair.
    """
    reader = csv.reader(_lines(text, name), delimiter=separator, strict=True, skipinitialspace=True)
    while True:
        line = reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error:
            raise UploadError(
                t(
                    "{file}, line {line}: the quotation marks do not pair. Close each one that opens, and write one "
                    "that belongs to a text twice.",
                    file=name,
                    line=line,
                )
            ) from None
        yield Record(line, cells)


def sample(text: str, separator: str, name: str, after: int = 0) -> list[Record]:
    """The first records of a text that are not blank, beyond line `after`.

    Raises:
        UploadError: as `records`.
    """
    part, whole = text[:SAMPLE_CHARACTERS], len(text) <= SAMPLE_CHARACTERS
    if not whole and "\n" in part:
        part = part[: part.rindex("\n") + 1]
    found: list[Record] = []
    try:
        for record in records(part if "\n" in part else text, separator, name):
            if record.line > after and any(cell.strip() for cell in record.cells):
                found.append(record)
            if len(found) == SAMPLE_RECORDS:
                break
    except UploadError:
        # Where the sample ends, a quoted cell may only be cut in two.
        if whole or not found:
            raise
    return found


def _lines(text: str, name: str) -> Iterator[str]:
    begin, number = 0, 1
    while begin < len(text):
        end = text.find("\n", begin) + 1 or len(text)
        if end - begin > LONGEST_LINE:
            raise UploadError(
                t(
                    "{file}, line {line} has more than {most:,} characters. A series stands in a column, one value "
                    "a line: turn the table round.",
                    file=name,
                    line=number,
                    most=LONGEST_LINE,
                )
            )
        yield text[begin:end]
        begin, number = end, number + 1
