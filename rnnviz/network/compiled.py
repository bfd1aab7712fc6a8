"""Runs recurrent layers by kernels generated from the cell's equations, inside torch's differentiation."""

from __future__ import annotations

from typing import Any

import numpy as np
import torch
from torch import Tensor

from rnnviz.kernels.load import Kernel, load
from rnnviz.kernels.tape import Tape
from rnnviz.network.recurrent import Recurrent


class CompiledEngine:
    """Compiled code for any cell, on the CPU; a cell that is not compiled yet is compiled when it first runs."""

    key = "compiled"

    def reference(self, recurrent: Recurrent) -> str:
        return "compiled"

    def run(self, recurrent: Recurrent, inputs: Tensor, tapes: dict[str, Tape] | None = None) -> Tensor:
        """As of every engine.

        Args:
            tapes: takes in all values of each layer and direction by address, and after a backward pass the gradients.
        """
        kernel = load(recurrent.cell, str(inputs.dtype).removeprefix("torch."))
        directions = 2 if recurrent.bidirectional else 1
        for layer in range(recurrent.layers):
            addresses = recurrent.addresses[layer * directions : (layer + 1) * directions]
            outputs = [_run_direction(kernel, recurrent, address, inputs.cpu(), tapes) for address in addresses]
            inputs = torch.cat(outputs, dim=-1).to(inputs.device)
        return inputs


def _run_direction(
    kernel: Kernel, recurrent: Recurrent, address: str, inputs: Tensor, tapes: dict[str, Tape] | None
) -> Tensor:
    """One layer in one direction: inputs [B, T, F] -> outputs [B, T, H], both in the order of time."""
    named = {name: tensor.cpu() for name, tensor in recurrent.named(address).items()}
    groups = [torch.cat([named[p.matrix] for p in group.products]) for _, group in kernel.program.homes()]
    weights = torch.cat([group.T.flatten() for group in groups] or [inputs.new_zeros(0)])
    vectors = torch.cat([named[name] for name, _ in kernel.program.vectors] or [inputs.new_zeros(0)])
    sizes = {**recurrent.sizes, "F": inputs.shape[-1]}
    reverse = address.endswith(".reverse")
    ordered = inputs.flip(1) if reverse else inputs
    tape = Tape(kernel, inputs.shape[1], inputs.shape[0], sizes)
    if tapes is not None:
        tapes[address] = tape
    outputs: Tensor = _Sequence.apply(tape, ordered.transpose(0, 1), weights, vectors)  # type: ignore[no-untyped-call]
    return (outputs.flip(0) if reverse else outputs).transpose(0, 1)


class _Sequence(torch.autograd.Function):
    """One layer over a whole sequence: inputs [T, B, F], weights, vectors -> outputs [T, B, H]."""

    @staticmethod
    def forward(ctx: Any, tape: Tape, inputs: Tensor, weights: Tensor, vectors: Tensor) -> Tensor:
        given = [np.ascontiguousarray(tensor.detach().numpy()) for tensor in (inputs, weights, vectors)]
        ctx.given, ctx.tape = given, tape
        tape.forward(*given)
        return torch.from_numpy(tape.after("h").copy())

    @staticmethod
    def backward(ctx: Any, *gradients: Tensor) -> tuple[None, Tensor, Tensor, Tensor]:
        found = ctx.tape.backward(*ctx.given, gradients[0].numpy())
        dx, weights, vectors = (torch.from_numpy(array) for array in found)
        return None, dx, weights, vectors
