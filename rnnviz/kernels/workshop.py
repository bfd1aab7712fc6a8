"""Makes kernels ready behind the page: one at a time, in a process of its own, so that nobody waits for a compiler."""

from __future__ import annotations

import json
import logging
import os
import queue
import subprocess
import sys
import threading
from collections import OrderedDict, deque
from collections.abc import Callable, Iterable
from pathlib import Path

from rnnviz.cells.cell import Cell
from rnnviz.kernels import folder
from rnnviz.kernels.load import Kernel, forget, load, load_training, on_disk

MOST_READY = 64
MOST_WAITING = 16
COMPILE_SECONDS = 180.0
"""A compiler that takes longer is ended, and torch goes on training the cell."""


class Workshop:
    """The kernels of a process: those that are ready, and the line of cells that wait for the compiler."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._begun = False
        self._ready: OrderedDict[Cell, Kernel] = OrderedDict()
        self._asked: set[Cell] = set()
        self._failed: set[Cell] = set()
        self._line: queue.SimpleQueue[Cell] = queue.SimpleQueue()
        self._later: deque[Cell] = deque()

    def begin(self, cells: Iterable[Cell], later: Iterable[Cell] = ()) -> None:
        """Make kernels from now on, these first; a second call does nothing.

        Args:
            later: cells to compile when nobody waits, so that they are on disk once they are asked for.
        """
        with self._lock:
            if self._begun:
                return
            self._begun = True
            self._later.extend(later)
        for cell in cells:
            self.kernel(cell)
        threading.Thread(target=self._work, name="rnnviz-kernels", daemon=True).start()

    def kernel(self, cell: Cell) -> Kernel | None:
        """The kernel of a cell if it is ready; otherwise the cell goes into the line, if there is room."""
        with self._lock:
            if cell in self._ready:
                self._ready.move_to_end(cell)
                return self._ready[cell]
            if self._begun and cell not in self._asked | self._failed and len(self._asked) < MOST_WAITING:
                self._asked.add(cell)
                self._line.put(cell)
        return None

    def _work(self) -> None:
        while True:
            try:
                cell = self._line.get(block=not self._later)
            except queue.Empty:
                _tried(_compile, self._later.popleft())
                continue
            made = _tried(_make, cell)
            with self._lock:
                self._asked.discard(cell)
                if made is None:
                    self._failed.add(cell)
                else:
                    self._ready[cell] = made
                while len(self._ready) > MOST_READY:
                    forget(self._ready.popitem(last=False)[0])


WORKSHOP = Workshop()


def _tried(make: Callable[[Cell], Kernel | None], cell: Cell) -> Kernel | None:
    try:
        return make(cell)
    except Exception as error:
        logging.getLogger("rnnviz").warning("No kernel for %s, torch trains it: %s", cell.key, error)
        return None


def _compile(cell: Cell) -> None:
    if not on_disk(cell):
        _compile_elsewhere(cell)


def _make(cell: Cell) -> Kernel:
    _compile(cell)
    load_training()
    return load(cell)


def _compile_elsewhere(cell: Cell) -> None:
    """Compile in another process: a compiler would hold the lock that the pages need.

    Raises:
        RuntimeError: it failed.
        subprocess.TimeoutExpired: it took too long.
    """
    source = str(Path(__file__).parents[2])
    path = os.pathsep.join([source, *filter(None, [os.environ.get("PYTHONPATH")])])
    done = subprocess.run(
        [sys.executable, "-m", "rnnviz.kernels.compile"],
        input=json.dumps({"text": cell.text, "axes": dict(cell.axes)}),
        env={**os.environ, "PYTHONPATH": path, folder.VARIABLE: str(folder.root())},
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=COMPILE_SECONDS,
    )
    if done.returncode:
        raise RuntimeError(done.stderr.strip().splitlines()[-1] if done.stderr.strip() else "the compiler ended")
