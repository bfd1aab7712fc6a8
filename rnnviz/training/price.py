"""What writing costs: the mean of the input gate, through which gradients flow."""

from __future__ import annotations

from collections.abc import MutableMapping
from typing import Any

import torch
from torch import Tensor

from rnnviz.network import Network
from rnnviz.network.engines import TorchEngine
from rnnviz.training.config import INPUT_GATE


def mean_input_gate(network: Network, inputs: Tensor, last_step_only: bool) -> tuple[Tensor, Tensor]:
    """The network's outputs, and the mean of its input gates over sequences, steps, units and layers.

    Args:
        network: of a cell with an input gate.
        inputs, last_step_only: as `Network.forward` takes them.

    Returns:
        [B, T, K] or [B, K], and a number; both differentiable.
    """
    gates: list[Tensor] = []

    def keep(address: str, time: int, values: MutableMapping[str, Any]) -> None:
        gates.append(values[INPUT_GATE])

    hidden = TorchEngine().run(network.recurrent, network.encode(inputs), keep)
    outputs: Tensor = network.readout(hidden[:, -1] if last_step_only else hidden)
    return outputs, torch.stack(gates).mean()
