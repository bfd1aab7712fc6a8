"""Rows of operations as controls, and back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from rnnviz.cells.memory import memory
from rnnviz.player.controls import Button, Choice, Control, Slider, Span, Switch, Text
from rnnviz.player.sliders import Group, Panel, Values
from rnnviz.tracing.intervention import (
    READOUT,
    Change,
    Intervention,
    Operation,
    WeightEdit,
    split_address,
    value_size,
)
from rnnviz.tracing.trace import Array, layer_title
from rnnviz.ui.history import History
from rnnviz.ui.surgery.operations import Operations, Row
from rnnviz.ui.surgery.presets import offered
from rnnviz.ui.surgery.subject import Subject
from rnnviz.ui.surgery.units import read_units, write_units
from rnnviz.words import N, t

OPERATIONS: dict[Operation, str] = {"clamp": N("set to"), "scale": N("times"), "shift": N("plus")}
NEUTRAL: dict[Operation, float] = {"clamp": 0.0, "scale": 1.0, "shift": 0.0}


@dataclass(frozen=True)
class Bounds:
    """The ends of a slider, and how finely it moves."""

    low: float
    high: float
    step: float


def panel(operations: History[Operations], subject: Subject, texts: Mapping[int, str]) -> Panel:
    """The controls.

    Args:
        texts: what a person has typed for the units of a row, where it differs from how we would write it.
    """
    rows = zip(operations.imposed.rows, operations.present.rows, strict=True)
    groups = tuple(replace(_group(row, subject, texts.get(row.number)), off=not now.change.on) for row, now in rows)
    return Panel(
        label=t("What is changed in the network"),
        groups=groups,
        buttons=_buttons(operations, subject),
        lines=True,
        revision=operations.revision,
    )


def read_row(row: Row, values: Values, subject: Subject) -> Row:
    """A row with the values of its controls; what cannot be stays as it is."""
    change, prefix = row.change, f"{row.number}."
    if isinstance(change, Intervention):
        return replace(row, change=_read_value(change, prefix, values, subject))
    return replace(row, change=_read_weight(change, prefix, values, subject))


def bounds(change: Change, subject: Subject) -> Bounds:
    """How far the slider of a change goes."""
    if isinstance(change, WeightEdit):
        layer, name = split_address(change.address)
        return _symmetric(2 * float(np.abs(_arrays(subject)[layer][name]).max()))
    if change.operation == "scale":
        return Bounds(0.0, 3.0, 0.01)
    _, name = split_address(change.address)
    own = subject.network.cell.range(name)
    if own is not None:
        low, high = own if change.operation == "clamp" else (-(own[1] - own[0]), own[1] - own[0])
        return Bounds(low, high, 0.01)
    return _symmetric(float(np.abs(subject.unchanged.trace[change.address]).max()))


def is_neutral(change: Intervention) -> bool:
    """Whether it leaves every value as it is."""
    return change.operation != "clamp" and change.amount == NEUTRAL[change.operation]


def sentence(change: Intervention) -> str:
    """What is done to a value, in a few words."""
    words = f"{t(OPERATIONS[change.operation])} {change.amount:g}".replace("-", "\u2212")
    return words if change.units is None else t("{what} in {units}", what=words, units=write_units(change.units))


def during(change: Intervention) -> str:
    """What is done to a value, and at which steps, where not at all."""
    said, first = sentence(change), change.first + 1
    if change.last is None:
        return said if first == 1 else t("{what}, from {first}", what=said, first=first)
    if change.last == change.first:
        return t("{what}, at {first}", what=said, first=first)
    return t("{what}, {first}–{last}", what=said, first=first, last=change.last + 1)


def _symmetric(size: float) -> Bounds:
    bound = float(np.ceil(max(size, 0.5) * 2) / 2)
    return Bounds(-bound, bound, bound / 200)


def _group(row: Row, subject: Subject, typed: str | None) -> Group:
    change, prefix = row.change, f"{row.number}."
    middle = (
        _value_controls(change, prefix, subject, typed)
        if isinstance(change, Intervention)
        else _weight_controls(change, prefix, subject)
    )
    controls = (
        Switch(f"{prefix}on", t("Switched on"), change.on),
        *middle,
        Button(f"{prefix}remove", t("Remove"), icon="close"),
    )
    wrong = typed is not None and _units(typed, change, subject) is _WRONG
    note = t("Units are whole numbers from 1 to {n}, such as 3 or 1-4, 7.", n=_size(change, subject)) if wrong else ""
    return Group(str(row.number), "", controls, split_address(change.address)[1], note=note)


def _value_controls(change: Intervention, prefix: str, subject: Subject, typed: str | None) -> tuple[Control, ...]:
    last = len(subject.inputs) if change.last is None else min(change.last + 1, len(subject.inputs))
    reach = bounds(change, subject)
    units = write_units(change.units) if typed is None else typed
    return (
        Choice(f"{prefix}value", "", _values(subject), change.address),
        Choice(f"{prefix}operation", "", tuple((key, t(label)) for key, label in OPERATIONS.items()), change.operation),
        Slider(f"{prefix}amount", "", reach.low, reach.high, reach.step, change.amount),
        Text(f"{prefix}units", t("units"), units, t("all")),
        Span(f"{prefix}steps", t("steps"), 1, len(subject.inputs), (min(change.first + 1, last), last)),
    )


def _weight_controls(change: WeightEdit, prefix: str, subject: Subject) -> tuple[Control, ...]:
    layer, name = split_address(change.address)
    array, reach = _arrays(subject)[layer][name], bounds(change, subject)
    axes = (t("row"), t("column")) if array.ndim == 2 else (t("unit"),)
    places = tuple(
        Choice(f"{prefix}index{axis}", label, tuple((str(k), str(k + 1)) for k in range(array.shape[axis])), str(at))
        for axis, (label, at) in enumerate(zip(axes, change.index, strict=True))
    )
    amount = Slider(f"{prefix}amount", "", reach.low, reach.high, reach.step, change.value)
    return (Choice(f"{prefix}weight", "", _weights(subject), change.address), *places, amount)


def _buttons(operations: History[Operations], subject: Subject) -> tuple[Button, ...]:
    presets = [Button(f"preset.{p.key}", t(p.label), help=t(p.meaning)) for p in offered(subject.network.cell)]
    return (
        Button("undo", t("Undo"), disabled=not operations.before),
        Button("clear", t("Clear"), disabled=not operations.present.rows),
        Button("value", t("+ value"), help=t("Change another value.")),
        Button("weight", t("+ weight"), help=t("Change a number of a trained array.")),
        *presets,
    )


def _read_value(change: Intervention, prefix: str, values: Values, subject: Subject) -> Change:
    address = values.text(f"{prefix}value")
    operation = next(key for key in OPERATIONS if key == values.text(f"{prefix}operation"))
    if (address, operation) != (change.address, change.operation):
        # What was right for the value or the operation before means something else for this one.
        return replace(change, address=address, operation=operation, amount=NEUTRAL[operation], units=None)
    first, last = map(int, values.numbers(f"{prefix}steps"))
    units = _units(values.text(f"{prefix}units"), change, subject)
    return replace(
        change,
        amount=values.number(f"{prefix}amount"),
        units=change.units if units is _WRONG else units,
        first=first - 1,
        last=None if last >= len(subject.inputs) else last - 1,
        on=values.flag(f"{prefix}on"),
    )


def _read_weight(change: WeightEdit, prefix: str, values: Values, subject: Subject) -> Change:
    address = values.text(f"{prefix}weight")
    if address != change.address:
        return weight_edit(address, subject, change.on)
    index = tuple(int(values.text(f"{prefix}index{axis}")) for axis in range(len(change.index)))
    if index != change.index:
        layer, name = split_address(address)
        return replace(change, index=index, value=float(_arrays(subject)[layer][name][index]))
    return replace(change, value=values.number(f"{prefix}amount"), on=values.flag(f"{prefix}on"))


def weight_edit(address: str, subject: Subject, on: bool = True) -> WeightEdit:
    """An edit of an array's first number that leaves it as it is."""
    layer, name = split_address(address)
    array = _arrays(subject)[layer][name]
    index = (0,) * array.ndim
    return WeightEdit(address, index, float(array[index]), on)


def first_value(subject: Subject) -> str:
    """The address of a value to begin with: the gate that keeps the memory, where there is one."""
    cell, layer = subject.network.cell, next(iter(subject.network.parameters))
    found = memory(cell)
    return f"{layer}.{(found and found.keep) or cell.names[0]}"


def first_weight(subject: Subject) -> str:
    """The address of a trained array to begin with."""
    return _weights(subject)[0][0]


_WRONG = (-1,)


def _units(text: str, change: Change, subject: Subject) -> tuple[int, ...] | None:
    """The units that a text names; `_WRONG` where it names none."""
    try:
        return read_units(text, _size(change, subject))
    except ValueError:
        return _WRONG


def _size(change: Change, subject: Subject) -> int:
    layer, name = split_address(change.address)
    return value_size(subject.network.cell, subject.network.parameters[layer], name)


def _values(subject: Subject) -> tuple[tuple[str, str], ...]:
    cell, layers = subject.network.cell, subject.network.parameters
    labels = {name: f"{name} · {t(cell.label(name))}" if cell.label(name) != name else name for name in cell.names}
    return tuple(
        (f"{layer}.{name}", _located(layer, label, layers)) for layer in layers for name, label in labels.items()
    )


def _weights(subject: Subject) -> tuple[tuple[str, str], ...]:
    layers = subject.network.parameters
    named = tuple(
        (f"{layer}.{name}", _located(layer, name, layers)) for layer, arrays in layers.items() for name in arrays
    )
    return (*named, *((f"{READOUT}.{name}", f"{t('readout')} · {t(label)}") for name, label in _READOUT.items()))


_READOUT = {"weight": N("weight"), "bias": N("bias")}


def _located(layer: str, label: str, layers: Mapping[str, object]) -> str:
    return label if len(layers) == 1 else f"{layer_title(layer)} · {label}"


def _arrays(subject: Subject) -> dict[str, Mapping[str, Array]]:
    network = subject.network
    return {**network.parameters, READOUT: {"weight": network.weight, "bias": network.bias}}
