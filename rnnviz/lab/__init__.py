"""One cell on a bench: weights and inputs set by hand, no training."""

from rnnviz.lab.bench import Bench, BenchError, blank
from rnnviz.lab.presets import PRESETS, Preset

__all__ = ["PRESETS", "Bench", "BenchError", "Preset", "blank"]
