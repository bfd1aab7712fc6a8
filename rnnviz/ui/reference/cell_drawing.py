"""A cell's diagram, made from its equations, as a still drawing."""

from __future__ import annotations

from functools import lru_cache

from rnnviz.cells import Cell
from rnnviz.cells.drawing import diagram
from rnnviz.cells.drawing.diagram import Node
from rnnviz.ui.reference.drawing import Drawing, colour, hue


@lru_cache(maxsize=32)
def cell_drawing(cell: Cell) -> Drawing:
    """Boxes for the named values in their own hues, circles for operations, wires between them."""
    plan = diagram(cell)
    drawing = Drawing(plan.width, plan.height)
    for wire in plan.wires:
        drawing.line(wire.points, stroke=_hue(wire.value), arrow=True)
    for joint in plan.joints:
        drawing.disc(joint.x, joint.y, 3, fill=_hue(joint.value))
    for node in plan.nodes:
        _node(drawing, node)
    return drawing


def _node(drawing: Drawing, node: Node) -> None:
    left, top = node.x - node.w / 2, node.y - node.h / 2
    if node.kind == "op":
        drawing.box(left, top, node.w, node.h, stroke=colour("muted"), fill=colour("paper"), round=node.h / 2)
        if "_" in node.label:
            drawing.symbol(node.x, node.y, node.label, size=17)
        else:
            drawing.text(node.x, node.y, node.label, size=21 if len(node.label) == 1 else 14)
        return
    drawing.box(left, top, node.w, node.h, stroke=_hue(node.value), fill=colour("panel"), stroke_width="2.5px")
    drawing.symbol(node.x, node.y - (6 if node.function else 0), node.id, size=22)
    if node.function:
        drawing.text(node.x, node.y + 12, node.function, size=13, fill=colour("muted"))


def _hue(name: str) -> str:
    return hue(name.removesuffix("_prev"))
