"""Real days of weather at two places."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from rnnviz.data.load import table

PLACES = ("nyc", "seattle")


@dataclass(frozen=True, eq=False)
class Weather:
    """Days in order, at one or more stations of a place; all arrays read-only.

    Attributes:
        dates: [D] of each day, "2013-01-01".
        stations: [S] names.
        quantities: [F] what was measured, as columns of the file are called.
        values: [S, D, F] the measurements, in the file's own units.
        rain: [S, D] 1 on days with rain, else 0.
    """

    dates: tuple[str, ...]
    stations: tuple[str, ...]
    quantities: tuple[str, ...]
    values: NDArray[np.float64]
    rain: NDArray[np.int64]


@lru_cache
def weather(place: str) -> Weather:
    """The days of "nyc" (2013, three airports) or "seattle" (2012 to 2015).

    Raises:
        ValueError: there is no such place.
    """
    if place == "nyc":
        return _read("weather_nyc_2013_daily.csv", ("temp_mean_c", "pressure_hpa", "humidity_pct", "precip_mm"))
    if place == "seattle":
        return _read("weather_seattle_2012_2015_daily.csv", ("temp_max", "temp_min", "wind", "precipitation"))
    raise ValueError(f"place is {place!r}; allowed is one of {', '.join(PLACES)}.")


def _read(name: str, quantities: tuple[str, ...]) -> Weather:
    """The last of `quantities` is the precipitation, and a day with some is a day of rain."""
    frame = table(name)
    groups = [(str(key), days) for key, days in frame.groupby("station")] if "station" in frame else [("", frame)]
    values = np.stack([days[list(quantities)].to_numpy(dtype=np.float64) for _, days in groups])
    rain = (values[:, :, -1] > 0).astype(np.int64)
    for array in (values, rain):
        array.flags.writeable = False
    return Weather(tuple(groups[0][1]["date"]), tuple(key for key, _ in groups), quantities, values, rain)
