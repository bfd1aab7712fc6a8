"""What torch itself says of a recurrent module: it is made and run, and its shapes are read off."""

from __future__ import annotations

import math
import threading
import warnings
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Literal

import torch
from torch import Tensor, nn
from torch.overrides import TorchFunctionMode

from rnnviz.network.arguments import Arguments
from rnnviz.network.refusals import Refusal

MODULES: dict[str, type[nn.RNNBase]] = {"RNN": nn.RNN, "LSTM": nn.LSTM, "GRU": nn.GRU}
GATES = {"RNN": 1, "LSTM": 4, "GRU": 3}

_LARGEST_RUN = 2e8
"""Multiplications that a run with real numbers may take; a larger module runs on torch's meta device."""
_warnings = threading.Lock()


@dataclass(frozen=True)
class Shape:
    """One tensor: its name, its size as torch has it, and what the size is made of: ("2·L", "B", "H")."""

    name: str
    size: tuple[int, ...]
    axes: tuple[str, ...]

    @property
    def numbers(self) -> int:
        """How many numbers the tensor holds."""
        return math.prod(self.size)


@dataclass(frozen=True)
class Shapes:
    """A module as torch made and ran it.

    Attributes:
        inputs: input, h_0 and, for an LSTM, c_0.
        outputs: output, h_n and, for an LSTM, c_n.
        parameters: in torch's order and under torch's names.
        bound: the weights are drawn from U(-bound, bound), as torch drew them.
        warnings: what torch remarked.
        device: "cpu" where the module ran on numbers, "meta" where it ran on shapes alone.
    """

    inputs: tuple[Shape, ...]
    outputs: tuple[Shape, ...]
    parameters: tuple[Shape, ...]
    bound: float
    warnings: tuple[str, ...]
    device: Literal["cpu", "meta"]

    @property
    def total(self) -> int:
        """Number of trained numbers."""
        return sum(parameter.numbers for parameter in self.parameters)

    def by_part(self) -> dict[str, int]:
        """Trained numbers by what they do: {"weight_ih": ..., "weight_hh": ..., "bias_ih": ..., ...}."""
        parts: dict[str, int] = {}
        for parameter in self.parameters:
            part = parameter.name.partition("_l")[0]
            parts[part] = parts.get(part, 0) + parameter.numbers
        return parts


@lru_cache(maxsize=512)
def describe(arguments: Arguments) -> Shapes | Refusal:
    """Make the module, run it, and tell the shapes; or tell why torch does not."""
    try:
        return _describe(arguments)
    except (TypeError, ValueError, RuntimeError) as error:
        return Refusal(type(error).__name__, str(error))


def _describe(arguments: Arguments) -> Shapes:
    with _remarks() as remarks, _Draws() as draws:
        # On the meta device a module has shapes and no numbers: it costs no memory, and draws nothing from the
        # random state, which belongs to the whole process.
        module = MODULES[arguments.kind](**arguments.given(), device="meta").eval()
    device = _device(arguments)
    if device == "cpu":
        module = module.to_empty(device="cpu")
    letters = _letters(arguments)
    inputs = _shapes(_input_axes(arguments), letters)
    tensors = [torch.zeros(shape.size, device=device) for shape in inputs]
    if arguments.features is not None:
        tensors[0] = torch.zeros((*inputs[0].size[:-1], arguments.features), device=device)
    outputs = _run(module, tensors)
    named = zip(_output_axes(arguments).items(), outputs, strict=True)
    return Shapes(
        inputs=inputs,
        outputs=tuple(Shape(name, tuple(found.shape), axes) for (name, axes), found in named),
        parameters=tuple(
            Shape(name, tuple(tensor.shape), _parameter_axes(name, arguments))
            for name, tensor in module.named_parameters()
        ),
        bound=draws.bound,
        warnings=tuple(remarks),
        device=device,
    )


def _run(module: nn.RNNBase, tensors: list[Tensor]) -> list[Tensor]:
    sequence, *states = tensors
    with torch.no_grad(), _remarks():
        output, after = module(sequence, tuple(states) if len(states) > 1 else states[0])
    return [output, *(after if isinstance(after, tuple) else (after,))]


def _device(arguments: Arguments) -> Literal["cpu", "meta"]:
    """The CPU is quick at small modules, the meta device needs no memory for large ones."""
    widest = max(arguments.input_size, 2 * arguments.hidden_size) + arguments.hidden_size
    weights = GATES[arguments.kind] * arguments.hidden_size * widest * arguments.num_layers * arguments.directions
    return "cpu" if weights * arguments.steps * (arguments.batch or 1) <= _LARGEST_RUN else "meta"


def letter_sizes(arguments: Arguments) -> dict[str, int]:
    """The length that each axis letter stands for."""
    return {
        "T": arguments.steps,
        "B": arguments.batch or 0,
        "F": arguments.input_size,
        "H": arguments.hidden_size,
        "P": arguments.proj_size,
        "L": arguments.num_layers,
    }


def _letters(arguments: Arguments) -> Callable[[str], int]:
    sizes = letter_sizes(arguments)

    def length(axis: str) -> int:
        return math.prod(int(part) if part.isdigit() else sizes[part] for part in axis.split("·"))

    return length


def _shapes(axes: Mapping[str, tuple[str, ...]], length: Callable[[str], int]) -> tuple[Shape, ...]:
    return tuple(Shape(name, tuple(map(length, letters)), letters) for name, letters in axes.items())


def _sequence(arguments: Arguments, last: str) -> tuple[str, ...]:
    if arguments.batch is None:
        return ("T", last)
    return ("B", "T", last) if arguments.batch_first else ("T", "B", last)


def _input_axes(arguments: Arguments) -> dict[str, tuple[str, ...]]:
    return {"input": _sequence(arguments, "F")} | _state_axes(arguments, "0")


def _output_axes(arguments: Arguments) -> dict[str, tuple[str, ...]]:
    both = "2·" if arguments.bidirectional else ""
    return {"output": _sequence(arguments, f"{both}{_output(arguments)}")} | _state_axes(arguments, "n")


def _state_axes(arguments: Arguments, when: str) -> dict[str, tuple[str, ...]]:
    rows = ("2·L" if arguments.bidirectional else "L", *(() if arguments.batch is None else ("B",)))
    states = {f"h_{when}": (*rows, _output(arguments))}
    return states | ({f"c_{when}": (*rows, "H")} if arguments.kind == "LSTM" else {})


def _output(arguments: Arguments) -> str:
    return "P" if arguments.proj_size else "H"


def _parameter_axes(name: str, arguments: Arguments) -> tuple[str, ...]:
    part, _, place = name.partition("_l")
    gates = GATES[arguments.kind]
    rows = f"{gates}·H" if gates > 1 else "H"
    if part == "weight_hr":
        return ("P", "H")
    if part.startswith("bias"):
        return (rows,)
    if part == "weight_hh":
        return (rows, _output(arguments))
    below = f"2·{_output(arguments)}" if arguments.bidirectional else _output(arguments)
    return (rows, "F" if place.startswith("0") else below)


class _Draws(TorchFunctionMode):
    """Watches torch draw the weights of a new module, and keeps the widest bound."""

    bound = 0.0

    def __torch_function__(self, function: Any, types: Any, args: Any = (), kwargs: Any = None) -> Any:
        if getattr(function, "__name__", "") == "uniform_" and kwargs and "b" in kwargs:
            self.bound = max(self.bound, float(kwargs["b"]))
        return function(*args, **(kwargs or {}))


@contextmanager
def _remarks() -> Iterator[list[str]]:
    """What torch warns of in this block. The list of filters belongs to the process: one thread at a time."""
    found: list[str] = []
    with _warnings, warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        yield found
        found += [str(warning.message) for warning in caught]
