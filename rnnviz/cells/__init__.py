"""Equations: read, checked, computed and rendered; the catalogue of cells."""

from rnnviz.cells.catalogue import CELLS
from rnnviz.cells.cell import Cell, Parameter
from rnnviz.cells.errors import CellError
from rnnviz.cells.own import find_cell

__all__ = ["CELLS", "Cell", "CellError", "Parameter", "find_cell"]
