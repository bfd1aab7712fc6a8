"""All values of one unit as curves."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from rnnviz.figures.panels import panels, value_range
from rnnviz.figures.theme import PALETTES, hue
from rnnviz.tracing.trace import Trace
from rnnviz.words import t

if TYPE_CHECKING:
    from plotly.graph_objects import Figure


def values(trace: Trace, unit: int = 0, layer: str = "layer0") -> Figure:
    """Every gate, candidate and state of one unit along time, each in its hue and on the range that `gates` gives it.

    Args:
        trace: from `rnnviz.trace`.
        unit: 0-based; where a projection makes h shorter than the rest, h is left out for the units beyond.
        layer: address of the layer and direction: "layer0", "layer0.reverse", "layer1", ...

    Raises:
        KeyError: the trace has no such layer.
        ValueError: the layer has no such unit.
    """
    arrays = trace.layer(layer)
    units = max(arrays[name].shape[1] for name in trace.cell.names)
    if not 0 <= unit < units:
        raise ValueError(f"unit is {unit}; {layer} has the units 0 to {units - 1}.")
    names = [name for name in trace.cell.names if unit < arrays[name].shape[1]]
    figure = panels(trace, layer, names, f" · {t('unit {n}', n=unit)}")
    for row, name in enumerate(names, start=1):
        low, high = value_range(trace.cell, name, arrays[name])
        figure.add_scatter(
            x=np.arange(trace.steps),
            y=np.ascontiguousarray(arrays[name][:, unit]),
            mode="lines",
            line={"color": hue(name, position=trace.cell.names.index(name)), "width": 2.5},
            name=name,
            hovertemplate=f"{name} = %{{y:.4f}}<br>{t('time step {step}', step='%{x}')}<extra></extra>",
            row=row,
            col=1,
        )
        edge = 0.04 * (high - low)
        figure.update_yaxes(range=(low - edge, high + edge), tickvals=[low, (low + high) / 2, high], row=row, col=1)
    figure.update_layout(showlegend=False)
    figure.update_yaxes(gridcolor=PALETTES["light"].grid, zeroline=False)
    return figure
