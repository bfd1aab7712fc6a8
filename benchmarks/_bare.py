"""A plain PyTorch script of the sine wave, as a person writes it: python _bare.py lstm 3000 prints its seconds.

The first iterations are left out: they load what the first optimiser of a process needs.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time

WARM = 30


def main(cell: str, iterations: int) -> float:
    """Train and return the seconds of `iterations` iterations."""
    import numpy as np
    import torch
    from torch import nn

    torch.set_num_threads(1)
    wave = np.sin(np.linspace(0, 10, 101))
    inputs = torch.tensor(wave[:-1], dtype=torch.float32).reshape(1, 100, 1)
    targets = torch.tensor(wave[1:], dtype=torch.float32).reshape(1, 100, 1)
    torch.manual_seed(1)
    recurrent = {"rnn": nn.RNN, "lstm": nn.LSTM, "gru": nn.GRU}[cell](1, 16, batch_first=True)
    readout = nn.Linear(16, 1)
    optimiser = torch.optim.Adam([*recurrent.parameters(), *readout.parameters()], lr=0.01)
    losses, begun = [], 0.0
    for iteration in range(WARM + iterations):
        if iteration == WARM:
            begun = time.perf_counter()
        loss = nn.functional.mse_loss(readout(recurrent(inputs)[0]), targets)
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
        losses.append(loss.item())
    return time.perf_counter() - begun


def run_bare(cell: str, iterations: int) -> float:
    """The seconds that the script says, run in a process of its own on one core."""
    command = [sys.executable, __file__, cell, str(iterations)]
    env = {**os.environ, "OMP_NUM_THREADS": "1"}
    return float(subprocess.run(command, env=env, check=True, capture_output=True, text=True).stdout)


if __name__ == "__main__":
    print(main(sys.argv[1], int(sys.argv[2])))
