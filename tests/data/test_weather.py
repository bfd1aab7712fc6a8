"""The weather as it is in the files, and a book."""

import csv

import numpy as np
import pytest

from rnnviz.data import FILES, alice, weather


def rows(name: str) -> list[dict[str, str]]:
    with (FILES / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_new_york_has_three_stations_of_the_same_days() -> None:
    found = weather("nyc")
    assert found.stations == ("EWR", "JFK", "LGA")
    assert found.values.shape == (3, 364, 4)
    for row in rows("weather_nyc_2013_daily.csv"):
        station, day = found.stations.index(row["station"]), found.dates.index(row["date"])
        assert found.rain[station, day] == int(row["rain"])
        np.testing.assert_array_equal(found.values[station, day], [float(row[name]) for name in found.quantities])


def test_seattle_rains_where_there_is_precipitation() -> None:
    found = weather("seattle")
    assert found.values.shape == (1, 1461, 4)
    for day, row in enumerate(rows("weather_seattle_2012_2015_daily.csv")):
        assert found.dates[day] == row["date"]
        assert found.rain[0, day] == (float(row["precipitation"]) > 0)


def test_the_shared_days_cannot_be_changed() -> None:
    with pytest.raises(ValueError, match="read-only"):
        weather("nyc").values[0, 0, 0] = 0


def test_a_place_that_is_not_there() -> None:
    with pytest.raises(ValueError, match="place is 'paris'; allowed is one of nyc, seattle"):
        weather("paris")


def test_alice() -> None:
    book = alice()
    assert len(book) == 148_460
    assert len(set(book)) == 72
    assert book.startswith("ALICE'S ADVENTURES IN WONDERLAND\n")
