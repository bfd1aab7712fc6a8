"""The stages of one LSTM step as bars on one fixed scale."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from rnnviz.ui.reference.drawing import Drawing, colour, hue
from rnnviz.ui.reference.tables import number

_WIDTH, _LEFT, _RIGHT, _ROW, _BAR = 560.0, 150.0, 490.0, 40.0, 22.0


@dataclass(frozen=True)
class Bar:
    """One row: a value as a bar from zero.

    Attributes:
        symbol: what is written before it: "f·c_prev".
        name: the value whose hue it has.
        value: its length.
        of: the length that it is a share of, drawn as an outline; None where it is no share.
        start: where it begins; 0 but for what is added to another.
        stage: the stage that brings it, from 0.
    """

    symbol: str
    name: str
    value: float
    stage: int
    of: float | None = None
    start: float = 0.0


def stages_drawing(bars: list[Bar], stage: int, reach: float) -> Drawing:
    """The rows up to `stage`, those of `stage` in full colour; the scale runs from -reach to reach."""
    drawing = Drawing(_WIDTH, _ROW * len(bars) + 30)

    def at(value: float) -> float:
        return _LEFT + (value + reach) / (2 * reach) * (_RIGHT - _LEFT)

    bottom = _ROW * len(bars) + 4
    for tick in range(-int(reach), int(reach) + 1):
        line = colour("muted") if tick == 0 else colour("grid")
        drawing.line([(at(tick), 4), (at(tick), bottom)], stroke=line, stroke_width="1px")
        drawing.text(at(tick), bottom + 14, number(tick, 0), size=15, fill=colour("muted"))
    for row, bar in enumerate(bars):
        if bar.stage <= stage:
            _draw(drawing, bar, 4 + _ROW * row + _ROW / 2, at, bar.stage == stage)
    return drawing


def _draw(drawing: Drawing, bar: Bar, middle: float, at: Callable[[float], float], now: bool) -> None:
    drawing.text(_LEFT - 18, middle, bar.symbol, size=18, text_anchor="end", font_weight="650" if now else "400")
    top = middle - _BAR / 2
    if bar.of is not None:
        ends = sorted((at(0), at(bar.of)))
        drawing.box(
            ends[0], top, ends[1] - ends[0], _BAR, stroke=hue(bar.name), round=3, stroke_dasharray="4 3", opacity="0.7"
        )
    ends = sorted((at(bar.start), at(bar.start + bar.value)))
    opacity = "1" if now else "0.45"
    drawing.box(ends[0], top, ends[1] - ends[0], _BAR, stroke="none", fill=hue(bar.name), round=3, opacity=opacity)
    drawing.text(_WIDTH - 4, middle, number(bar.value), size=17, text_anchor="end", font_weight="650" if now else "400")
