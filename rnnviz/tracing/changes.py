"""Interventions at work: what becomes of a value right after it is computed, and of a weight before."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

import numpy as np

from rnnviz.cells.evaluate import Hook
from rnnviz.tracing.intervention import Change, Intervention, WeightEdit, active, split_address
from rnnviz.tracing.trace import Array

TIME = "@time"
"""Where a layer under way says which of its steps it is at; None when all are computed at once. No value or product is
called so."""


def operations(changes: Iterable[Change], layer: str) -> dict[str, list[Intervention]]:
    """What is changed while a layer and direction runs, by the name of the value, in order.

    Args:
        changes: all that is to be changed anywhere.
        layer: its address.
    """
    found: dict[str, list[Intervention]] = {}
    for change in active(changes):
        address, name = split_address(change.address)
        if isinstance(change, Intervention) and address == layer:
            found.setdefault(name, []).append(change)
    return found


def hooks(changes: Mapping[str, list[Intervention]], steps: int, reverse: bool) -> dict[str, Hook]:
    """What to do to each changed value, by name, in a layer of T steps; a reverse one takes the last step first."""
    return {name: _hook(each, steps, reverse) for name, each in changes.items()}


def put_down(
    changes: Mapping[str, list[Intervention]], steps: int, reverse: bool, of: Callable[[str], tuple[Array, Array]]
) -> None:
    """The same as numbers: what to multiply each changed value with, and what to add to it.

    Args:
        of: the factors and addends [T, H] of a value, in the order in which the layer takes the steps; changed.
    """
    for name, each in changes.items():
        factors, addends = of(name)
        for change in each:
            begin, end = _taken(change, steps, reverse)
            at = slice(begin, end), _places(change)
            if change.operation == "clamp":
                factors[at], addends[at] = 0, change.amount
            elif change.operation == "scale":
                factors[at] *= change.amount
                addends[at] *= change.amount
            else:
                addends[at] += change.amount


def edited(parameters: Mapping[str, Array], changes: Iterable[Change], layer: str) -> Mapping[str, Array]:
    """The arrays of a layer (or "readout") with the weights that are to be changed; the given ones stay as they are."""
    arrays = dict(parameters)
    for change in active(changes):
        address, name = split_address(change.address)
        if isinstance(change, WeightEdit) and address == layer:
            arrays[name] = arrays[name].copy()
            arrays[name][change.index] = change.value
    return arrays


def _hook(changes: list[Intervention], steps: int, reverse: bool) -> Hook:
    plans = [(*_taken(change, steps, reverse), _places(change), change) for change in changes]

    def change_value(value: Array, env: Mapping[str, Any]) -> Array:
        time = env[TIME]
        if time is None:
            # A value may be that of another name, or the same at every step: neither may be written into.
            every = np.array(np.broadcast_to(value, (steps, value.shape[-1])))
            for begin, end, units, change in plans:
                every[begin:end, units] = _changed(every[begin:end, units], change)
            return every
        present = [(units, change) for begin, end, units, change in plans if begin <= time < end]
        if not present:
            return value
        now = value.copy()
        for units, change in present:
            now[..., units] = _changed(now[..., units], change)
        return now

    return change_value


def _taken(change: Intervention, steps: int, reverse: bool) -> tuple[int, int]:
    """The range of steps, in the order in which the layer takes them."""
    begin, end = min(change.first, steps), steps if change.last is None else min(change.last + 1, steps)
    return (steps - end, steps - begin) if reverse else (begin, end)


def _places(change: Intervention) -> Any:
    return slice(None) if change.units is None else list(change.units)


def _changed(values: Array, change: Intervention) -> Array:
    amount = values.dtype.type(change.amount)
    if change.operation == "clamp":
        return np.full_like(values, amount)
    return values * amount if change.operation == "scale" else values + amount
