"""How far the compiled equations are from torch's: gradients of every cell and of random ones, and whole trainings."""

from __future__ import annotations

import numpy as np
from _figures import at_most
from numpy.typing import NDArray

from rnnviz.cells import CELLS
from rnnviz.training.advance import Budget, advance
from rnnviz.training.build import start
from rnnviz.training.link import preset
from tests.kernels import random_cells
from tests.kernels.gradients import difference, found, random_layers

RANDOM = 200
ITERATIONS = 300
RESTS = 1e-4
"""The loss below which the last digits of single precision decide how it goes on."""


def catalogue() -> None:
    """Gradients in double precision of every cell, one layer and two that read both ways."""
    for cell in CELLS.values():
        shapes = [random_layers(cell), random_layers(cell, 2, bidirectional=True)]
        far = max(difference(found("compiled", layers), found("torch", layers)) for layers in shapes)
        at_most(f"gradients of {cell.title}, compiled and by torch", far, 1e-9)


def random() -> None:
    """The same of random cells; each is compiled, which takes a second or two."""
    far = random_cells.compare_many(RANDOM)
    at_most(f"gradients of {len(far)} random cells, compiled and by torch", max(far), 1e-9)


def losses(cell: str, engine: str) -> NDArray[np.float64]:
    """Of the sine wave's training, in single precision."""
    config = preset(cell, "sine").changed(engine=engine)
    return np.array(advance(config, start(config), Budget(ITERATIONS)).losses)


def trainings() -> None:
    """Losses of whole trainings, as long as they stay above `RESTS`; what comes after stands beside."""
    for cell in ("lstm", "gru", "rnn"):
        expected = losses(cell, "torch")
        far = {engine: np.abs(losses(cell, engine) - expected) / expected for engine in ("compiled", "nn")}
        above = expected > RESTS
        first = int(np.argmin(above)) if not above.all() else len(above)
        again = {engine: float(each[above][first:].max(initial=0)) for engine, each in far.items()}
        figure = f"losses of {cell}, {ITERATIONS} iterations, compiled and by torch, until below {RESTS:g}"
        at_most(figure, float(far["compiled"][:first].max()), 1e-3, iterations=first, where_above_again=again)


if __name__ == "__main__":
    trainings()
    catalogue()
    random()
