"""A cell of a few units with all its numbers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

import numpy as np

from rnnviz.cells import CELLS, Cell
from rnnviz.tracing.layers import run_layers
from rnnviz.tracing.trace import Array, Trace
from rnnviz.words import t

MOST_UNITS, MOST_FEATURES, MOST_STEPS = 4, 4, 60
LARGEST = 100.0
LAYER = "layer0"


class BenchError(ValueError):
    """Numbers that make no cell; the message says what is wrong and what is allowed."""


@dataclass(frozen=True, eq=False)
class Bench:
    """A cell, its weights, what it reads, and its states before the first step.

    Attributes:
        cell: the equations.
        weights: an array for each parameter of the cell, each number of a size up to 100.
        inputs: [T, F], T up to 60, F up to 4.
        states: for each state its values before the first step [H], H up to 4.

    Raises:
        BenchError: an array is missing, has another shape, or holds a number that is not allowed.
    """

    cell: Cell
    weights: Mapping[str, Array]
    inputs: Array
    states: Mapping[str, Array]

    def __post_init__(self) -> None:
        steps, features = _checked_inputs(self.inputs)
        units = len(next(iter(self.states.values()))) if self.states else 0
        _check_count(t("Units"), units, MOST_UNITS)
        sizes = {"F": features, "H": units}
        wanted = {p.name: tuple(sizes.get(axis, units) for axis in p.axes) for p in self.cell.parameters}
        object.__setattr__(self, "weights", _arrays(self.weights, wanted))
        object.__setattr__(self, "states", _arrays(self.states, dict.fromkeys(self.cell.states, (units,))))
        object.__setattr__(self, "inputs", _array("x", self.inputs, (steps, features)))

    @property
    def units(self) -> int:
        """H."""
        return len(next(iter(self.states.values())))

    @property
    def features(self) -> int:
        """F."""
        return int(self.inputs.shape[1])

    @property
    def steps(self) -> int:
        """T."""
        return int(self.inputs.shape[0])

    def trace(self) -> Trace:
        """Every value over the inputs, computed in 64 bits."""
        with np.errstate(over="ignore", invalid="ignore"):
            return run_layers(self.cell, {LAYER: self.weights}, self.inputs, {LAYER: self.states})

    def resized(self, units: int, features: int, steps: int) -> Bench:
        """With other sizes: what there is stays, what is new is 0."""
        sizes = {"F": features, "H": units}
        shapes = {p.name: tuple(sizes.get(axis, units) for axis in p.axes) for p in self.cell.parameters}
        weights = {name: _fitted(self.weights[name], shape) for name, shape in shapes.items()}
        states = {name: _fitted(array, (units,)) for name, array in self.states.items()}
        return replace(self, weights=weights, states=states, inputs=_fitted(self.inputs, (steps, features)))


def blank(cell: Cell, units: int = 1, inputs: Array | None = None) -> Bench:
    """All weights and states 0; the inputs a few pulses where none are given.

    Raises:
        BenchError: see `Bench`.
    """
    read = pulses() if inputs is None else inputs
    sizes = {"F": read.shape[1], "H": units}
    weights = {p.name: np.zeros([sizes.get(axis, units) for axis in p.axes]) for p in cell.parameters}
    return Bench(cell, weights, read, {state: np.zeros(units) for state in cell.states})


def pulses(steps: int = 40) -> Array:
    """A pulse up, a pulse down, and quiet between [T, 1]."""
    inputs = np.zeros((steps, 1))
    inputs[steps // 8 : steps // 8 + 3] = 1.0
    inputs[5 * steps // 8 : 5 * steps // 8 + 3] = -1.0
    return inputs


def known_cell(key: str) -> Cell:
    """A cell of the catalogue.

    Raises:
        BenchError: there is no such one.
    """
    if key not in CELLS:
        raise BenchError(
            t("{label} is '{value}'; allowed is {allowed}.", label=t("Cell"), value=key[:40], allowed=", ".join(CELLS))
        )
    return CELLS[key]


def _checked_inputs(inputs: Array) -> tuple[int, int]:
    if inputs.ndim != 2:
        raise BenchError(
            t("{label} is '{value}'; allowed is {allowed}.", label="x", value=list(inputs.shape), allowed="[T, F]")
        )
    steps, features = inputs.shape
    _check_count(t("Time steps"), steps, MOST_STEPS)
    _check_count(t("Input features"), features, MOST_FEATURES)
    return steps, features


def _check_count(label: str, value: int, most: int) -> None:
    if not 1 <= value <= most:
        allowed = t("a whole number from {low} to {high}", low=1, high=most)
        raise BenchError(t("{label} is '{value}'; allowed is {allowed}.", label=label, value=value, allowed=allowed))


def _arrays(given: Mapping[str, Array], shapes: Mapping[str, tuple[int, ...]]) -> Mapping[str, Array]:
    if set(given) != set(shapes):
        value, allowed = ", ".join(given), ", ".join(shapes)
        raise BenchError(
            t("{label} is '{value}'; allowed is {allowed}.", label=t("Names"), value=value[:60], allowed=allowed)
        )
    return MappingProxyType({name: _array(name, given[name], shape) for name, shape in shapes.items()})


def _array(name: str, given: Array, shape: tuple[int, ...]) -> Array:
    array = np.array(given, dtype=np.float64)
    if array.shape != shape:
        value = list(array.shape)
        raise BenchError(t("{label} is '{value}'; allowed is {allowed}.", label=name, value=value, allowed=list(shape)))
    if not np.isfinite(array).all() or np.abs(array).max(initial=0.0) > LARGEST:
        allowed = t("a number from {low} to {high}", low=f"{-LARGEST:g}", high=f"{LARGEST:g}")
        worst = array.flat[int(np.argmax(np.abs(np.nan_to_num(array, nan=np.inf))))]
        raise BenchError(t("{label} is '{value}'; allowed is {allowed}.", label=name, value=worst, allowed=allowed))
    array.setflags(write=False)
    return array


def _fitted(array: Array, shape: tuple[int, ...]) -> Array:
    found = np.zeros(shape)
    both = tuple(slice(0, min(a, b)) for a, b in zip(array.shape, shape, strict=True))
    found[both] = array[both]
    return found
