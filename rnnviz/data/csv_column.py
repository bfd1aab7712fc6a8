"""One column of a CSV file as a series of numbers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from rnnviz.data.csv_layout import Layout, text_of
from rnnviz.data.csv_records import NO_SEPARATOR, Record, records
from rnnviz.data.numerals import Decimal, is_gap, number
from rnnviz.data.uploads import UploadError, shown_name
from rnnviz.words import t

MOST_ROWS = 100_000
LEAST_VALUES = 20
LARGEST = 1e30
"""Pictures are drawn in single precision, which ends at 3.4e38."""
SMALLEST_SPREAD = 1e-7
"""Of the largest value: less than this, single precision cannot draw."""
MOST_GAPS, LONGEST_GAP = 0.05, 3


@dataclass(frozen=True, eq=False)
class Column:
    """A column's numbers.

    Attributes:
        title: file and column, as they can be shown.
        values: [N] in time order, finite.
        notes: what a person should know of how it was read, a sentence each.
    """

    title: str
    values: NDArray[np.float64]
    notes: tuple[str, ...]


def read_column(data: bytes, layout: Layout, at: int) -> Column:
    """Read one column of the file that `layout` describes.

    Args:
        data: the file.
        layout: what `inspect` said of it.
        at: the column's place in `layout.columns`.

    Raises:
        UploadError: a cell is no number, too many are missing, or there are too few to learn from.
    """
    where, name = layout.columns[at]
    text, _ = text_of(data, layout.file)
    try:
        lines, values, more = _cells(text, layout, where, name)
    except UploadError as trouble:
        other: Decimal = "comma" if layout.decimal == "point" else "point"
        try:
            lines, values, more = _cells(text, replace(layout, decimal=other), where, name)
        except UploadError:
            raise trouble from None
    label = _label(layout, name)
    notes = list(layout.notes)
    if more:
        notes.append(t("The first {most:,} rows are taken; the rest is left out.", most=MOST_ROWS))
    whole = _without_gaps(np.array(values), lines, label, notes)
    _check(whole, label)
    if layout.backward:
        whole = whole[::-1].copy()
        notes.append(t("The dates run from late to early; the series is turned round, so that time runs forward."))
    return Column(f"{layout.file} · {name}", whole, tuple(notes))


def _cells(text: str, layout: Layout, where: int, name: str) -> tuple[list[int], list[float], bool]:
    """Line and value of each row, NaN for a gap, and whether rows were left out."""
    lines: list[int] = []
    values: list[float] = []
    for record in records(text, layout.separator, layout.file):
        if record.line < layout.first_line:
            continue
        if len(values) == MOST_ROWS:
            return lines, values, True
        if not record.cells and layout.separator != NO_SEPARATOR:
            continue
        if len(record.cells) > layout.width and any(cell.strip() for cell in record.cells[layout.width :]):
            raise UploadError(_too_wide(record, layout))
        cell = record.cells[where] if where < len(record.cells) else ""
        lines.append(record.line)
        values.append(_value(cell, record.line, layout, name))
    return lines, values, False


def _value(cell: str, line: int, layout: Layout, name: str) -> float:
    value = number(cell, layout.decimal)
    if value is None and is_gap(cell):
        return float("nan")
    if value is None:
        raise UploadError(
            t(
                "{column}, line {line}: '{cell}' is no number. Correct it, or leave the cell empty where the value is "
                "not known.",
                column=_label(layout, name),
                line=line,
                cell=shown_name(cell, 30),
            )
        )
    if abs(value) > LARGEST:
        raise UploadError(
            t(
                "{column}, line {line}: '{cell}' is too large; allowed are numbers from -1e30 to 1e30. Write the "
                "values in a larger unit.",
                column=_label(layout, name),
                line=line,
                cell=shown_name(cell, 30),
            )
        )
    return value


def _too_wide(record: Record, layout: Layout) -> str:
    return t(
        "{file}, line {line} has {cells} cells; the table has {width} columns. Put quotation marks around a cell that "
        "holds a separator.",
        file=layout.file,
        line=record.line,
        cells=len(record.cells),
        width=layout.width,
    )


def _without_gaps(
    values: NDArray[np.float64], lines: Sequence[int], label: str, notes: list[str]
) -> NDArray[np.float64]:
    """The values from the first to the last that is there, few gaps between them filled in straight lines."""
    there = np.flatnonzero(np.isfinite(values))
    if not len(there):
        raise UploadError(t("{column} has no number in any row; choose another column.", column=label))
    begin, end = int(there[0]), int(there[-1]) + 1
    if end - begin < len(values):
        count = len(values) - (end - begin)
        notes.append(t("Empty cells at the beginning or end, left out: {count}.", count=count))
    inner = values[begin:end]
    empty = np.flatnonzero(np.isnan(inner))
    if not len(empty):
        return inner
    longest = int(np.diff(there).max()) - 1
    where = _listed([lines[begin + int(i)] for i in empty])
    if len(empty) > MOST_GAPS * len(inner) or longest > LONGEST_GAP:
        raise UploadError(
            t(
                "{column}: {count} of {all} cells are empty (lines {lines}), up to {longest} in a row. Up to 5 % and "
                "{most} in a row are filled in by straight lines; fill in the others, or take a part without them.",
                column=label,
                count=len(empty),
                all=len(inner),
                lines=where,
                longest=longest,
                most=LONGEST_GAP,
            )
        )
    notes.append(t("Empty cells filled in by straight lines: {count} (lines {lines}).", count=len(empty), lines=where))
    filled = np.interp(np.arange(len(inner)), there - begin, values[there])
    return np.asarray(filled, np.float64)


def _check(values: NDArray[np.float64], label: str) -> None:
    if len(values) < LEAST_VALUES:
        raise UploadError(
            t(
                "{column} is too short: {count} of the at least {least} numbers that a series to learn from needs. "
                "Choose a longer one.",
                column=label,
                count=len(values),
                least=LEAST_VALUES,
            )
        )
    spread, largest = float(np.ptp(values)), float(np.abs(values).max())
    if spread <= max(SMALLEST_SPREAD * largest, 1 / LARGEST):
        raise UploadError(
            t(
                "{column} hardly changes: every number lies between {low:.10g} and {high:.10g}. Choose another column, "
                "or subtract the mean.",
                column=label,
                low=float(values.min()),
                high=float(values.max()),
            )
        )


def _label(layout: Layout, name: str) -> str:
    return t("{file}, column '{name}'", file=layout.file, name=name)


def _listed(lines: Sequence[int], most: int = 5) -> str:
    first = ", ".join(str(line) for line in lines[:most])
    return first if len(lines) <= most else t("{first} and {more} more", first=first, more=len(lines) - most)
