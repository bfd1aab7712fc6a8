"""The first epoch of 60,000 digits, in slices and in the app, its page open, beside a plain script of the same loop."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import torch
from _figures import at_least, at_most, ratio
from playwright.sync_api import Browser
from torch import nn
from training import live

from rnnviz.data import mnist
from rnnviz.kernels.workshop import WORKSHOP
from rnnviz.tasks import make_task
from rnnviz.tasks.task import Glancing
from rnnviz.tracing.run import NetworkPredictor
from rnnviz.training.build import restore
from rnnviz.training.link import preset
from rnnviz.training.run import Run
from rnnviz.training.runner import SLICE_SECONDS
from tests.browser.chromium import PROJECTOR, chromium
from tests.browser.server import serve

BAR = 1.2
LEAST_LIVE = 2
"""Accuracies a second that a page must show."""
EPOCH = 938
ROUNDS = 6
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


def speed() -> None:
    """The app's own loop, right beside the plain script, on a kernel as in the app."""
    cell = preset("lstm", "digits").cell_equations
    WORKSHOP.begin([cell])
    while WORKSHOP.kernel(cell) is None:
        time.sleep(0.05)
    pairs = [(sliced(new_run(PART)), plain(PART)) for _ in range(ROUNDS)]
    ours, theirs = zip(*pairs, strict=True)
    ratio("first epoch of the digits in slices over a plain script", ours, theirs, BAR, iterations=PART)


def run_plain() -> float:
    """The seconds of a whole epoch that the script says, run in a process of its own on one core."""
    command = [sys.executable, __file__, "plain"]
    env = {**os.environ, "OMP_NUM_THREADS": "1"}
    return float(subprocess.run(command, env=env, check=True, capture_output=True, text=True).stdout)


def in_the_app(browser: Browser) -> None:
    """A page that is open and shows pictures, in turn with the script in a process of its own."""
    whole, own, script, rates = [], [], [], []
    with tempfile.TemporaryDirectory() as folder, serve(Path(folder)) as server:
        for number in range(ROUNDS + 1):
            context = browser.new_context(viewport=PROJECTOR)
            seconds, by_line, rate = live(context.new_page(), server.url, EPOCH, cell="lstm", task="digits")
            context.close()
            if number == 0:  # it reads the images from their file, which the script does not count either
                continue
            whole.append(seconds)
            own.append(by_line)
            rates.append(rate)
            script.append(run_plain())
    figure = "first epoch of the digits in the app over a plain script"
    ratio(figure, own, script, BAR, iterations=EPOCH)
    ratio(f"{figure}, from the press of Train to 'done'", whole, script, None)
    at_least("pictures with their accuracy a second while it trains", min(rates), LEAST_LIVE)


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
    if "plain" in sys.argv:
        print(plain(EPOCH))
    else:
        speed()
        accuracy()
        with chromium() as opened:
            in_the_app(opened)
