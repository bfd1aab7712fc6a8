"""Experiments written down in plain PyTorch and numpy, without rnnviz, to hold its trainings against."""

from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import nn

MODULES: dict[str, type[nn.RNNBase]] = {"rnn": nn.RNN, "lstm": nn.LSTM, "gru": nn.GRU}


@dataclass(frozen=True)
class Sine:
    """What the plain script of the sine wave gives.

    Attributes:
        losses: [301] before each of 300 updates, and after the last.
        free: [100] the predictions of the network that feeds on itself, from the input 0.
        truth: [100] what should have come.
        weights: parameters after the last update, recurrent ones first.
    """

    losses: NDArray[np.float32]
    free: NDArray[np.float32]
    truth: NDArray[np.float64]
    weights: list[NDArray[np.float32]]


def sine(cell: str, seed: int = 1, hidden: int = 16, iterations: int = 300) -> Sine:
    """np.sin(np.linspace(0, 10, 101)): the next value at every step, Adam at 0.01, one sequence."""
    wave = np.sin(np.linspace(0, 10, 101))
    inputs = torch.tensor(wave[:-1], dtype=torch.float32).reshape(1, 100, 1)
    targets = torch.tensor(wave[1:], dtype=torch.float32).reshape(1, 100, 1)
    torch.manual_seed(seed)
    recurrent = MODULES[cell](1, hidden, batch_first=True)
    linear = nn.Linear(hidden, 1)
    parameters = [*recurrent.parameters(), *linear.parameters()]
    optimiser = torch.optim.Adam(parameters, lr=0.01)
    losses = []
    for _ in range(iterations + 1):
        loss = nn.functional.mse_loss(linear(recurrent(inputs)[0]), targets)
        losses.append(loss.item())
        if len(losses) <= iterations:
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
    free, value, state = [], torch.zeros(1, 1, 1), None
    with torch.no_grad():
        for _ in range(100):
            output, state = recurrent(value, state)
            value = linear(output)
            free.append(value.item())
    weights = [parameter.detach().numpy().copy() for parameter in parameters]
    return Sine(np.array(losses, np.float32), np.array(free, np.float32), wave[1:], weights)
