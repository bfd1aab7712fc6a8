"""How much each state of the past matters to the loss: the gradients through time, by autograd over the equations."""

from __future__ import annotations

from collections.abc import Mapping, MutableMapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from rnnviz.cells.cell import PREVIOUS
from rnnviz.cells.evaluate import bind
from rnnviz.cells.keeping import keep_factor
from rnnviz.kernels.tape import Tape
from rnnviz.kernels.workshop import WORKSHOP
from rnnviz.network import Network
from rnnviz.network.compiled import CompiledEngine
from rnnviz.network.engines import TORCH, TorchEngine
from rnnviz.tasks.task import Batch, Task
from rnnviz.tracing.trace import Array
from rnnviz.training.advance import task_loss

States = dict[tuple[str, int], Tensor]
"""By address, "layer0.c", and time step."""


@dataclass(frozen=True, eq=False)
class StateGradient:
    """The gradient of the loss with respect to one state at every time step, in the loss's unit per unit of the state.

    Attributes:
        full: [T, H] by all paths: through later states, gates and outputs.
        kept: [T, H] the part of it that comes by the state's own line alone: what arrives through each step's own
            output, times the product of the factors that keep the state (the forget gates) from there back to t. None
            where the cell has no such factor.
        keep: [T, H] that factor at each step; None where there is none.
    """

    full: Array
    kept: Array | None
    keep: Array | None


@dataclass(frozen=True, eq=False)
class Gradients:
    """The gradients of one example's loss.

    Attributes:
        loss: whose gradients these are.
        step: the time step whose loss it is, counted from 0; None for the loss that training makes small.
        states: by address, "layer0.c".
        weights: the length of the gradient of all weights, before any clipping.
    """

    loss: float
    step: int | None
    states: Mapping[str, StateGradient]
    weights: float


def lengths(gradient: Array) -> Array:
    """The Euclidean length of the gradient at each step: [T, H] -> [T]."""
    found: Array = np.linalg.norm(gradient.astype(np.float64), axis=-1)
    return found


def gradients(network: Network, task: Task, example: Batch, step: int | None = None) -> Gradients:
    """Differentiate the loss of one example with respect to every state at every time step.

    Args:
        network: on any device; not changed.
        task: whose loss it is.
        example: one sequence, B = 1.
        step: the target step, counted from 0; None for the loss over all steps that training reads.

    Raises:
        ValueError: there is no loss at this step.
    """
    inputs = torch.from_numpy(example.inputs).to(network.device)
    targets = torch.from_numpy(example.targets).to(network.device)
    check_step(task, inputs.shape[1], step)

    states, keeps = _States(network), _Keeps(network)
    tapes: dict[str, Tape] = {}
    compiled = _compiled(network)
    outputs = _run_compiled(network, inputs, tapes) if compiled else _run(network, inputs, states, keeps)
    loss = step_loss(task, outputs, targets, step)
    weights = list(network.parameters())
    found = torch.autograd.grad(loss, [*states.found.values(), *weights], allow_unused=True)
    full: States = dict(zip(states.found, found, strict=False))
    norm = torch.stack([g.norm() for g in found[len(states.found) :] if g is not None]).norm()
    if compiled:
        full = _read_tapes(network, tapes, states, keeps)

    own: dict[tuple[str, int], Tensor | None] = {}
    for layer in network.recurrent.addresses if keeps.found else ():
        cut = _States(network, cut=layer)
        ends = step_loss(task, _run(network, inputs, cut), targets, step)
        own |= zip(cut.found, torch.autograd.grad(ends, list(cut.found.values()), allow_unused=True), strict=True)
    addresses = dict.fromkeys(address for address, _ in states.found)
    return Gradients(
        float(loss.detach()),
        step,
        {address: _gradient(address, states.found, full, own, keeps.found) for address in addresses},
        float(norm),
    )


def check_step(task: Task, steps: int, step: int | None) -> None:
    """Pass where the task has a loss at a step of a sequence of so many.

    Raises:
        ValueError: it has none there.
    """
    first = steps - 1 if task.reads == "last step" else 0
    if step is not None and not first <= step < steps:
        raise ValueError(f"step is {step}; the loss of this task is read at the steps {first} to {steps - 1}.")


def step_loss(task: Task, outputs: Tensor, targets: Tensor, step: int | None) -> Tensor:
    """The task's loss at one step, or over all that it reads where None; outputs [B, T, K]."""
    if task.reads == "last step":
        return task_loss(task, outputs[:, -1], targets)
    if step is None:
        return task_loss(task, outputs, targets)
    wanted = targets if task.loss == "mse_broadcast" else targets[:, step : step + 1]
    return task_loss(task, outputs[:, step : step + 1], wanted)


class _States:
    """Keeps every state of every step; of one layer `cut` only its own, which the step after it then only reads."""

    def __init__(self, network: Network, cut: str | None = None) -> None:
        self.names, self.cut = network.recurrent.cell.states, cut
        self.found: States = {}

    def __call__(self, address: str, time: int, values: MutableMapping[str, Any]) -> None:
        if self.cut not in (None, address):
            return
        for name in self.names:
            self.found[f"{address}.{name}", time] = values[name]
            if self.cut:
                values[name] = values[name].detach()


class _Keeps:
    """Keeps, of every state that has one, the factor that its earlier value is multiplied by."""

    def __init__(self, network: Network) -> None:
        cell = network.recurrent.cell
        factors = {name: keep_factor(cell, name) for name in cell.states}
        self.factors = {name: bind(factor, TORCH) for name, factor in factors.items() if factor is not None}
        self.found: States = {}

    def __call__(self, address: str, time: int, values: MutableMapping[str, Any]) -> None:
        for name, factor in self.factors.items():
            self.found[f"{address}.{name}", time] = torch.as_tensor(factor(values)).detach().expand_as(values[name])


def _run(network: Network, inputs: Tensor, *watches: _States | _Keeps) -> Tensor:
    def watch(address: str, time: int, values: MutableMapping[str, Any]) -> None:
        for each in reversed(watches):
            each(address, time, values)

    outputs: Tensor = network.readout(TorchEngine().run(network.recurrent, network.encode(inputs), watch))
    return outputs


def _compiled(network: Network) -> bool:
    """Whether the cell's kernel is ready and takes the network."""
    first = next(network.recurrent.parameters(), None)
    fits = first is not None and first.dtype == torch.float32 and first.device.type == "cpu"
    return fits and WORKSHOP.kernel(network.recurrent.cell) is not None


def _run_compiled(network: Network, inputs: Tensor, tapes: dict[str, Tape]) -> Tensor:
    # Differentiable also where the network trains nothing before its first layer.
    outputs: Tensor = network.readout(CompiledEngine().run(network.recurrent, network.encode(inputs), tapes))
    return outputs


def _read_tapes(network: Network, tapes: Mapping[str, Tape], states: _States, keeps: _Keeps) -> States:
    """The gradients that a backward pass left on the tapes; states and factors are told as if torch had run."""
    full: States = {}
    for address, tape in tapes.items():
        cell, named = network.recurrent.cell, network.recurrent.named(address)
        values: dict[str, Tensor] = {name: torch.from_numpy(tape.after(name)) for name in cell.names}
        values |= {f"{state}{PREVIOUS}": torch.from_numpy(tape.before(state)) for state in cell.states}
        values |= {key: torch.from_numpy(product) for key, product in tape.products().items()}
        order = range(tape.steps)[::-1] if address.endswith(".reverse") else range(tape.steps)
        for k, time in enumerate(order):
            now: dict[str, Tensor] = {**named, **{name: array[k] for name, array in values.items()}}
            states(address, time, now)
            keeps(address, time, now)
        for state in cell.states:
            gradient = torch.from_numpy(tape.gradient(state))
            full |= {(f"{address}.{state}", time): gradient[k] for k, time in enumerate(order)}
    return full


def _gradient(
    address: str, states: States, full: Mapping[Any, Tensor | None], own: Mapping[Any, Tensor | None], keeps: States
) -> StateGradient:
    times = sorted(time for found, time in states if found == address)

    def over_time(source: Mapping[Any, Tensor | None]) -> NDArray[np.floating]:
        rows = [source.get((address, time)) for time in times]
        some = [torch.zeros_like(states[address, times[0]]) if row is None else row for row in rows]
        array: NDArray[np.floating] = torch.stack(some).detach()[:, 0].cpu().numpy()
        return array

    if (address, times[0]) not in keeps:
        return StateGradient(over_time(full), None, None)
    keep = over_time(keeps)
    backward = slice(None, None, -1 if ".reverse." in address else 1)
    return StateGradient(over_time(full), _carried_back(over_time(own)[backward], keep[backward])[backward], keep)


def _carried_back(own: Array, keep: Array) -> Array:
    """Each step's own gradient and what the next one has, times the factor that keeps it: [T, H] each."""
    kept = own.copy()
    for time in range(len(kept) - 2, -1, -1):
        kept[time] += keep[time + 1] * kept[time + 1]
    return kept
