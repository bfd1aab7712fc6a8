"""Trains a slice by compiled kernels: many iterations in one call that holds no lock."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from rnnviz.kernels.layout import Layout
from rnnviz.kernels.load import Kernel, load_training
from rnnviz.kernels.tape import room
from rnnviz.network.flat import Flat, flatten
from rnnviz.training.batches import Batches
from rnnviz.training.build import blank
from rnnviz.training.checkpoint import Checkpoint
from rnnviz.training.config import RunConfig

CALL_SECONDS = 0.02
"""About how long one call of a kernel takes, between two looks at the clock."""
MOST_BYTES = 2**24
"""Of batches, and of moments, in one call; and of the room that a thread keeps from call to call."""
_LAST = threading.local()

_ENCODINGS = ("plain", "one_hot", "embedding")
_LOSSES = ("mse", "mse_broadcast", "cross_entropy", "cross_entropy_sum")
_OPTIMISERS = ("adam", "sgd", "rmsprop")
_MEANS = {"adam": ("exp_avg", "exp_avg_sq"), "sgd": ("momentum_buffer",), "rmsprop": (None, "square_avg")}
"""What torch calls the numbers that an optimiser keeps."""

Floats = NDArray[np.float32]


class Lazy(Mapping[str, Tensor]):
    """Tensors by name that are made of a flat array when one of them is first asked for: of most moments none is.

    Args:
        parts: flat arrays by what torch's optimiser calls them; the one of the weights has no name.
        step: the optimiser's count of its steps; None where it keeps none, as weights do.
    """

    def __init__(self, flat: Flat, parts: Mapping[str, Floats], step: int | None = None) -> None:
        self._flat, self._parts, self._step = flat, parts, step
        self._lock = threading.Lock()
        self._made: dict[str, Tensor] | None = None

    @property
    def made(self) -> dict[str, Tensor]:
        """All of them."""
        with self._lock:
            if self._made is None:
                self._made = self._make()
            return self._made

    def _make(self) -> dict[str, Tensor]:
        parts = {suffix: self._flat.unpack(array) for suffix, array in self._parts.items()}
        made: dict[str, Tensor] = {}
        for name in self._flat.shapes:
            if self._step is not None:
                made[f"{name}/step"] = torch.tensor(float(self._step))
            made |= {f"{name}/{suffix}" if suffix else name: tensors[name] for suffix, tensors in parts.items()}
        return made

    def __getitem__(self, name: str) -> Tensor:
        return self.made[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self.made)

    def __len__(self) -> int:
        return len(self.made)


@dataclass
class State:
    """What a training changes: the numbers, the optimiser's two means, and how many steps it took."""

    numbers: Floats
    first: Floats
    second: Floats
    step: int


class Trainer:
    """A training from a checkpoint on.

    Args:
        kernel: of the configuration's cell.
    """

    def __init__(self, config: RunConfig, checkpoint: Checkpoint, kernel: Kernel) -> None:
        self.config, self.task = config, config.make_task()
        self.kernel, self.training = kernel, load_training()
        self.flat = _flat(config.changed(**_ONE_FOR_ALL))
        self.state = self._state(checkpoint)
        self.iteration = checkpoint.iteration
        self.batches = Batches(config, self.task)

    def advance(self, iterations: int, keep_every: int) -> tuple[Floats, list[Checkpoint]]:
        """Make iterations in one call.

        Returns:
            The losses, up to the first that is no number, and the checkpoints at multiples of `keep_every`.
        """
        given = self.batches.take(self.iteration, iterations)
        count = (self.iteration + iterations) // keep_every - self.iteration // keep_every if keep_every else 0
        kept = np.empty((count, 3, self.state.numbers.size), np.float32)
        losses = np.full(iterations, np.nan, np.float32)
        shape = self._shape(int(given.steps.max()))
        state = self.state
        made = self.training.train(
            self.kernel.forward,
            self.kernel.backward,
            shape,
            self.flat.layers,
            self.flat.second,
            *given.arrays,
            state.numbers,
            state.first,
            state.second,
            self.iteration,
            state.step,
            self.config.learning_rate,
            self.config.momentum,
            self.config.clip,
            keep_every,
            kept,
            losses,
            self._space(shape),
        )
        begun, step = self.iteration, state.step
        self.iteration += made
        state.step += made
        moments = [at for at in range(begun + 1, begun + made + 1) if keep_every and at % keep_every == 0]
        # A loss that is no number ends the call before the update, and so before the moment after it.
        return losses[:made], [
            self._checkpoint(at, State(first.copy(), second.copy(), third.copy(), step + at - begun))
            for at, (first, second, third) in zip(moments, kept, strict=False)
            if np.isfinite(losses[at - begun - 1])
        ]

    def checkpoint(self) -> Checkpoint:
        """Where the training is."""
        state = self.state
        copy = State(state.numbers.copy(), state.first.copy(), state.second.copy(), state.step)
        return self._checkpoint(self.iteration, copy)

    def most(self, iterations: int, keep_every: int) -> int:
        """`iterations`, or fewer where their batches or moments would take more than `MOST_BYTES` in one call."""
        moments = MOST_BYTES // (3 * self.state.numbers.nbytes) * keep_every if keep_every else iterations
        return max(1, min(iterations, moments, MOST_BYTES // self.batches.bytes))

    def _checkpoint(self, iteration: int, state: State) -> Checkpoint:
        weights, means = Lazy(self.flat, {"": state.numbers}), self._means(state)
        return Checkpoint(iteration, weights, Lazy(self.flat, means, self._counted(state)) if means else {})

    def _means(self, state: State) -> dict[str, Floats]:
        """What torch's optimiser would keep."""
        plain = self.config.optimiser == "sgd" and not self.config.momentum
        names = () if plain else _MEANS[self.config.optimiser]
        return {name: mean for name, mean in zip(names, (state.first, state.second), strict=False) if name}

    def _counted(self, state: State) -> int | None:
        """The steps taken, where torch's optimiser counts them."""
        return None if self.config.optimiser == "sgd" else state.step

    def _state(self, checkpoint: Checkpoint) -> State:
        def mean(suffix: str | None) -> Floats:
            if suffix is None:
                return np.zeros(self.flat.order.size, np.float32)
            end = f"/{suffix}"
            found = {k.removesuffix(end): v for k, v in checkpoint.optimiser.items() if k.endswith(end)}
            return self.flat.pack(found)

        first, second = (*_MEANS[self.config.optimiser], None, None)[:2]
        steps = [int(tensor) for key, tensor in checkpoint.optimiser.items() if key.endswith("/step")]
        numbers = room(self.flat.order.size, "float32")
        numbers[:] = self.flat.pack(checkpoint.weights)
        return State(numbers, mean(first), mean(second), max(steps, default=0))

    def _space(self, shape: Any) -> Any:
        """Room to work in; the last one of this thread where it is as large."""
        wanted = (shape, self.state.numbers.size, self.flat.second.size)
        if getattr(_LAST, "wanted", None) == wanted:
            return _LAST.space
        space = self.training.make_space(*wanted)
        if sum(array.nbytes for array in space) <= MOST_BYTES:
            _LAST.wanted, _LAST.space = wanted, space
        return space

    def _shape(self, longest: int) -> Any:
        config, task, layout = self.config, self.task, self.kernel.layout
        directions = 2 if config.bidirectional else 1
        states = [name for name, _ in self.kernel.program.states]
        width = config.hidden if task.encoding == "embedding" else task.features
        sizes = {"H": config.hidden, "P": config.hidden, "F": max(width, config.hidden * directions)}
        return self.training.Shape(
            encoding=_ENCODINGS.index(task.encoding),
            batch=config.batch,
            features=task.features,
            width=width,
            longest=longest,
            hidden=config.hidden,
            layers=config.layers,
            directions=directions,
            outputs=task.outputs,
            loss=_LOSSES.index(task.loss),
            last=int(task.reads == "last step"),
            optimiser=_OPTIMISERS.index(config.optimiser),
            states=len(states),
            output=states.index("h"),
            table=self.flat.table,
            readout=self.flat.readout,
            vectors=self.flat.vectors,
            bias=self.flat.bias,
            tape=_size(layout, "tape", longest, config.batch, sizes),
            adjoints=_size(layout, "adjoints", longest, config.batch, sizes),
        )


def _size(layout: Layout, part: str, steps: int, batch: int, sizes: Mapping[str, int]) -> int:
    return sum(block.size(steps, batch, sizes) for block in getattr(layout, part))


_ONE_FOR_ALL = {
    "learning_rate": 0.01,
    "optimiser": "adam",
    "momentum": 0,
    "clip": 0,
    "iterations": 1,
    "seed": 0,
    "forget_bias": None,
}
"""What changes nothing about where the numbers of a network lie."""


@lru_cache(maxsize=64)
def _flat(config: RunConfig) -> Flat:
    return flatten(blank(config))
