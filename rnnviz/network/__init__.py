"""Networks made of a cell's equations, and the engines that run them."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from rnnviz.network.engines import ENGINES, Engine
    from rnnviz.network.network import FirstUnits, Network
    from rnnviz.network.recurrent import FusedRecurrent, NamedRecurrent, Recurrent

__all__ = ["ENGINES", "Engine", "FirstUnits", "FusedRecurrent", "NamedRecurrent", "Network", "Recurrent"]

_HOMES = {
    "ENGINES": "engines",
    "Engine": "engines",
    "FirstUnits": "network",
    "Network": "network",
    "FusedRecurrent": "recurrent",
    "NamedRecurrent": "recurrent",
    "Recurrent": "recurrent",
}


def __getattr__(name: str) -> Any:
    # Imported when first used: the arguments of a module are read also where torch is not to be loaded.
    if name in _HOMES:
        return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}; it has {', '.join(__all__)}.")
