"""The first lines of a CSV file as a table: which separator cuts them evenly, which columns are numbers."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from rnnviz.data.csv_records import NO_SEPARATOR, SAMPLE_CHARACTERS, Record, sample
from rnnviz.data.numerals import Decimal, is_gap, number
from rnnviz.data.uploads import UploadError, shown_name
from rnnviz.words import t

MOST_COLUMNS = 100
ENOUGH = 0.8
"""Share of a column's cells that must be numbers for it to be offered."""

_NAMED_SEPARATOR = re.compile('"?sep=([;,|: \\t])"?\n', re.IGNORECASE)
_SEPARATORS = (";", "\t", "|", ",")  # the comma last: it may stand within numbers
_DATE = re.compile(r"(\d{4})[-/.](\d{1,2})(?:[-/.](\d{1,2}))?(?:[ T].*)?")


class Table:
    """The first records of a file, cut by one separator.

    Args:
        records: they, blank lines left out.
        separator: what cuts them.
    """

    def __init__(self, records: Sequence[Record], separator: str) -> None:
        widths = Counter(len(record.cells) for record in records)
        self.separator = separator
        self.width = max(widths, key=lambda width: (widths[width], width))
        self.share = widths[self.width] / len(records)
        begin = next(i for i, record in enumerate(records) if len(record.cells) == self.width)
        rows = [record for record in records[begin:] if len(record.cells) == self.width]
        self.preface = begin > 0
        self.rows, self.start = rows, rows[0]
        self.lines = rows[1:] or rows  # those below a header, if there is one
        self.decimal, self.numeric = self._numeric()
        header = any(not is_gap(cell := self.start.cells[at]) and self._number(cell) is None for at in self.numeric)
        self.names = self.start.cells if header else []
        self.body = self.lines if header else rows

    def columns(self) -> tuple[tuple[int, str], ...]:
        """Place and name of each column of numbers; names are told apart."""
        taken: Counter[str] = Counter()
        columns = []
        for at in self.numeric:
            name = shown_name(self.names[at] if self.names else "", 40) or t("column {n}", n=at + 1)
            taken[name] += 1
            columns.append((at, name if taken[name] == 1 else f"{name} ({at + 1})"))
        return tuple(columns)

    def is_dull(self, at: int) -> bool:
        """Whether a column changes by the same step from line to line, as years do, or not at all."""
        values = self._values(at)
        return len(values) > 2 and len({round(later - earlier, 9) for earlier, later in pairwise(values)}) == 1

    def backward(self) -> bool:
        """Whether a column of dates or years goes from late to early."""
        for at in range(min(self.width, MOST_COLUMNS)):
            dates = self._years(at) if at in self.numeric else self._dates(at)
            if len(dates) > 2:
                return all(later <= earlier for earlier, later in pairwise(dates))
        return False

    def doubt(self) -> tuple[str, ...]:
        """A sentence where a number could also be read another way."""
        other: Decimal = "comma" if self.decimal == "point" else "point"
        for at in self.numeric:
            cells = [(row.line, row.cells[at]) for row in self.body if not is_gap(row.cells[at])]
            if all(number(cell, other) is not None for _, cell in cells):
                for line, cell in cells:
                    value = number(cell, self.decimal)
                    if value is not None and value != number(cell, other):
                        said = t("Line {line}: '{cell}' is read as {value:.10g}.", line=line, cell=cell, value=value)
                        return (said,)
        return ()

    def _number(self, cell: str) -> float | None:
        return number(cell, self.decimal)

    def _numeric(self) -> tuple[Decimal, list[int]]:
        point, comma = self._numeric_with("point"), self._numeric_with("comma")
        # A semicolon separates where the comma is the decimal mark: 1,234 is then a little more than one.
        german = self.separator == ";" and any("," in row.cells[at] for row in self.lines for at in comma)
        if len(comma) > len(point) or (german and len(comma) == len(point)):
            return "comma", comma
        return "point", point

    def _numeric_with(self, decimal: Decimal) -> list[int]:
        found = []
        for at in range(min(self.width, MOST_COLUMNS)):
            cells = [row.cells[at] for row in self.lines if not is_gap(row.cells[at])]
            if cells and sum(number(cell, decimal) is not None for cell in cells) >= ENOUGH * len(cells):
                found.append(at)
        return found

    def _values(self, at: int) -> list[float]:
        values = (self._number(row.cells[at]) for row in self.body)
        return [value for value in values if value is not None]

    def _years(self, at: int) -> list[tuple[int, ...]]:
        values = self._values(at)
        years = self.is_dull(at) and all(1000 <= value < 3000 and value == int(value) for value in values)
        return [(int(value),) for value in values] if years and len(set(values)) > 1 else []

    def _dates(self, at: int) -> list[tuple[int, ...]]:
        matches = [_DATE.fullmatch(row.cells[at].strip()) for row in self.body]
        dates = [tuple(int(part or 0) for part in match.groups()) for match in matches if match]
        return dates if len(set(dates)) > 1 and len(dates) >= ENOUGH * len(matches) else []


def best_table(text: str, name: str) -> Table | None:
    """The reading of a text's first lines that gives columns of numbers and the most even lines; None where none does.

    Raises:
        UploadError: no table is found because the lines cannot be cut at the separator that is the commonest in them.
    """
    named = _NAMED_SEPARATOR.match(text)
    if named:
        records = sample(text, named[1], name, after=1)
        return _with_numbers(Table(records, named[1])) if records else None
    troubles: dict[str, str] = {}
    tables: list[Table] = []
    for separator in (*_SEPARATORS, NO_SEPARATOR):
        try:
            records = sample(text, separator, name)
        except UploadError as error:
            troubles[separator] = str(error)
            continue
        if records:
            tables.append(Table(records, separator))
    alone = [table for table in tables if table.separator == NO_SEPARATOR and _with_numbers(table)]
    cut = [table for table in tables if table.width > 1 and table.share >= 0.5 and _with_numbers(table)]
    best = max(cut, key=lambda table: table.share, default=None)
    if best is not None and not (alone and _commas_are_decimal(best, alone[0])):
        return best
    commonest = max(_SEPARATORS, key=text[:SAMPLE_CHARACTERS].count)
    trouble = troubles.get(commonest if tables else NO_SEPARATOR)
    if trouble and not alone:
        raise UploadError(trouble)
    return alone[0] if alone else None


def _with_numbers(table: Table) -> Table | None:
    return table if table.numeric else None


def _commas_are_decimal(cut: Table, whole: Table) -> bool:
    """Whether two cells a line are the two halves of numbers: a header of one cell says so."""
    header = bool(whole.names) and "," not in whole.names[0]
    return header and cut.separator == "," and cut.width == 2 and len(cut.rows) == len(whole.rows) - 1
