"""How a CSV file is laid out: its separator, its header, its columns of numbers."""

from __future__ import annotations

from dataclasses import dataclass

from rnnviz.data.csv_table import MOST_COLUMNS, best_table
from rnnviz.data.decoding import control_character, decode, place
from rnnviz.data.numerals import Decimal
from rnnviz.data.uploads import UploadError, shown_name
from rnnviz.words import t

MOST_BYTES = 5 * 1024 * 1024


@dataclass(frozen=True)
class Layout:
    """Where the numbers of a CSV file are.

    Attributes:
        file: its name, as it can be shown.
        separator: between the cells of a line.
        width: cells of a line.
        first_line: the line on which the numbers begin, from 1.
        columns: place (from 0) and name of each column of numbers.
        suggested: which of `columns` is most likely meant: the first that neither stands still nor merely counts.
        decimal: the decimal mark.
        backward: whether dates show that the latest value comes first.
        notes: what a person should know of how it is read, a sentence each.
    """

    file: str
    separator: str
    width: int
    first_line: int
    columns: tuple[tuple[int, str], ...]
    suggested: int
    decimal: Decimal
    backward: bool
    notes: tuple[str, ...]


def text_of(data: bytes, file: str) -> tuple[str, tuple[str, ...]]:
    """The text of a CSV file, and notes.

    Raises:
        UploadError: it is too large, no text, or has characters that no text has.
    """
    name = shown_name(file)
    if len(data) > MOST_BYTES:
        raise UploadError(
            t(
                "{file} has {size:.1f} MB; allowed are {most} MB. Leave out columns or rows.",
                file=name,
                size=len(data) / 2**20,
                most=MOST_BYTES // 2**20,
            )
        )
    decoded = decode(data, file)
    odd = control_character(decoded.text)
    if odd is not None:
        line, column = place(decoded.text, odd.start())
        raise UploadError(
            t(
                "{file} is not a table: line {line}, column {column} has a character that no text has (U+{code}). "
                "Save the numbers as CSV.",
                file=name,
                line=line,
                column=column,
                code=f"{ord(odd[0]):04X}",
            )
        )
    return decoded.text, decoded.notes


def inspect(data: bytes, file: str) -> Layout:
    """Find the columns of numbers of a CSV file.

    Raises:
        UploadError: it is no text, has no column of numbers, or is broken near its beginning.
    """
    name = shown_name(file)
    text, notes = text_of(data, file)
    if not text.strip():
        raise UploadError(t("{file} has nothing but blanks: choose a file with numbers.", file=name))
    found = best_table(text, name)
    if found is None:
        raise UploadError(
            t(
                "{file} has no column of numbers in its first lines, from '{begin}' on. Cells may be separated by "
                "comma, semicolon, tab or |, and most of a column's cells must be numbers.",
                file=name,
                begin=shown_name(text[:200].strip(), 30),
            )
        )
    columns = found.columns()
    if found.width > MOST_COLUMNS:
        notes += (
            t(
                "The table has {width} columns; those of numbers among the first {most} can be chosen.",
                width=found.width,
                most=MOST_COLUMNS,
            ),
        )
    if found.preface:
        notes += (t("Everything before line {line} is skipped: it is no part of the table.", line=found.start.line),)
    return Layout(
        file=name,
        separator=found.separator,
        width=found.width,
        first_line=found.body[0].line,
        columns=columns,
        suggested=next((i for i, (at, _) in enumerate(columns) if not found.is_dull(at)), 0),
        decimal=found.decimal,
        backward=found.backward(),
        notes=notes + found.doubt(),
    )
