"""One row for each value of a layer: its title, its fixed range, the axes that all rows share."""

from __future__ import annotations

import math
from collections.abc import Sequence
from html import escape
from typing import TYPE_CHECKING

import numpy as np

from rnnviz.cells.cell import Cell
from rnnviz.cells.notation import symbol
from rnnviz.figures.theme import PALETTES
from rnnviz.tracing.trace import Array, Trace, layer_title
from rnnviz.words import t

if TYPE_CHECKING:
    from plotly.graph_objects import Figure

_ROW, _GAP, _TOP, _BOTTOM = 110, 34, 90, 60  # pixels
_ROUND = (1, 2, 3, 5, 10)
_NOTHING = 1e-300  # no power of ten lies far below


def value_range(cell: Cell, name: str, array: Array) -> tuple[float, float]:
    """The fixed range in which a value is drawn: what its equation allows, else symmetric, round and wide enough.

    What an equation allows holds from zero initial states; a value that has left it gets a wider range too, so that
    nothing is cut off.
    """
    sizes = np.abs(array[np.isfinite(array)])
    size = float(sizes.max(initial=0))
    bounds = cell.range(name)
    if bounds is not None and size <= max(abs(bound) for bound in bounds):
        low, high = bounds
        return (0.0, high) if low >= 0 else (-max(-low, high), max(-low, high))
    bound = round_bound(size)
    return -bound, bound


def round_bound(size: float) -> float:
    """The next of 1, 2, 3, 5, 10, 20, ... (and 0.1, 0.2, ...) that is not below `size`, but for rounding; 1 for 0."""
    if size < _NOTHING:
        return 1.0
    power = 10.0 ** math.floor(math.log10(size))
    return next(factor * power for factor in _ROUND if factor * power >= size * 0.9999)


def panels(trace: Trace, layer: str, names: Sequence[str], title: str) -> Figure:
    """An empty figure in the light theme, one row for each name, all on one axis of time steps."""
    from plotly.subplots import make_subplots  # here, because whoever reads the colours alone needs no plotly

    height = _TOP + _BOTTOM + len(names) * _ROW + (len(names) - 1) * _GAP
    figure = make_subplots(
        rows=len(names),
        cols=1,
        shared_xaxes=True,
        vertical_spacing=_GAP / (height - _TOP - _BOTTOM),
        subplot_titles=[value_title(trace.cell, name) for name in names],
    )
    palette = PALETTES["light"]
    figure.update_annotations(x=0, xanchor="left", font={"size": 15, "color": palette.ink})
    figure.update_layout(
        template="plotly_white",
        paper_bgcolor=palette.paper,
        plot_bgcolor=palette.paper,
        font={"color": palette.ink},
        title=f"{escape(trace.cell.title, quote=False)} · {layer_title(layer)}{title}",
        height=height,
        margin={"t": _TOP, "b": _BOTTOM},
    )
    figure.update_xaxes(range=(-0.5, trace.steps - 0.5), showgrid=False, zeroline=False)
    figure.update_xaxes(title=t("time step"), row=len(names), col=1)
    return figure


def value_title(cell: Cell, name: str) -> str:
    """What the field calls a value, and its symbol: "forget gate <i>f</i>"."""
    parts = symbol(name, cell)
    below = f"<sub>{','.join(parts.subscripts)}</sub>" if parts.subscripts else ""
    sign = f"<i>{parts.base}</i>{below}"
    label = cell.label(name)
    # The label is a comment in the cell's text, which anyone may have typed; plotly reads some HTML.
    return sign if label == name else f"{escape(t(label), quote=False)} {sign}"
