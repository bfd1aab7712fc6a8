"""Compiled equations beside torch at every size: the measurements behind rnnviz.training.choice."""

from __future__ import annotations

import time
from statistics import median

import torch
from _figures import at_least

from rnnviz.cells.own import has_module
from rnnviz.training.advance import Budget, advance
from rnnviz.training.build import start
from rnnviz.training.choice import worth_compiling
from rnnviz.training.config import RunConfig
from rnnviz.training.link import preset

CELLS = ("lstm", "gru", "rnn", "lstm_peephole")
"""Three that torch.nn has, and one that runs line by line in torch."""
SIZES = (
    *((1, 64), (1, 256), (16, 64), (64, 64), (32, 128), (128, 64)),
    *((64, 256), (512, 32), (256, 128), (256, 256), (512, 256)),
)
"""Batch and hidden size."""
SECONDS = 0.15
ROUNDS = 3
SLACK = 0.85
"""What the rule picks may be slower than the best by so much: near the limit they are alike."""


def seconds(config: RunConfig) -> float:
    """Of one iteration on the digits, 28 steps of 28 numbers."""
    begun = time.perf_counter()
    progress = advance(config, start(config), Budget(100, seconds=SECONDS))
    return (time.perf_counter() - begun) / len(progress.losses)


def measure(config: RunConfig) -> None:
    """Print how much faster the engine is that the rule picks than the other one."""
    engines = ("compiled", "nn" if has_module(config.cell_equations) else "torch")
    both = [config.changed(engine=engine) for engine in engines]
    for each in both:
        advance(each, start(each), Budget(2))
    rounds = [[seconds(each) for each in both] for _ in range(ROUNDS)]
    compiled, other = (median(column) for column in zip(*rounds, strict=True))
    picked = engines[0] if worth_compiling(config) else engines[1]
    gain = other / compiled if picked == "compiled" else compiled / other
    figure = f"{picked} over the other engine, {config.cell}, batch {config.batch}, H {config.hidden}"
    at_least(figure, gain, SLACK, size=config.batch * config.hidden, compiled=compiled, other=other, unit="s")


if __name__ == "__main__":
    torch.set_num_threads(1)
    for cell in CELLS:
        for batch, hidden in SIZES:
            measure(preset(cell, "digits").changed(batch=batch, hidden=hidden, device="cpu"))
