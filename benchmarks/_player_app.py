"""A page with nothing but the player: an LSTM of 64 units over 200 time steps, playing at once."""

import numpy as np

from rnnviz.cells import CELLS
from rnnviz.player import player
from rnnviz.player.scene import scene
from rnnviz.tasks.picture import Chart, Line
from rnnviz.tracing.layers import run_layers

STEPS, HIDDEN = 200, 64


def picture() -> bytes:
    """The player's bytes for a network with random weights that follows a wave."""
    cell, draw = CELLS["lstm"], np.random.default_rng(0)
    sizes = {"H": HIDDEN, "F": 1}
    parameters = {p.name: draw.normal(0, 0.3, [sizes[axis] for axis in p.axes]) for p in cell.parameters}
    wave = np.sin(np.linspace(0, 20, STEPS + 1))
    trace = run_layers(cell, {"layer0": parameters}, wave[:-1, None])
    lines = (
        Line("input", "input", None, wave[:-1]),
        Line("target", "target", None, wave[1:]),
        Line("prediction", "prediction", None, trace["layer0.h"][:, 0]),
    )
    strip = Chart("", "step", "value", lines, (-1.5, 1.5), tuple(range(STEPS)))
    return scene(trace, run="bench", layer="layer0", strip=strip, autoplay=True).block


player(picture(), key="bench")
