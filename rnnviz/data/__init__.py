"""The data files that come with rnnviz; SOURCES.csv names the origin, licence and sum of each."""

from rnnviz.data.load import FILES, SOURCES, air_passengers, alice, table
from rnnviz.data.weather import PLACES, Weather, weather

__all__ = ["FILES", "PLACES", "SOURCES", "Weather", "air_passengers", "alice", "table", "weather"]
