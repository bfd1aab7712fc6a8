"""Loads torch behind the page: the first page must not wait for it."""

from __future__ import annotations

import gc
import os
import threading
from typing import TYPE_CHECKING

import streamlit as st

from rnnviz.ui.nodelay import send_at_once

if TYPE_CHECKING:
    from rnnviz.training.runner import Runner

# One thread a training: torch's own threads collapse when several trainings want the cores. Torch reads this when it is
# loaded, which a page may do before the process has booted.
os.environ.setdefault("OMP_NUM_THREADS", "1")


class Boot:
    """The one-time start of the process: import torch, take one training step, make the runner."""

    def __init__(self) -> None:
        self._started = threading.Lock()
        self._done = threading.Event()
        self._runner: Runner | None = None
        self.error = ""

    @property
    def runner(self) -> Runner | None:
        """The runner, once it is there."""
        return self._runner

    def begin(self, delay: float = 0.0) -> None:
        """Start in `delay` seconds, unless it has begun; a second call with no delay hurries a waiting first one."""
        if not self._done.is_set():
            timer = threading.Timer(delay, self._load)
            timer.daemon = True
            timer.start()

    def wait(self, seconds: float) -> Runner | None:
        """The runner, or None if it is not there within `seconds`."""
        self._done.wait(seconds)
        return self._runner

    def _load(self) -> None:
        if not self._started.acquire(blocking=False):
            return
        try:
            self._runner = _warm_runner()
        except Exception as error:
            self.error = str(error)
        self._done.set()
        _begin_kernels()


def _warm_runner() -> Runner:
    import torch

    torch.set_num_threads(1)
    from rnnviz.training.link import preset
    from rnnviz.training.run import Run
    from rnnviz.training.runner import Runner
    from rnnviz.ui import frame  # noqa: F401  (what the first picture needs is loaded with the rest)

    # The first optimiser that takes a step loads a further second's worth of modules.
    warm = Run(preset().changed(iterations=1, hidden=2))
    warm.play()
    warm.train_slice(1.0)
    # What is loaded by now stays: the collector need not look at it again after every rerun.
    gc.collect()
    gc.freeze()
    return Runner()


def _begin_kernels() -> None:
    """Make the catalogue's kernels ready, now that the page has what it needs: until one is, torch trains its cell."""
    from rnnviz.cells import CELLS
    from rnnviz.kernels.workshop import WORKSHOP
    from rnnviz.network.packing import PACKINGS

    first = [CELLS[key] for key in PACKINGS]
    WORKSHOP.begin(first, later=[cell for cell in CELLS.values() if cell not in first])


@st.cache_resource(show_spinner=False)
def boot() -> Boot:
    """The start of this process, shared by all sessions."""
    send_at_once()
    return Boot()
