"""Tables as people save them, read against the numbers that were written."""

from collections.abc import Sequence

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rnnviz.data import FILES
from rnnviz.data.csv_column import MOST_ROWS, Column, read_column
from rnnviz.data.csv_layout import Layout, inspect
from rnnviz.data.numerals import number
from rnnviz.data.uploads import UploadError

VALUES = [round(100 + 7.25 * i + 1000 * (i % 5), 2) for i in range(48)]
MONTHS = [f"{2001 + i // 12}-{i % 12 + 1:02}" for i in range(48)]


def read(data: bytes | str, column: str | None = None, file: str = "my.csv") -> Column:
    data = data.encode() if isinstance(data, str) else data
    layout = inspect(data, file)
    return read_column(data, layout, layout.suggested if column is None else names(layout).index(column))


def names(layout: Layout) -> list[str]:
    return [name for _, name in layout.columns]


def refused(data: bytes | str, column: str | None = None) -> str:
    with pytest.raises(UploadError) as caught:
        read(data, column)
    return str(caught.value)


def table(cells: Sequence[str], separator: str = ",", header: bool = True) -> str:
    lines = [separator.join(row) for row in zip(MONTHS, cells, strict=True)]
    return "\n".join([f"month{separator}sales", *lines] if header else lines) + "\n"


def german(value: float) -> str:
    return f"{value:,.2f}".translate(str.maketrans(",.", ".,"))


WRITTEN = {
    "point": ([f"{v:.2f}" for v in VALUES], ",;\t|"),
    "decimal comma": ([f"{v:.2f}".replace(".", ",") for v in VALUES], ";\t|"),
    "english thousands": ([f'"{v:,.2f}"' for v in VALUES], ",;\t|"),
    "german thousands": ([german(v) for v in VALUES], ";\t|"),
    "swiss thousands": ([f"{v:,.2f}".replace(",", "'") for v in VALUES], ",;\t|"),
    "blank thousands": ([f"{v:,.2f}".replace(",", "\u202f").replace(".", ",") for v in VALUES], ";\t|"),
    "german thousands in quotes": ([f'"{german(v)}"' for v in VALUES], ",;"),
    "powers of ten": ([f"{v:.6e}" for v in VALUES], ",;\t|"),
    "blanks around": ([f"  {v:.2f} " for v in VALUES], ",;\t|"),
}


@pytest.mark.parametrize("header", [True, False])
@pytest.mark.parametrize(("way", "separator"), [(way, s) for way, (_, signs) in WRITTEN.items() for s in signs])
def test_numbers_and_separators(way: str, separator: str, header: bool) -> None:
    column = read(table(WRITTEN[way][0], separator, header))
    np.testing.assert_allclose(column.values, VALUES, rtol=1e-12)
    assert column.title == ("my.csv · sales" if header else "my.csv · column 2")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252"])
@pytest.mark.parametrize("ends", ["\n", "\r\n", "\r"])
def test_encodings_and_line_ends(encoding: str, ends: str) -> None:
    text = table(WRITTEN["decimal comma"][0], ";").replace("sales", "Umsätze").replace("\n", ends)
    column = read(text.encode(encoding))
    np.testing.assert_allclose(column.values, VALUES)
    assert column.title == "my.csv · Umsätze"
    said = "read as Western European" in " ".join(column.notes)
    assert said == (encoding == "cp1252")


def test_the_shipped_files_are_read_as_pandas_reads_them() -> None:
    for file in ("air_passengers.csv", "sunspots_yearly.csv", "mackey_glass_tau17.csv"):
        column = read((FILES / file).read_bytes())
        np.testing.assert_array_equal(column.values, pd.read_csv(FILES / file).iloc[:, -1])
        assert column.notes == ()


@given(st.lists(st.floats(-1e12, 1e12), min_size=20, max_size=60, unique=True), st.sampled_from(",;\t|"))
def test_what_pandas_writes_is_read_back(values: list[float], separator: str) -> None:
    frame = pd.DataFrame({"text": [f"a{separator}'b" for _ in values], "number": values})
    if np.ptp(values) > 1e-6 * np.abs(values).max():
        column = read(frame.to_csv(sep=separator), "number")
        np.testing.assert_array_equal(column.values, values)


def test_every_column_of_numbers_can_be_chosen_and_one_that_does_not_merely_count_is_suggested() -> None:
    rows = "".join(f"{i},{2000 + i},Oslo,{i * i % 7},{i % 3}.5,\n" for i in range(30))
    layout = inspect(f"n,year,town,low,low,\n{rows}".encode(), "my.csv")
    assert names(layout) == ["n", "year", "low", "low (5)"]
    assert names(layout)[layout.suggested] == "low"


def test_a_single_column_with_decimal_commas() -> None:
    np.testing.assert_allclose(
        read("value\n" + "".join(f"{i},{i * 7 % 10}\n" for i in range(30))).values[:3], [0, 1.7, 2.4]
    )


def test_a_line_that_names_the_separator_and_lines_before_the_table() -> None:
    assert len(read("sep=;\n" + table(WRITTEN["decimal comma"][0], ";")).values) == 48
    column = read("Report of 2004\nall towns\n\n" + table(WRITTEN["point"][0]))
    assert len(column.values) == 48
    assert column.notes == ("Everything before line 4 is skipped: it is no part of the table.",)


def test_dates_that_run_backward_turn_the_series_round() -> None:
    forward = table(WRITTEN["point"][0]).splitlines()
    column = read("\n".join([forward[0], *forward[:0:-1]]))
    np.testing.assert_allclose(column.values, VALUES)
    assert "turned round" in column.notes[0]


@pytest.mark.parametrize("gap", ["", " ", "NA", "NaN", "n/a", "null", "-", "?", "#N/A"])
def test_few_gaps_are_filled_in_and_told(gap: str) -> None:
    cells = [f"{v:.2f}" for v in VALUES]
    cells[10] = cells[11] = gap
    cells[0] = cells[46] = cells[47] = gap
    column = read(table(cells))
    expected = pd.Series(VALUES[1:46], dtype=float)
    expected[[9, 10]] = np.nan
    np.testing.assert_allclose(column.values, expected.interpolate())
    assert column.notes == (
        "Empty cells at the beginning or end, left out: 3.",
        "Empty cells filled in by straight lines: 2 (lines 12, 13).",
    )


def test_many_or_long_gaps_are_refused_with_their_lines() -> None:
    cells = ["" if 10 <= i < 14 else f"{v}" for i, v in enumerate(VALUES)]
    said = refused(table(cells))
    assert "'sales': 4 of 48 cells are empty (lines 12, 13, 14, 15), up to 4 in a row" in said


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ("month,sales\n2001-01,5\n", ["my.csv", "'sales'", "too short: 1 of the at least 20"]),
        (table(["x" if i == 40 else f"{v}" for i, v in enumerate(VALUES)]), ["line 42", "'x' is no number"]),
        (table(["1e99" if i == 40 else f"{v}" for i, v in enumerate(VALUES)]), ["line 42", "'1e99' is too large"]),
        (table([f"{v}" for v in VALUES]) + "2009-01,1,2,3\n", ["line 50 has 4 cells; the table has 2"]),
        (table([f"{v}" for v in VALUES]) + '2009-01,"1\n', ["line 50", "quotation marks do not pair"]),
        (table([f"{v}" for v in VALUES]) + "2009\0-01,1\n", ["line 50, column 5", "U+0000"]),
        (table(["3"] * 48), ["hardly changes", "between 3 and 3"]),
        ("name,town\nAnn,Rome\n" * 9, ["no column of numbers", "from 'name,town Ann,Rome"]),
        (b"PK\x03\x04" + bytes(50), ["a spreadsheet or an archive, not text"]),
        (b"1\n" * 2**22, ["8.0 MB; allowed are 5 MB"]),
    ],
)
def test_what_is_wrong_and_where(data: bytes | str, words: list[str]) -> None:
    said = refused(data)
    assert all(word in said for word in words), said


def test_of_a_million_rows_the_first_are_taken_and_that_is_told() -> None:
    column = read("".join(f"{i % 97}\n" for i in range(1_000_000)))
    np.testing.assert_array_equal(column.values, np.arange(MOST_ROWS) % 97)
    assert column.notes == ("The first 100\u202f000 rows are taken; the rest is left out.",)


def test_a_number_that_could_be_read_two_ways_is_told() -> None:
    cells = [f'"1,{i:03}"' for i in range(48)]
    assert "Line 2: '1,000' is read as 1000." in read(table(cells)).notes
    cells = [f"1,{i:03}" for i in range(48)]
    assert "Line 2: '1,000' is read as 1." in read(table(cells, ";")).notes


def test_evidence_for_the_decimal_mark_may_come_late() -> None:
    cells = [f"{i},{i:03}" for i in range(1, 200)] + ["3,5"]
    column = read("a;b\n" + "".join(f'x;"{cell}"\n' for cell in cells))
    assert column.values[0] == 1.001
    cells = [f"{i},{i:03}" for i in range(1, 200)] + ["1,234,567"]
    column = read("a;b\n" + "".join(f'x;"{cell}"\n' for cell in cells))
    assert column.values[0] == 1001


@given(st.floats(-1e15, 1e15), st.sampled_from(["point", "comma"]))
def test_numerals(value: float, decimal: str) -> None:
    text = repr(value)
    assert number(text if decimal == "point" else text.replace(".", ","), decimal) == value  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "text", ["", "1_000", "0x10", "1.2.3", "1,23,456", "12 34", "1e", "--1", "a1", "True", "1" * 61]
)
def test_what_is_no_number(text: str) -> None:
    assert number(text, "point") is None
    assert number(text, "comma") is None
