"""The shipped files are those that SOURCES.csv names, byte for byte."""

import csv
import hashlib

import numpy as np
import pytest

from rnnviz.data import FILES, SOURCES, air_passengers, table


def rows() -> list[dict[str, str]]:
    with SOURCES.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_every_shipped_file_has_a_row_and_every_row_a_file() -> None:
    assert sorted(row["file"] for row in rows()) == sorted(path.name for path in FILES.iterdir())


def test_every_row_is_complete() -> None:
    assert all(value and value.strip() for row in rows() for value in row.values())


@pytest.mark.parametrize("row", rows(), ids=lambda row: row["file"])
def test_sums(row: dict[str, str]) -> None:
    assert hashlib.sha256((FILES / row["file"]).read_bytes()).hexdigest() == row["sha256"]


def test_air_passengers() -> None:
    months, passengers = air_passengers()
    assert months == tuple(f"{year}-{month:02}" for year in range(1949, 1961) for month in range(1, 13))
    assert passengers.shape == (144,)
    assert passengers.sum() == 40363
    np.testing.assert_array_equal(passengers[:4], [112, 118, 132, 129])


def test_the_shared_series_cannot_be_changed() -> None:
    with pytest.raises(ValueError, match="read-only"):
        air_passengers()[1][0] = 0


@pytest.mark.parametrize("name", ["nothing.csv", "../SOURCES.csv", ""])
def test_a_file_that_is_not_shipped(name: str) -> None:
    with pytest.raises(ValueError, match=r"allowed is one of air_passengers\.csv"):
        table(name)
