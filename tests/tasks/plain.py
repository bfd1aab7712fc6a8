"""A plain PyTorch training of a task, written without rnnviz's networks, to hold the tasks against."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn import functional

from rnnviz.tasks import Task

MODULES: dict[str, type[nn.RNNBase]] = {"rnn": nn.RNN, "lstm": nn.LSTM, "gru": nn.GRU}


@dataclass
class Plain:
    """A recurrent module and a linear readout; a `Predictor`."""

    recurrent: nn.RNNBase
    readout: nn.Linear
    losses: list[float] = field(default_factory=list)

    def outputs(self, inputs: Tensor) -> Tensor:
        features = self.recurrent.input_size
        numbers = inputs if inputs.is_floating_point() else functional.one_hot(inputs, features).float()
        result: Tensor = self.readout(self.recurrent(numbers)[0])
        return result

    def predict(self, inputs: NDArray[np.generic]) -> NDArray[np.float32]:
        with torch.no_grad():
            return self.outputs(torch.from_numpy(inputs)).numpy()

    def free_run(self, first: NDArray[np.floating], steps: int) -> NDArray[np.float32]:
        value, state, values = torch.from_numpy(first).float()[None, None], None, []
        with torch.no_grad():
            for _ in range(steps):
                hidden, state = self.recurrent(value, state)
                value = self.readout(hidden)
                values.append(value.numpy()[0, 0])
        return np.stack(values)


@contextmanager
def one_thread() -> Iterator[None]:
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(threads)


def train(task: Task, cell: str, seed: int, forget_bias: float | None = None, **choices: float) -> Plain:
    """Train with the task's defaults, or what `choices` puts in their place; Adam only."""
    chosen = {**task.defaults, **choices}
    hidden, size = int(chosen["hidden"]), int(chosen["batch"])
    torch.manual_seed(seed)
    plain = Plain(MODULES[cell](task.features, hidden, batch_first=True), nn.Linear(hidden, task.outputs))
    if forget_bias is not None:
        with torch.no_grad():
            plain.recurrent.bias_ih_l0[hidden : 2 * hidden] = forget_bias
            plain.recurrent.bias_hh_l0[hidden : 2 * hidden] = 0
    weights = [*plain.recurrent.parameters(), *plain.readout.parameters()]
    optimiser = torch.optim.Adam(weights, lr=float(chosen["learning_rate"]))
    with one_thread():
        for iteration in range(int(chosen["iterations"])):
            batch = task.batch(size, seed, iteration)
            outputs = plain.outputs(torch.from_numpy(batch.inputs))
            if task.reads == "last step":
                outputs = outputs[:, -1]
            loss_of = functional.mse_loss if task.loss == "mse" else functional.cross_entropy
            loss = loss_of(outputs, torch.from_numpy(batch.targets))
            optimiser.zero_grad()
            loss.backward()
            if chosen["clip"]:
                nn.utils.clip_grad_norm_(weights, float(chosen["clip"]))
            optimiser.step()
            plain.losses.append(loss.item())
    return plain
