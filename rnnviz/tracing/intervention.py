"""Interventions: one thing changed in a network that is otherwise left as it is."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, get_args

from rnnviz.cells.cell import OUTPUT, Cell
from rnnviz.tracing.trace import Array
from rnnviz.words import t

Operation = Literal["clamp", "scale", "shift"]
OPERATIONS: tuple[Operation, ...] = get_args(Operation)
READOUT = "readout"
LARGEST = 1e6


class InterventionError(ValueError):
    """An intervention that cannot be made; the message says what is wrong and what is allowed."""


@dataclass(frozen=True)
class Intervention:
    """A named value changed as soon as it is computed; all that reads it, reads the changed one.

    Attributes:
        address: the value: "layer0.f", "layer1.reverse.c".
        operation: "clamp" makes it `amount`, "scale" multiplies it by that, "shift" adds it.
        amount: a finite number of a size up to a million.
        units: which units, counted from 0; all where None.
        first, last: the time steps from and to which it holds, both included, counted from 0 in the order of time;
            to the end where `last` is None.
        on: whether it is made at all.

    Raises:
        InterventionError: a field is not allowed.
    """

    address: str
    operation: Operation
    amount: float
    units: tuple[int, ...] | None = None
    first: int = 0
    last: int | None = None
    on: bool = True

    def __post_init__(self) -> None:
        _check_address(self.address)
        if self.operation not in OPERATIONS:
            allowed = ", ".join(OPERATIONS)
            raise InterventionError(_sentence(t("Operation"), self.operation, t("one of {choices}", choices=allowed)))
        _check_number(t("Amount"), self.amount)
        object.__setattr__(self, "amount", float(self.amount))
        if self.units is not None:
            if not self.units or not all(_counts(unit) for unit in self.units):
                raise InterventionError(_sentence(t("Units"), self.units, t("one or more whole numbers from 0")))
            object.__setattr__(self, "units", tuple(sorted(set(self.units))))
        if not _counts(self.first) or not (self.last is None or _counts(self.last)):
            steps = (self.first, self.last)
            raise InterventionError(_sentence(t("Time steps"), steps, t("whole numbers from 0")))
        if self.last is not None and self.last < self.first:
            raise InterventionError(
                t(
                    "The last time step is {last}; it cannot come before the first, {first}.",
                    last=self.last,
                    first=self.first,
                )
            )


@dataclass(frozen=True)
class WeightEdit:
    """One number of a trained array replaced, at all time steps.

    Attributes:
        address: the array: "layer0.U_f", "layer1.reverse.b_i", "readout.weight", "readout.bias".
        index: (row, column) of a matrix, (row,) of a vector, counted from 0.
        value: the new number, of a size up to a million.
        on: whether it is made at all.

    Raises:
        InterventionError: a field is not allowed.
    """

    address: str
    index: tuple[int, ...]
    value: float
    on: bool = True

    def __post_init__(self) -> None:
        _check_address(self.address)
        object.__setattr__(self, "index", tuple(self.index))
        if not 1 <= len(self.index) <= 2 or not all(_counts(place) for place in self.index):
            allowed = t("(row, column) of a matrix or (row,) of a vector, counted from 0")
            raise InterventionError(_sentence(t("Index"), self.index, allowed))
        _check_number(t("Value"), self.value)
        object.__setattr__(self, "value", float(self.value))


Change = Intervention | WeightEdit


def silence(layer: str, *units: int, first: int = 0, last: int | None = None) -> Intervention:
    """The output h of units set to 0, as read by all that read it; what they keep inside goes on."""
    return Intervention(f"{layer}.{OUTPUT}", "clamp", 0.0, units, first, last)


def active(changes: Iterable[Change]) -> tuple[Change, ...]:
    """Those that are on, in order."""
    return tuple(change for change in changes if change.on)


def check_changes(
    changes: Sequence[Change],
    cell: Cell,
    parameters: Mapping[str, Mapping[str, Array]],
    readout: Mapping[str, Array] | None = None,
) -> None:
    """Check that a network has what is to be changed.

    Args:
        parameters: the arrays of each layer and direction.
        readout: "weight" [K, H] and "bias" [K]; None where there is none.

    Raises:
        InterventionError: there is no such value, unit or weight; the message says what there is.
    """
    for change in changes:
        layer, name = split_address(change.address)
        if isinstance(change, Intervention):
            _check_value(change, cell, parameters, layer, name)
        else:
            _check_weight(change, {**parameters, **({READOUT: readout} if readout else {})}, layer, name)


def split_address(address: str) -> tuple[str, str]:
    """The layer and direction of an address, and the name in it: "layer1.reverse.c" is ("layer1.reverse", "c")."""
    layer, _, name = address.rpartition(".")
    return layer, name


def _check_value(
    change: Intervention, cell: Cell, parameters: Mapping[str, Mapping[str, Array]], layer: str, name: str
) -> None:
    known = [f"{address}.{value}" for address in parameters for value in cell.names]
    if layer not in parameters or name not in cell.names:
        raise InterventionError(_sentence(t("Address"), change.address, ", ".join(known)))
    size = value_size(cell, parameters[layer], name)
    if change.units is not None and change.units[-1] >= size:
        allowed = t("whole numbers from {low} to {high}", low=0, high=size - 1)
        raise InterventionError(_sentence(t("Units"), change.units, allowed))


def _check_weight(change: WeightEdit, arrays: Mapping[str, Mapping[str, Array]], layer: str, name: str) -> None:
    if name not in arrays.get(layer, {}):
        known = [f"{address}.{array}" for address, named in arrays.items() for array in named]
        raise InterventionError(_sentence(t("Address"), change.address, ", ".join(known)))
    shape = arrays[layer][name].shape
    if len(change.index) != len(shape) or any(at >= n for at, n in zip(change.index, shape, strict=True)):
        allowed = t("an index of {address}, whose shape is {shape}", address=change.address, shape=list(shape))
        raise InterventionError(_sentence(t("Index"), change.index, allowed))


def value_size(cell: Cell, arrays: Mapping[str, Array], name: str) -> int:
    """How many units a value of `cell` has, given the parameters of its layer."""
    wanted = cell.axis(name)
    for parameter in cell.parameters:
        for axis, size in zip(parameter.axes, arrays[parameter.name].shape, strict=True):
            if axis == wanted:
                return int(size)
    raise KeyError(f"no parameter of {cell.title} has the axis {wanted}")


def _check_address(address: str) -> None:
    layer, name = split_address(address) if isinstance(address, str) else ("", "")
    if not layer or not name or len(address) > 100:
        raise InterventionError(
            _sentence(t("Address"), address, t("a layer and a name, such as {example}", example="layer0.f"))
        )


def _check_number(label: str, value: object) -> None:
    number = isinstance(value, int | float) and not isinstance(value, bool)
    if not number or not math.isfinite(value) or abs(value) > LARGEST:  # type: ignore[arg-type]
        raise InterventionError(
            _sentence(label, value, t("a number from {low} to {high}", low=f"{-LARGEST:g}", high=f"{LARGEST:g}"))
        )


def _counts(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0


def _sentence(label: str, value: object, allowed: str) -> str:
    text = str(value)
    short = text if len(text) <= 60 else text[:59] + "…"
    return t("{label} is '{value}'; allowed is {allowed}.", label=label, value=short, allowed=allowed)
