"""Gradients through time: what the loss of one example owes to every state at every time step."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np
import torch
from torch import Tensor

from rnnviz.kernels.tape import Tape
from rnnviz.network import Network, Recurrent
from rnnviz.network.engines import TorchEngine
from rnnviz.tracing.compiled import run_compiled
from rnnviz.tracing.trace import Array

Loss = Callable[[Tensor], Tensor]
"""From the outputs [1, T, K] to a single number."""


def gradients_through_time(network: Network, inputs: Array, loss: Loss) -> Mapping[str, Array]:
    """The gradient of a loss by each state after each step, by all ways into the future.

    Args:
        network: on any device; not changed.
        inputs: [T, F] plain, or symbols [T].
        loss: of the outputs at all time steps; one that reads the last alone gives what has to travel all the way.

    Returns:
        By address, "layer0.c": [T, H] in the order of time.
    """
    batch = torch.from_numpy(np.ascontiguousarray(inputs))[None].to(network.device)
    with torch.no_grad():
        encoded = network.encode(batch)
    return _compiled(network, encoded, loss) or _by_torch(network, encoded, loss)


def _by_torch(network: Network, encoded: Tensor, loss: Loss) -> dict[str, Array]:
    kept: dict[str, list[Tensor]] = {}
    hidden = TorchEngine().run(network.recurrent, encoded.requires_grad_(), kept)
    states = [state for each in kept.values() for state in each]
    found = torch.autograd.grad(loss(network.readout(hidden)), states, allow_unused=True)
    arrays = [
        np.zeros(state.shape[1:]) if g is None else g[0].cpu().numpy() for g, state in zip(found, states, strict=True)
    ]
    steps = encoded.shape[1]
    return {address: np.stack(arrays[k * steps : (k + 1) * steps]) for k, address in enumerate(kept)}


def _compiled(network: Network, encoded: Tensor, loss: Loss) -> dict[str, Array] | None:
    """The same by the cell's kernel; None where none is ready."""
    layers: list[list[_Direction]] = []
    outputs = encoded[0].cpu().numpy()
    recurrent, directions = network.recurrent, 2 if network.recurrent.bidirectional else 1
    for layer in range(recurrent.layers):
        addresses = recurrent.addresses[layer * directions : (layer + 1) * directions]
        made = [_Direction.run(recurrent, address, outputs) for address in addresses]
        ran = [direction for direction in made if direction is not None]
        if len(ran) < directions:
            return None
        layers.append(ran)
        outputs = np.concatenate([direction.output() for direction in ran], axis=-1)
    hidden = torch.from_numpy(outputs)[None].to(network.device).requires_grad_()
    (gradient,) = torch.autograd.grad(loss(network.readout(hidden)), hidden)
    flow = gradient[0].cpu().numpy()
    found: dict[str, Array] = {}
    for ran in reversed(layers):
        parts = np.split(flow, directions, axis=-1)
        flow = np.sum([d.backward(part, found) for d, part in zip(ran, parts, strict=True)], axis=0)
    return {f"{a}.{state}": found[f"{a}.{state}"] for a in recurrent.addresses for state in recurrent.cell.states}


class _Direction:
    """One direction of a layer that ran over one example, to be run backward."""

    def __init__(self, address: str, tape: Tape, parameters: Mapping[str, Array], inputs: Array) -> None:
        self.address, self.tape, self.parameters, self.inputs = address, tape, parameters, inputs
        self.order = slice(None, None, -1) if address.endswith(".reverse") else slice(None)

    @classmethod
    def run(cls, recurrent: Recurrent, address: str, inputs: Array) -> _Direction | None:
        """Over inputs [T, F] in the order of time; None where no kernel is ready."""
        parameters = {name: tensor.detach().cpu().numpy() for name, tensor in recurrent.named(address).items()}
        ordered = inputs[::-1] if address.endswith(".reverse") else inputs
        tape = run_compiled(recurrent.cell, parameters, ordered[:, None], {})
        return None if tape is None else cls(address, tape, parameters, ordered)

    def output(self) -> Array:
        """[T, H] in the order of time."""
        return self.tape.after("h")[self.order, 0]

    def backward(self, gradient: Array, found: dict[str, Array]) -> Array:
        """From the direct gradient of the output [T, H] to that of the inputs [T, F]; `found` takes in the states'."""
        dx = self.tape.run_back(self.parameters, self.inputs[:, None], gradient[self.order, None])
        for state, _ in self.tape.kernel.program.states:
            found[f"{self.address}.{state}"] = self.tape.gradient(state)[self.order, 0]
        return dx[self.order, 0]
