"""The data files that come with rnnviz; SOURCES.csv names the origin, licence and sum of each."""

from rnnviz.data.load import FILES, SOURCES, air_passengers, alice, table
from rnnviz.data.mnist import Digits, mnist
from rnnviz.data.weather import PLACES, Weather, weather

__all__ = [
    "FILES",
    "PLACES",
    "SOURCES",
    "Digits",
    "Weather",
    "air_passengers",
    "alice",
    "mnist",
    "table",
    "weather",
]
