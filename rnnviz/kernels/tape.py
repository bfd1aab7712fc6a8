"""All values of one layer in one direction over a sequence, and their gradients."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from rnnviz.kernels.layout import Block
from rnnviz.kernels.load import Kernel

Array = NDArray[np.floating]


def flat(kernel: Kernel, parameters: Mapping[str, Array]) -> tuple[Array, Array]:
    """The flat weights and vectors of a layer's parameters by the names of the equations."""
    groups = [np.concatenate([parameters[p.matrix] for p in group.products]) for _, group in kernel.program.homes()]
    vectors = [parameters[name] for name, _ in kernel.program.vectors]
    none = np.zeros(0, kernel.real)
    return np.concatenate([*(group.T.ravel() for group in groups), none]), np.concatenate([*vectors, none])


class Tape:
    """What a kernel computes over a sequence, from zero states or from given ones.

    Args:
        sizes: length of every axis letter.
    """

    def __init__(self, kernel: Kernel, steps: int, batch: int, sizes: Mapping[str, int]) -> None:
        self.kernel, self.steps, self.batch, self.sizes = kernel, steps, batch, sizes
        self._tape, self._places = self._cut(kernel.layout.tape)
        for state, _ in kernel.program.states:
            self.begin(state)[:] = 0
        self._adjoints: dict[str | int, Array] = {}

    def forward(self, inputs: Array, weights: Array, vectors: Array) -> None:
        """Compute everything: inputs [T, B, F], weights and vectors flat as `Layout` says."""
        self.kernel.forward(*self._lengths(), self._rows(inputs), weights, vectors, self._tape)

    def backward(self, inputs: Array, weights: Array, vectors: Array, gradient: Array) -> tuple[Array, Array, Array]:
        """From the direct gradient of h [T, B, H] to those of inputs, weights and vectors; after `forward`."""
        flat, self._adjoints = self._cut(self.kernel.layout.adjoints)
        for block in self.kernel.layout.adjoints[: self.kernel.layout.zeroed]:
            self._adjoints[block.key][:] = 0
        self._adjoints["h"][1:] = gradient
        dx, dw, dv = np.zeros_like(self._rows(inputs)), np.zeros_like(weights), np.zeros_like(vectors)
        given = (self._rows(inputs), weights, vectors)
        self.kernel.backward(*self._lengths(), *given, self._tape, flat, dw, dv, dx, True)
        return dx.reshape(inputs.shape), dw, dv

    def run(self, parameters: Mapping[str, Array], inputs: Array) -> None:
        """Compute everything with parameters by the names of the equations."""
        self.forward(inputs, *flat(self.kernel, parameters))

    def begin(self, state: str) -> Array:
        """A state before the first step [B, H], to be written before `forward`; zero at first."""
        begin: Array = self._places[state][0]
        return begin

    def before(self, state: str) -> Array:
        """A state before each step: [T, B, H]."""
        return self._places[state][:-1]

    def after(self, key: str) -> Array:
        """A value, or a state after each step: [T, B, H]."""
        found = self._places[key]
        return found[len(found) - self.steps :]

    def products(self) -> dict[str, Array]:
        """The matrix products by key, "W_f@x": each [T, B, H]."""
        found: dict[str, Array] = {}
        for number, group in enumerate(self.kernel.program.groups):
            ends = np.cumsum([self.sizes[product.axis] for product in group.products])
            parts = np.split(self._places[number], ends[:-1], axis=-1)
            found |= {product.key: part for product, part in zip(group.products, parts, strict=True)}
        return found

    def gradient(self, state: str) -> Array:
        """Of the loss by a state after each step, by all ways into the future: [T, B, H]; after `backward`."""
        return self._adjoints[state][1:]

    def _lengths(self) -> tuple[int, ...]:
        return (self.steps, self.batch, self.sizes["F"], self.sizes["H"], self.sizes["P"])

    def _rows(self, inputs: Array) -> Array:
        return np.ascontiguousarray(inputs).reshape(self.steps * self.batch, -1)

    def _cut(self, blocks: tuple[Block, ...]) -> tuple[Array, dict[str | int, Array]]:
        """Room for blocks, with whatever is in it: setting it to zero would take as long as a kernel."""
        lengths = [block.size(self.steps, self.batch, self.sizes) for block in blocks]
        flat = np.empty(sum(lengths), self.kernel.real)
        parts = np.split(flat, np.cumsum(lengths)[:-1])
        return flat, {
            block.key: part.reshape(self.steps + block.later, self.batch, -1)
            for block, part in zip(blocks, parts, strict=True)
        }
