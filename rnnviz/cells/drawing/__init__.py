"""The picture of a cell, made from its equations: which node reads which, and where each stands."""

from rnnviz.cells.drawing.diagram import Diagram, diagram

__all__ = ["Diagram", "diagram"]
