"""All values of one layer in one direction over a sequence, and their gradients."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from rnnviz.kernels.layout import Block
from rnnviz.kernels.load import Kernel

Array = NDArray[np.floating]
LINE = 64
"""Bytes that a processor fetches at once. A register that is filled across two lines costs two of them."""


def room(size: int, real: str) -> Array:
    """So many numbers, whatever they are, from the beginning of a line on."""
    count = LINE // np.dtype(real).itemsize
    found = np.empty(size + count, real)
    begin = -found.ctypes.data % LINE // found.itemsize
    return found[begin : begin + size]


def flat(kernel: Kernel, parameters: Mapping[str, Array]) -> tuple[Array, Array]:
    """The flat weights and vectors of a layer's parameters by the names of the equations."""
    groups = [[parameters[p.matrix] for p in group.products] for _, group in kernel.program.homes()]
    weights = room(sum(matrix.size for group in groups for matrix in group), kernel.real)
    begin = 0
    for group in groups:
        operand, end = group[0].shape[1], begin + sum(matrix.size for matrix in group)
        np.concatenate(group, out=weights[begin:end].reshape(operand, -1).T)
        begin = end
    vectors = [parameters[name] for name, _ in kernel.program.vectors]
    return weights, np.concatenate([*vectors, np.zeros(0, kernel.real)])


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

    def operated(
        self, inputs: Array, weights: Array, vectors: Array, changes: Changes, first: int = 0, last: int | None = None
    ) -> None:
        """Compute the steps from `first` up to `last`, with what is changed; those before them are there already."""
        given = (self._rows(inputs), weights, vectors, self._tape, changes.factors, changes.addends)
        self.kernel.operated(*self._lengths(), *given, first, self.steps if last is None else last)

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
            begin = 0
            for product in group.products:
                end = begin + self.sizes[product.axis]
                found[product.key] = self._places[number][..., begin:end]
                begin = end
        return found

    def gradient(self, state: str) -> Array:
        """Of the loss by a state after each step, by all ways into the future: [T, B, H]; after `backward`."""
        return self._adjoints[state][1:]

    def _lengths(self) -> tuple[int, ...]:
        return (self.steps, self.batch, self.sizes["F"], self.sizes["H"], self.sizes["P"])

    def _rows(self, inputs: Array) -> Array:
        return np.ascontiguousarray(inputs).reshape(self.steps * self.batch, -1)

    def _cut(self, blocks: Sequence[Block]) -> tuple[Array, dict[str | int, Array]]:
        return cut(blocks, self.kernel.real, self.steps, self.batch, self.sizes)


class Changes:
    """What becomes of each named value right after it is computed: value · factor + addend; the addend where it is 0.

    Attributes:
        factors, addends: flat, as `Layout` says; ones and zeros at first.
    """

    def __init__(self, kernel: Kernel, steps: int, sizes: Mapping[str, int]) -> None:
        self.factors, self._factors = cut(kernel.layout.factors, kernel.real, steps, 1, sizes)
        self.addends, self._addends = cut(kernel.layout.addends, kernel.real, steps, 1, sizes)
        self.factors[:], self.addends[:] = 1, 0

    def of(self, name: str) -> tuple[Array, Array]:
        """A value's factors and addends [T, H], to be written."""
        return self._factors[name][:, 0], self._addends[name][:, 0]


def cut(
    blocks: Sequence[Block], real: str, steps: int, batch: int, sizes: Mapping[str, int]
) -> tuple[Array, dict[str | int, Array]]:
    """Room for blocks, with whatever is in it, and each block as [T, B, columns], or [T, 1, columns] where shared.

    Setting it to zero would take as long as a kernel.
    """
    lengths = [block.size(steps, batch, sizes) for block in blocks]
    flat, begin, found = room(sum(lengths), real), 0, dict[str | int, Array]()
    for block, length in zip(blocks, lengths, strict=True):
        shape = (steps + block.later, 1 if block.shared else batch, -1)
        found[block.key] = flat[begin : begin + length].reshape(shape)
        begin += length
    return flat, found
