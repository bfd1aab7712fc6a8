"""The first epoch of 60,000 digits, in slices and while a page follows it, beside a plain script of the same loop."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import torch
from _figures import at_least, at_most, ratio
from torch import nn

from rnnviz.data import mnist
from rnnviz.tasks import make_task
from rnnviz.tasks.task import Glancing
from rnnviz.tracing.record import record
from rnnviz.tracing.run import NetworkPredictor
from rnnviz.training.build import restore
from rnnviz.training.link import preset
from rnnviz.training.run import Run
from rnnviz.training.runner import SLICE_SECONDS

BAR = 1.2
PICTURES_A_SECOND = 5
LEAST_LIVE = 2
"""Accuracies a second that a page must show."""
ROUNDS = 4
PART = 469
"""Iterations of a round, half an epoch: more rounds fit between two moods of the machine."""


def plain(iterations: int) -> float:
    """Seconds of a plain script that holds all images in memory as numbers from 0 to 1."""
    images = torch.from_numpy(mnist("train").images.copy()).float() / 255
    labels = torch.from_numpy(mnist("train").labels.copy()).long()
    torch.manual_seed(2)
    recurrent, linear = nn.LSTM(28, 64, batch_first=True), nn.Linear(64, 10)
    optimiser = torch.optim.Adam([*recurrent.parameters(), *linear.parameters()], lr=0.01)
    losses = []
    begun = time.perf_counter()
    order = torch.randperm(60_000)
    for places in order.split(64)[:iterations]:
        output = linear(recurrent(images[places])[0][:, -1, :])
        loss = nn.functional.cross_entropy(output, labels[places])
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
        losses.append(loss.item())
    return time.perf_counter() - begun


def sliced(run: Run) -> float:
    """Seconds of the app's own loop."""
    begun = time.perf_counter()
    while run.training:
        run.train_slice(SLICE_SECONDS)
    return time.perf_counter() - begun


def new_run(iterations: int) -> Run:
    """The task's own settings, ready to train."""
    run = Run(preset("lstm", "digits").changed(iterations=iterations, device="cpu"))
    run.play()
    return run


def picture(run: Run) -> float:
    """What a page computes of the latest checkpoint, a glance at the accuracy among it; its seconds."""
    begun = time.perf_counter()
    config, task = run.config, make_task("digits")
    network = restore(config, run.checkpoint)
    record(network, task.example().inputs[0])
    assert isinstance(task, Glancing)
    task.glance(NetworkPredictor(network))
    return time.perf_counter() - begun


@contextmanager
def followed(run: Run) -> Iterator[list[float]]:
    """Compute pictures beside the training, as a page that is open asks for them; yields the seconds of each."""
    over, seconds = threading.Event(), list[float]()

    def follow() -> None:
        while not over.wait(1 / PICTURES_A_SECOND):
            seconds.append(picture(run))

    thread = threading.Thread(target=follow)
    thread.start()
    yield seconds
    over.set()
    thread.join()


def speed() -> None:
    """Both ways to train, each right beside the plain script."""
    alone, watched, beside, rates = [], [], [], []
    for _ in range(ROUNDS):
        alone.append(sliced(new_run(PART)))
        beside.append(plain(PART))
        run = new_run(PART)
        with followed(run) as seconds:
            watched.append(sliced(run))
        rates.append(len(seconds) / watched[-1])
    ratio("first epoch of the digits in slices over a plain script", alone, beside, BAR, iterations=PART)
    ratio("the same while a page follows it", watched, beside, BAR, iterations=PART)
    at_least("accuracies a second while it trains", min(rates), LEAST_LIVE)


def accuracy() -> None:
    """What one reading of the accuracy takes."""
    task, network = make_task("digits"), restore(preset("lstm", "digits"), new_run(1).checkpoint)
    assert isinstance(task, Glancing)
    for name, read, bar in (("2000", task.report, None), ("500", task.glance, 50.0)):
        times = []
        for _ in range(10):
            begun = time.perf_counter()
            read(NetworkPredictor(network))
            times.append(1000 * (time.perf_counter() - begun))
        at_most(f"accuracy on {name} test images", sorted(times)[5], bar, unit="ms")


if __name__ == "__main__":
    torch.set_num_threads(1)
    plain(30)  # the first iterations load what the first optimiser of a process needs
    speed()
    accuracy()
