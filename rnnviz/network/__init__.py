"""Networks made of a cell's equations, and the engines that run them."""

from rnnviz.network.engines import ENGINES, Engine
from rnnviz.network.network import FirstUnits, Network
from rnnviz.network.recurrent import FusedRecurrent, NamedRecurrent, Recurrent

__all__ = ["ENGINES", "Engine", "FirstUnits", "FusedRecurrent", "NamedRecurrent", "Network", "Recurrent"]
