"""What compiled kernels take of the server's memory: a process that has all that the pages load, before and after."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from _figures import at_most

CELLS = ("rnn", "lstm", "gru")
_SERVER = """
import os, sys, time
import streamlit, torch
torch.set_num_threads(1)
from _process import memory
from rnnviz.training.link import preset
from rnnviz.training.run import Run
from rnnviz.ui import frame

def train(cell, engine):
    run = Run(preset(cell).changed(iterations=1, hidden=2, engine=engine))
    run.play()
    run.train_slice(1.0)

for cell in sys.argv[1:]:
    train(cell, "nn")
before, begun = memory(os.getpid()), time.perf_counter()
for cell in sys.argv[1:]:
    train(cell, "compiled")
print(before, memory(os.getpid()), time.perf_counter() - begun)
"""


def main() -> None:
    """Twice: the first process compiles what is not on the disk yet, which takes other memory."""
    root = Path(__file__).parents[1]
    env = {**os.environ, "OMP_NUM_THREADS": "1", "PYTHONPATH": os.pathsep.join([str(root), str(root / "benchmarks")])}
    for _ in range(2):
        command = [sys.executable, "-c", _SERVER, *CELLS]
        told = subprocess.run(command, cwd=root, env=env, check=True, capture_output=True, text=True).stdout.split()
    if "None" in told:
        return  # this system does not tell
    before, after, seconds = map(float, told)
    at_most("megabytes that kernels add to a server", after - before, 100, before=before, after=after, load_s=seconds)


if __name__ == "__main__":
    main()
