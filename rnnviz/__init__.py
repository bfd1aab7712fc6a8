"""Opens up recurrent networks: train them, and see every gate next to the equation that made it.

import rnnviz

run = rnnviz.train(cell="lstm", task="sine", iterations=300, seed=1)
trace = rnnviz.trace(run)
rnnviz.figures.gates(trace).show()
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from rnnviz import figures
    from rnnviz.notebook import trace, train
    from rnnviz.tracing.intervention import Intervention, WeightEdit, silence
    from rnnviz.tracing.trace import Trace
    from rnnviz.training.config import RunConfig
    from rnnviz.training.run import Run

__all__ = [
    "Intervention",
    "Run",
    "RunConfig",
    "Trace",
    "WeightEdit",
    "figures",
    "silence",
    "trace",
    "train",
]
__version__ = "0.1.0"

_HOMES = {
    "train": "rnnviz.notebook",
    "trace": "rnnviz.notebook",
    "Trace": "rnnviz.tracing.trace",
    "Intervention": "rnnviz.tracing.intervention",
    "WeightEdit": "rnnviz.tracing.intervention",
    "silence": "rnnviz.tracing.intervention",
    "RunConfig": "rnnviz.training.config",
    "Run": "rnnviz.training.run",
}


def __getattr__(name: str) -> Any:
    # Imported when first used: a page that only shows a saved trace must not wait for torch.
    if name == "figures":
        return import_module("rnnviz.figures")
    if name in _HOMES:
        return getattr(import_module(_HOMES[name]), name)
    raise AttributeError(f"module 'rnnviz' has no attribute {name!r}; it has {', '.join(__all__)}.")
