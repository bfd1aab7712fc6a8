"""What one live picture costs the server, beside the slice of training that it shows."""

from __future__ import annotations

import time
from collections.abc import Callable

import torch
from _figures import ratio

from rnnviz.cells import CELLS
from rnnviz.tasks.registry import TASKS
from rnnviz.training.link import preset
from rnnviz.training.run import Run
from rnnviz.training.runner import SLICE_SECONDS
from rnnviz.ui.frame import frame, payload

ROUNDS = 15


def seconds(work: Callable[[], object]) -> float:
    """How long it takes, once."""
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def measure(cell: str, task: str) -> None:
    """A slice, a picture, a slice, a picture, ..."""
    run = Run(preset(cell, task).changed(iterations=100_000))
    run.play()
    sizes: list[int] = []

    def draw() -> None:
        shown = frame(run.config, run.checkpoint, 0, False)
        sizes.append(len(payload(shown, run.view(), layer="", live=True)))

    pairs = [(seconds(draw), seconds(lambda: run.train_slice(SLICE_SECONDS))) for _ in range(ROUNDS + 2)][2:]
    pictures, slices = [pair[0] for pair in pairs], [pair[1] for pair in pairs]
    ratio(f"one picture over one slice of training, {task}, {cell}", pictures, slices, None, bytes=sizes[-1])


if __name__ == "__main__":
    torch.set_num_threads(1)
    for each_task in TASKS:
        for each_cell in CELLS:
            measure(each_cell, each_task)
