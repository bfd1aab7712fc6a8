"""Figures of traces for notebooks and export; the colours of the product."""

from rnnviz.figures.gates import gates
from rnnviz.figures.values import values

__all__ = ["gates", "values"]
