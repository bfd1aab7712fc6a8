"""How equations are run: by torch.nn's modules, line by line with torch, or compiled. All give the same numbers."""

from __future__ import annotations

from collections.abc import Callable, MutableMapping
from typing import Any, Protocol

import torch
from torch import Tensor
from torch.nn import functional

from rnnviz.cells.evaluate import Ops, stepper
from rnnviz.cells.schedule import schedule
from rnnviz.network.compiled import CompiledEngine
from rnnviz.network.recurrent import FusedRecurrent, Recurrent

TORCH = Ops(
    matmul=lambda matrix, vectors: functional.linear(vectors, matrix),
    functions={
        "sigmoid": torch.sigmoid,
        "tanh": torch.tanh,
        "relu": torch.relu,
        "softplus": functional.softplus,
        "exp": torch.exp,
        "abs": torch.abs,
        "sin": torch.sin,
        "cos": torch.cos,
    },
)


Watch = Callable[[str, int, MutableMapping[str, Any]], None]
"""Told every value at an address and a time step once it is computed; what it puts in place of a state goes on."""


class Engine(Protocol):
    """One way of running recurrent layers."""

    key: str

    def reference(self, recurrent: Recurrent) -> str:
        """What the engine is called where a trace is checked against it."""

    def run(self, recurrent: Recurrent, inputs: Tensor) -> Tensor:
        """The output of the last layer for inputs [B, T, F], from zero states: [B, T, H or 2·H]."""


class NnEngine:
    """The fused torch.nn module; for the cells that torch.nn has."""

    key = "nn"

    def reference(self, recurrent: Recurrent) -> str:
        return f"torch.nn.{type(_fused(recurrent).module).__name__}"

    def run(self, recurrent: Recurrent, inputs: Tensor) -> Tensor:
        output: Tensor = _fused(recurrent).module(inputs)[0]
        return output


class TorchEngine:
    """The equations, one line and one time step after the other; for any cell, on any device."""

    key = "torch"

    def reference(self, recurrent: Recurrent) -> str:
        return "torch"

    def run(self, recurrent: Recurrent, inputs: Tensor, watch: Watch | None = None) -> Tensor:
        directions = 2 if recurrent.bidirectional else 1
        for layer in range(recurrent.layers):
            addresses = recurrent.addresses[layer * directions : (layer + 1) * directions]
            outputs = [_run_direction(recurrent, address, inputs, watch) for address in addresses]
            inputs = torch.cat(outputs, dim=-1)
        return inputs


def _run_direction(recurrent: Recurrent, address: str, inputs: Tensor, watch: Watch | None) -> Tensor:
    """One layer in one direction: inputs [B, T, F] -> outputs [B, T, H], both in the order of time."""
    order = schedule(recurrent.cell)
    env = recurrent.named(address)
    env["x"] = inputs
    stepper(order.ahead, TORCH)(env)
    ahead = {assignment.key: env[assignment.key] for assignment in order.ahead}
    for state in recurrent.cell.states:
        env[f"{state}_prev"] = inputs.new_zeros(inputs.shape[0], recurrent.state_size(state))
    step = stepper(order.each_step, TORCH)
    times = range(inputs.shape[1])
    outputs = []
    for time in reversed(times) if address.endswith(".reverse") else times:
        env["x"] = inputs[:, time]
        for key, products in ahead.items():
            env[key] = products[:, time]
        step(env)
        # An output that reads neither input nor past is the same for every sequence.
        outputs.append(env["h"].expand(inputs.shape[0], -1))
        if watch is not None:
            watch(address, time, env)
        for state in recurrent.cell.states:
            env[f"{state}_prev"] = env[state]
    return torch.stack(outputs[::-1] if address.endswith(".reverse") else outputs, dim=1)


def _fused(recurrent: Recurrent) -> FusedRecurrent:
    if not isinstance(recurrent, FusedRecurrent):
        raise TypeError(f"torch.nn has no module for the cell {recurrent.cell.title!r}; use the engine 'torch'.")
    return recurrent


ENGINES: dict[str, Engine] = {engine.key: engine for engine in (NnEngine(), TorchEngine(), CompiledEngine())}


def choose_engine(recurrent: Recurrent, wanted: str = "auto") -> Engine:
    """The engine that `wanted` names; for "auto" the fused one where torch.nn has the cell.

    Raises:
        ValueError: there is no such engine.
    """
    if wanted == "auto":
        wanted = "nn" if isinstance(recurrent, FusedRecurrent) else "torch"
    if wanted not in ENGINES:
        raise ValueError(f"engine is {wanted!r}; choose 'auto', {', '.join(map(repr, ENGINES))}.")
    return ENGINES[wanted]
