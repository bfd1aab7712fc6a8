"""All values of a layer as heat maps."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from rnnviz.figures.panels import panels, value_range
from rnnviz.figures.theme import scale_for
from rnnviz.tracing.trace import Trace
from rnnviz.words import t

if TYPE_CHECKING:
    from plotly.graph_objects import Figure


def gates(trace: Trace, layer: str = "layer0") -> Figure:
    """Every gate, candidate and state of one layer, units × time steps, each on its own fixed range.

    Gates go from 0 to 1, states are symmetric about 0, and a cell state, which has no bound, gets the round range that
    holds it.

    Args:
        trace: from `rnnviz.trace`.
        layer: address of the layer and direction: "layer0", "layer0.reverse", "layer1", ...

    Raises:
        KeyError: the trace has no such layer.
    """
    arrays, names = trace.layer(layer), trace.cell.names
    figure = panels(trace, layer, names, "")
    for row, name in enumerate(names, start=1):
        low, high = value_range(trace.cell, name, arrays[name])
        bottom, top = figure.get_subplot(row, 1).yaxis.domain
        figure.add_heatmap(
            z=np.ascontiguousarray(arrays[name].T),
            zmin=low,
            zmax=high,
            colorscale=scale_for(low),
            colorbar={
                "len": top - bottom,
                "y": (top + bottom) / 2,
                "ypad": 0,
                "thickness": 12,
                "outlinewidth": 0,
                "tickvals": [low, (low + high) / 2, high],
            },
            name=name,
            hovertemplate=_hover(name),
            row=row,
            col=1,
        )
    # The first unit on top, as in the player.
    figure.update_yaxes(title=t("unit"), autorange="reversed", showgrid=False, zeroline=False)
    return figure


def _hover(name: str) -> str:
    place = t("unit {unit}, time step {step}", unit="%{y}", step="%{x}")
    return f"{name} = %{{z:.4f}}<br>{place}<extra></extra>"
