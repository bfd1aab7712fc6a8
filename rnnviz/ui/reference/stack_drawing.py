"""The stacking of a recurrent module: layers by directions, with the sizes on the wires."""

from __future__ import annotations

from rnnviz.network.arguments import Arguments
from rnnviz.network.shapes import Shapes
from rnnviz.ui.reference.drawing import Drawing, colour, hue
from rnnviz.words import t

_ROW, _EDGE, _LEFT, _RIGHT, _APART = 92.0, 44.0, 90.0, 220.0, 190.0
_BOX = (150.0, 46.0)
_ARROWS = ("→", "←")


def stack_drawing(arguments: Arguments, shapes: Shapes) -> tuple[Drawing, int]:
    """The picture, the input below and the output above, and how many pixels wide it is best shown.

    The arrows in the boxes say which way a layer reads the time steps.
    """
    height = 2 * _EDGE + _ROW * arguments.num_layers
    columns = [_LEFT + column * _APART for column in range(arguments.directions)]
    width, middle = columns[-1] + _RIGHT, sum(columns) / len(columns)
    drawing = Drawing(width, height)
    drawing.text(middle, height - 12, _sized("input", shapes.inputs[0].size), size=15)
    for layer in range(arguments.num_layers):
        floor = height - _EDGE - layer * _ROW
        _wires(drawing, columns, middle, floor)
        words = _reads(shapes, arguments, layer)
        drawing.text(columns[-1] + 12, floor - 18, words, size=13, fill=colour("muted"), text_anchor="start")
        for direction, x in enumerate(columns):
            _box(drawing, x, middle, floor - 32 - _BOX[1], layer, direction, arguments)
    top = height - _EDGE - arguments.num_layers * _ROW
    drawing.line([(middle, top + 8), (middle, top - 18)], stroke=colour("muted"), arrow=True)
    drawing.text(middle, 12, _sized("output", shapes.outputs[0].size), size=15)
    return drawing, round(width)


def _sized(name: str, size: tuple[int, ...]) -> str:
    return f"{name} [{', '.join(map(str, size))}]"


def _reads(shapes: Shapes, arguments: Arguments, layer: int) -> str:
    """How much a layer reads at a step, and how much of it training leaves out."""
    count = next(shape.size[1] for shape in shapes.parameters if shape.name == f"weight_ih_l{layer}")
    words = t("{n} numbers a step", n=count)
    if layer == 0 or not arguments.dropout:
        return words
    return f"{words}, {t('dropout {share:g}', share=arguments.dropout)}"


def _wires(drawing: Drawing, columns: list[float], middle: float, floor: float) -> None:
    """From the middle below a layer into each of its boxes."""
    for x in columns:
        way = [(middle, floor + 8), (middle, floor - 8), (x, floor - 8), (x, floor - 32)]
        drawing.line(way if x != middle else [way[0], way[-1]], stroke=colour("muted"), arrow=True)


def _box(
    drawing: Drawing, x: float, middle: float, top: float, layer: int, direction: int, arguments: Arguments
) -> None:
    width, height = _BOX
    drawing.box(x - width / 2, top, width, height, stroke=hue("h"), fill=colour("panel"), stroke_width="2.5px")
    title = t("layer {n}", n=layer + 1)
    drawing.text(x, top + 15, f"{title}  {_ARROWS[direction]}", size=16, font_weight="650")
    row = layer * arguments.directions + direction
    drawing.text(x, top + 34, f"h_n[{row}]" + (f", c_n[{row}]" if arguments.kind == "LSTM" else ""), size=13)
    way = [(x, top), (x, top - 8), (middle, top - 8), (middle, top - 14)]
    drawing.line(way if x != middle else [way[0], way[-1]], stroke=colour("muted"))
