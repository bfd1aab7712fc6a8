"""A phase portrait as a Plotly figure."""

from __future__ import annotations

import numpy as np
import plotly.graph_objects as go

from rnnviz.figures.theme import PALETTES, Mode
from rnnviz.tracing.portrait import Kind, Portrait
from rnnviz.tracing.trace import Array
from rnnviz.words import N, t

NAMES: dict[Kind, str] = {"attractor": N("attractor"), "saddle": N("saddle"), "repeller": N("repeller")}
SYMBOLS: dict[Kind, str] = {"attractor": "circle", "saddle": "diamond", "repeller": "circle-open"}
HEIGHT = 520
ARROW = 0.72
"""Length of an arrow, in distances between two of them."""


def phase_portrait(shown: Portrait, trajectory: Array, mode: Mode = "light") -> go.Figure:
    """The field as arrows, the way of the state through an example, and the fixed points.

    Args:
        shown: the map.
        trajectory: [T, 2] the state after each time step.
        mode: "light" or "dark".
    """
    palette = PALETTES[mode]
    figure = go.Figure([*_arrows(shown, palette.muted), _way(shown, trajectory, palette.names[shown.state])])
    for kind in NAMES:
        points = [point for point in shown.fixed if point.kind == kind]
        if points:
            figure.add_trace(
                go.Scatter(
                    x=[point.place[0] for point in points],
                    y=[point.place[1] for point in points],
                    mode="markers",
                    name=t(NAMES[kind]),
                    marker={"symbol": SYMBOLS[kind], "size": 15, "color": palette.ink, "line": {"width": 2.5}},
                    customdata=[point.largest for point in points],
                    hovertemplate=f"{t('largest eigenvalue')} %{{customdata:.3f}}",
                )
            )
    most = float(shown.axis[-1]) * 1.06
    ranges = {"range": [-most, most], "zeroline": True, "gridcolor": palette.grid, "zerolinecolor": palette.grid}
    figure.update_layout(
        height=HEIGHT,
        margin={"l": 60, "r": 20, "t": 20, "b": 50},
        xaxis={**ranges, "title": t("{state} of unit {unit}", state=shown.state, unit=1)},
        yaxis={**ranges, "title": t("{state} of unit {unit}", state=shown.state, unit=2), "scaleanchor": "x"},
        font={"size": 15, "color": palette.ink},
        paper_bgcolor="rgba(0,0,0,0)",
        plot_bgcolor="rgba(0,0,0,0)",
        legend={"font": {"size": 15}},
    )
    return figure


def _arrows(shown: Portrait, colour: str) -> list[go.Scatter]:
    """An arrow at every place, all equally long: where it points, not how far; how far is its strength of colour."""
    first, second = np.meshgrid(shown.axis, shown.axis)
    speed = np.linalg.norm(shown.field, axis=-1)
    step = (shown.axis[1] - shown.axis[0]) * ARROW
    ways = shown.field / np.maximum(speed, 1e-12)[..., None] * step
    tips = np.stack([first, second], axis=-1) + ways / 2
    gap = np.full(first.size, np.nan)
    lines = [np.stack([(tips - ways)[..., k].ravel(), tips[..., k].ravel(), gap], axis=-1).ravel() for k in range(2)]
    angles = np.degrees(np.arctan2(ways[..., 0], ways[..., 1])).ravel()
    heads = {"symbol": "arrow", "size": 8, "color": colour, "angle": angles, "opacity": 0.75}
    common = {"showlegend": False}
    return [
        go.Scatter(
            x=lines[0],
            y=lines[1],
            mode="lines",
            line={"color": colour, "width": 1},
            opacity=0.6,
            hoverinfo="skip",
            **common,
        ),
        go.Scatter(
            x=tips[..., 0].ravel(),
            y=tips[..., 1].ravel(),
            mode="markers",
            marker=heads,
            customdata=speed.ravel(),
            hovertemplate=f"{t('moves by')} %{{customdata:.3g}}<extra></extra>",
            **common,
        ),
    ]


def _way(shown: Portrait, trajectory: Array, colour: str) -> go.Scatter:
    return go.Scatter(
        x=trajectory[:, 0],
        y=trajectory[:, 1],
        mode="lines+markers",
        name=t("the example's {state}", state=shown.state),
        line={"color": colour, "width": 2.5},
        marker={"size": 7, "color": colour},
        text=[t("step {n}", n=step + 1) for step in range(len(trajectory))],
        hovertemplate="%{text}: %{x:.3f}, %{y:.3f}<extra></extra>",
    )
