"""Runs a network over a task's examples and holds its states against the task's truth."""

from __future__ import annotations

from collections.abc import Iterable, MutableMapping
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray

from rnnviz.network import Network
from rnnviz.network.engines import TorchEngine
from rnnviz.tasks.task import Task
from rnnviz.tracing.truth import Array, Carried, correlate

EXAMPLES = 8


def carried(network: Network, task: Task) -> tuple[Carried, ...]:
    """Of every truth of the task, how every state of every layer carries it; empty where the task has none."""
    examples = [task.example(index) for index in range(min(EXAMPLES, task.examples))]
    truths = [task.truth(example) for example in examples]
    if not truths[0]:
        return ()
    values = _over_examples(network, [example.inputs for example in examples])
    return tuple(
        correlate(name, address, np.concatenate([truth[name] for truth in truths]), values[address])
        for name in truths[0]
        for address in values
    )


def batch_values(network: Network, inputs: NDArray[np.generic], names: Iterable[str]) -> dict[str, Array]:
    """Some named values of every layer and direction over time, of many sequences at once.

    Args:
        network: not changed.
        inputs: [B, T, F] plain, or symbols [B, T].
        names: of the cell's values.

    Returns:
        [B, T, H] by address: "layer0.c".
    """
    kept: dict[str, dict[int, torch.Tensor]] = {}

    def keep(address: str, time: int, values: MutableMapping[str, Any]) -> None:
        for name in names:
            kept.setdefault(f"{address}.{name}", {})[time] = values[name]

    with torch.no_grad():
        batch = torch.from_numpy(np.ascontiguousarray(inputs)).to(network.device)
        TorchEngine().run(network.recurrent, network.encode(batch), keep)
    return {
        address: torch.stack([steps[time] for time in sorted(steps)], dim=1).cpu().numpy()
        for address, steps in kept.items()
    }


def _over_examples(network: Network, inputs: list[NDArray[Any]]) -> dict[str, Array]:
    """The states over the steps of all examples, one after the other [N, H]; at once where they are equally long."""
    states = network.recurrent.cell.states
    if len({each.shape for each in inputs}) == 1:
        at_once = batch_values(network, np.concatenate(inputs), states)
        return {address: run.reshape(-1, run.shape[-1]) for address, run in at_once.items()}
    runs = [batch_values(network, each, states) for each in inputs]
    return {address: np.concatenate([run[address][0] for run in runs]) for address in runs[0]}
