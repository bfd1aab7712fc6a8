"""The cells that come with rnnviz, each as its text."""

from rnnviz.cells.catalogue.basic import BASIC
from rnnviz.cells.catalogue.grus import GRUS
from rnnviz.cells.catalogue.lstms import LSTMS
from rnnviz.cells.catalogue.odyssey import ODYSSEY
from rnnviz.cells.catalogue.simple import SIMPLE
from rnnviz.cells.cell import Cell

CELLS: dict[str, Cell] = {cell.key: cell for cell in (*BASIC, *LSTMS, *GRUS, *SIMPLE, *ODYSSEY)}
"""Every cell by its key: first the four of torch.nn, then their relatives, then the variants of one large study."""

__all__ = ["BASIC", "CELLS"]
