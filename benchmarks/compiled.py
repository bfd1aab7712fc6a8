"""Trainings and traces by compiled equations beside plain scripts of the same loops, in turn."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

import numpy as np
import torch
from _bare import main as bare
from _figures import at_least, at_most, ratio
from torch import nn

from rnnviz.cells import Cell
from rnnviz.kernels.folder import VARIABLE
from rnnviz.kernels.workshop import WORKSHOP, Workshop
from rnnviz.network import FusedRecurrent
from rnnviz.tracing.record import record_layers
from rnnviz.training.advance import Budget, advance
from rnnviz.training.build import start
from rnnviz.training.config import RunConfig
from rnnviz.training.link import preset
from rnnviz.training.run import Run
from rnnviz.training.runner import Runner
from rnnviz.ui.frame import frame

ROUNDS = 5
BARE = {"lstm": 10, "gru": 80, "rnn": 50}
"""How many times faster the whole experiment of the sine wave must be than the script."""
OWN = """
f = sigmoid(W_f @ x + U_f @ h_prev + b_f)
g = tanh(W_g @ x + U_g @ (f * h_prev) + b_g)
h = f * h_prev + (1 - f) * g
"""


def faster(figure: str, ours: list[float], theirs: list[float], bar: float, **details: object) -> None:
    """Print how many times faster ours are."""
    rounds = sorted(b / a for a, b in zip(ours, theirs, strict=True))
    a, b = median(ours), median(theirs)
    spread = [round(rounds[0], 2), round(rounds[-1], 2)]
    at_least(figure, b / a, bar, a=a, b=b, unit="s", lowest_highest=spread, rounds=len(rounds), **details)


def trained(config: RunConfig, iterations: int) -> float:
    """Seconds of a training in one slice, with the moments that the page keeps."""
    begin = start(config)
    begun = time.perf_counter()
    advance(config, begin, Budget(iterations, keep_every=max(1, iterations // 60)))
    return time.perf_counter() - begun


def script(config: RunConfig, iterations: int) -> float:
    """Seconds of a plain loop over batches that lie ready as tensors."""
    task = config.make_task()
    batches = [task.batch(config.batch, config.seed, k) for k in range(min(iterations, 200))]
    pairs = [(torch.from_numpy(batch.inputs), torch.from_numpy(batch.targets)) for batch in batches]
    kind = {"rnn": nn.RNN, "lstm": nn.LSTM, "gru": nn.GRU}[config.cell]
    recurrent, linear = kind(task.features, config.hidden, batch_first=True), nn.Linear(config.hidden, task.outputs)
    weights = [*recurrent.parameters(), *linear.parameters()]
    optimiser = {"adam": torch.optim.Adam, "sgd": torch.optim.SGD}[config.optimiser](weights, lr=config.learning_rate)
    loss_of = nn.functional.mse_loss if task.loss.startswith("mse") else nn.functional.cross_entropy
    losses = []
    begun = time.perf_counter()
    for k in range(iterations):
        inputs, targets = pairs[k % len(pairs)]
        hidden = recurrent(inputs)[0]
        loss = loss_of(linear(hidden[:, -1] if task.reads == "last step" else hidden), targets)
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
        losses.append(loss.item())
    return time.perf_counter() - begun


def in_turn(one: Callable[[], float], other: Callable[[], float], rounds: int = ROUNDS) -> tuple[list[float], ...]:
    """Seconds of both, one after the other; a first round is left out."""
    pairs = [(one(), other()) for _ in range(rounds + 1)][1:]
    ours, theirs = zip(*pairs, strict=True)
    return list(ours), list(theirs)


def experiments() -> None:
    """Whole experiments, with the engine that the rule picks where it is not given."""
    for cell, bar in BARE.items():
        config = preset(cell, "sine").changed(engine="compiled")
        faster(
            f"sine wave, {cell}, 300 iterations",
            *in_turn(lambda c=config: trained(c, 300), lambda c=cell: bare(c, 300)),
            bar,
        )
    for task, iterations, bar, sizes in (
        ("windows", 7000, 60, {}),
        ("passengers", 2000, 7, {"hidden": 100, "batch": 1, "learning_rate": 0.001, "clip": 0.0}),
    ):
        config = preset("lstm", task).changed(engine="compiled", **sizes)
        few = min(iterations, 1000)

        def theirs(c: RunConfig = config, n: int = few, whole: int = iterations) -> float:
            return script(c, n) * whole / n

        times = in_turn(lambda c=config, n=iterations: trained(c, n), theirs, 3)
        faster(f"{task}, lstm, {iterations} updates", *times, bar, hidden=config.hidden, batch=config.batch)
    ready(*BARE)
    for cell in BARE:
        config = preset(cell, "digits").changed(batch=64, hidden=64, engine="auto")
        engine = advance(config, start(config), Budget(1)).engine
        times = in_turn(lambda c=config: trained(c, 60), lambda c=config: script(c, 60))
        ratio(f"digits, {cell}, batch 64, H 64, over the script", *times, 1.05, engine=engine)


def own_cell() -> None:
    """A cell that somebody wrote: training, compiling, and the second start."""
    config = preset(OWN.strip(), "sine")
    ours = config.changed(engine="compiled")
    times = in_turn(lambda: trained(ours, 100), lambda: trained(config.changed(engine="torch"), 20) * 5, 3)
    faster("a cell of one's own, H 16, T 100, over the engine torch", *times, 20)
    seconds = []
    for number in range(3):
        cell = Cell("own", "Own", OWN.replace("1 - f", f"{time.time_ns() % 10**6 / 10**6 + number} - f"))
        made, begun = Workshop(), time.perf_counter()
        made.begin([cell])
        while made.kernel(cell) is None:
            time.sleep(0.01)
        seconds.append(time.perf_counter() - begun)
    at_most("seconds until a new cell's kernel is ready, in the background", median(seconds), 5, rounds=len(seconds))


_START = """
import time; begun = time.perf_counter()
from rnnviz.cells import CELLS
from rnnviz.kernels.load import load, load_training
kernels = [load(CELLS[key]) for key in ("rnn", "lstm", "gru")]
made = [load_training().train, *(f for kernel in kernels for f in (kernel.forward, kernel.operated, kernel.backward))]
print(time.perf_counter() - begun, sum(sum(f.stats.cache_misses.values()) for f in made))
"""


def second_start() -> None:
    """In processes of their own: the first compiles, the second must not."""
    with tempfile.TemporaryDirectory() as folder:
        env = {**os.environ, VARIABLE: folder}
        root = Path(__file__).parents[1]
        first, second = (
            subprocess.run(
                [sys.executable, "-c", _START], cwd=root, env=env, check=True, capture_output=True, text=True
            )
            for _ in range(2)
        )
    seconds, compiled = second.stdout.split()
    at_most(
        "kernels compiled on the second start", int(compiled), 0, seconds=float(seconds), first=first.stdout.split()
    )


def recording() -> None:
    """All gates of one long sequence, over a Python loop of an nn.LSTMCell that computes them beside it.

    A recording takes a hundredth of the time of a loop: in each round as many are made as make up the time of half of
    one. What the very first of them takes, when the loop has filled the processor's caches with its own, stands beside.
    """
    module, inputs = nn.LSTM(1, 64), torch.randn(1000, 1)
    cell = nn.LSTMCell(1, 64)
    recurrent, array = FusedRecurrent(module), inputs.numpy()
    firsts: list[float] = []

    def ours(count: int = 30) -> float:
        begun = time.perf_counter()
        record_layers(recurrent, array)
        firsts.append(time.perf_counter() - begun)
        for _ in range(count - 1):
            record_layers(recurrent, array)
        return (time.perf_counter() - begun) / count

    @torch.no_grad()
    def theirs() -> float:
        begun = time.perf_counter()
        h = c = torch.zeros(1, 64)
        rows = []
        for x in inputs:
            total = nn.functional.linear(x[None], cell.weight_ih, cell.bias_ih)
            i, f, g, o = (total + nn.functional.linear(h, cell.weight_hh, cell.bias_hh)).chunk(4, 1)
            h, c = cell(x[None], (h, c))  # it keeps its gates to itself
            rows.append((i.sigmoid(), f.sigmoid(), g.tanh(), o.sigmoid(), c, h))
        [torch.cat(each).numpy() for each in zip(*rows, strict=True)]
        return time.perf_counter() - begun

    ready("lstm")
    times = in_turn(ours, theirs, 15)
    faster("all gates of T 1000, H 64, over a Python loop", *times, 50, first_after_a_loop=median(firsts[1:]))


def ready(*cells: str) -> None:
    """Wait for the kernels of cells."""
    equations = [preset(cell).cell_equations for cell in cells]
    WORKSHOP.begin(equations)
    while any(WORKSHOP.kernel(cell) is None for cell in equations):
        time.sleep(0.05)


def many_at_once() -> None:
    """Thirty trainings together and as many as there are cores, in turn; meanwhile a page's picture every 0.1 s."""
    runner = Runner()
    rates: dict[int, list[float]] = {runner.workers: [], 30: []}
    pictures: dict[int, list[float]] = {runner.workers: [], 30: []}
    for _ in range(3):
        for count in rates:
            rate, seconds = trained_together(runner, count)
            rates[count].append(rate)
            pictures[count] += seconds
    for count, seconds in pictures.items():
        late = float(np.quantile(seconds, 0.95))
        at_most(f"a page's picture beside {count} trainings, p95", late, 0.05, unit="s", median=median(seconds))
    few, many = (median(found) for found in rates.values())
    at_least("iterations a second of 30 trainings over those of one a core", many / few, 0.8, a=many, b=few)


def trained_together(runner: Runner, count: int, seconds: float = 4.0) -> tuple[float, list[float]]:
    """Iterations a second of so many trainings in all, and the seconds of each picture of one of them, ten a second."""
    runs = [Run(preset().changed(seed=seed)) for seed in range(count)]
    for run in runs:
        run.extend(10_000_000)  # more than it can make
        runner.play(run)
    time.sleep(0.5)
    before, begun = sum(run.checkpoint.iteration for run in runs), time.perf_counter()
    taken: list[float] = []
    while time.perf_counter() - begun < seconds:
        woken = time.perf_counter()
        time.sleep(0.1)
        frame(runs[0].config, runs[0].checkpoint, example=0, freely=True)
        taken.append(time.perf_counter() - woken - 0.1)  # with what it was woken too late
    rate = (sum(run.checkpoint.iteration for run in runs) - before) / (time.perf_counter() - begun)
    for run in runs:
        runner.forget(run)
    return rate, taken


if __name__ == "__main__":
    torch.set_num_threads(1)
    experiments()
    own_cell()
    second_start()
    recording()
    many_at_once()
