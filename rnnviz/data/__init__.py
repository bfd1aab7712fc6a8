"""The data files that come with rnnviz; SOURCES.csv names the origin, licence and sum of each."""

from rnnviz.data.load import FILES, SOURCES, air_passengers, table

__all__ = ["FILES", "SOURCES", "air_passengers", "table"]
