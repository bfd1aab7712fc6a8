"""The phase portrait of two units: where each state would go next while the input stays the same."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from rnnviz.cells.cell import INPUT, OUTPUT, PREVIOUS, Cell
from rnnviz.cells.evaluate import NUMPY, stepper
from rnnviz.cells.schedule import schedule

Floats = NDArray[np.float64]
Kind = Literal["attractor", "saddle", "repeller"]
UNITS = 2
GRID, STARTS = 17, 9
SETTLING, NEWTON, CLOSE, APART, MOST_POINTS = 60, 60, 1e-10, 1e-3, 12
LITTLE = 1e-6
FARTHER, BORDER = 5.0, 1.1


@dataclass(frozen=True, eq=False)
class FixedPoint:
    """A state that stays what it is.

    Attributes:
        place: [2] in the plane that is drawn.
        kind: "attractor": what is near comes nearer; "repeller": it goes away in every direction; "saddle": in some.
        largest: size of the largest eigenvalue of one step there; near 1 what is near hardly moves.
    """

    place: Floats
    kind: Kind
    largest: float


@dataclass(frozen=True, eq=False)
class Portrait:
    """A map of the plane of one state's two units.

    Attributes:
        state: its name: "c" where the cell has it, else "h".
        others: the cell's further states; in the field each is what it settles at while the plane's state is held.
        axis: [n] the places along both axes.
        field: [n, n, 2] where the state would be one step later, minus where it is; the second unit along the rows.
        fixed: the fixed points of the whole cell, all its states together.
    """

    state: str
    others: tuple[str, ...]
    axis: Floats
    field: Floats
    fixed: tuple[FixedPoint, ...]


def portrait(cell: Cell, parameters: Mapping[str, NDArray[np.floating]], x: Floats, reach: float = 1.0) -> Portrait:
    """Draw the map for an input that stays.

    Args:
        cell: of hidden size 2, and no state of another size.
        parameters: the layer's arrays by the names of the equations.
        x: [F] the input.
        reach: how far from 0 a state without bounds is drawn at least.

    Raises:
        ValueError: there are not two units.
    """
    held = _HeldInput(cell, parameters, x)
    state = "c" if "c" in cell.states else OUTPUT
    bounds = cell.range(state)
    most = reach if bounds is None else max(map(abs, bounds))
    fixed = _fixed_points(held, state, most if bounds else FARTHER * most)
    # A state without bounds may come to rest far outside of what the example reaches: the plane is as large as that.
    most = max(most, *(BORDER * float(np.abs(point.place).max()) for point in fixed), 0.0) if bounds is None else most
    axis = np.linspace(-most, most, GRID)
    plane = _plane(axis)
    field = (held.step(held.settled(state, plane))[state] - plane).reshape(GRID, GRID, UNITS)
    others = tuple(name for name in cell.states if name != state)
    return Portrait(state, others, axis, field, fixed)


def _plane(axis: Floats) -> Floats:
    first, second = np.meshgrid(axis, axis)
    return np.stack([first.ravel(), second.ravel()], axis=-1)


class _HeldInput:
    """The cell as a map from its states to its states; the states of N places at once, [N, 2] each."""

    def __init__(self, cell: Cell, parameters: Mapping[str, NDArray[np.floating]], x: Floats) -> None:
        self.cell = cell
        self.order = schedule(cell)
        self.known = {name: array.astype(np.float64) for name, array in parameters.items()} | {INPUT: x.astype(float)}
        if any(self.known[p.name].shape[0] != UNITS for p in cell.parameters):
            raise ValueError("a phase portrait is of two units; train with hidden size 2.")
        stepper(self.order.ahead, NUMPY)(self.known)
        self._step = stepper(self.order.each_step, NUMPY)

    def step(self, states: Mapping[str, Floats]) -> dict[str, Floats]:
        """One step on."""
        values = {**self.known, **{f"{name}{PREVIOUS}": array for name, array in states.items()}}
        self._step(values)
        return {name: np.broadcast_to(values[name], states[name].shape) for name in self.cell.states}

    def settled(self, state: str, places: Floats) -> dict[str, Floats]:
        """All states, `state` held at these places and the others where they come to rest beside it."""
        rest = stepper([each for each in self.order.each_step if each.key != state], NUMPY)
        states = {name: np.zeros_like(places) for name in self.cell.states} | {state: places}
        for _ in range(SETTLING if len(states) > 1 else 0):
            values = {**self.known, **{f"{name}{PREVIOUS}": array for name, array in states.items()}, state: places}
            rest(values)
            states = {name: np.broadcast_to(values[name], places.shape) for name in self.cell.states}
        return states

    @cached_property
    def size(self) -> int:
        """Numbers of all states together."""
        return UNITS * len(self.cell.states)

    def joined(self, states: Mapping[str, Floats]) -> Floats:
        """[N, size]."""
        return np.concatenate([states[name] for name in self.cell.states], axis=-1)

    def map(self, joined: Floats) -> Floats:
        """One step on: [N, size] -> [N, size]."""
        parts = np.split(joined, len(self.cell.states), axis=-1)
        return self.joined(self.step(dict(zip(self.cell.states, parts, strict=True))))

    def jacobian(self, joined: Floats) -> Floats:
        """Of `map` at each place, by central differences: [N, size, size]."""
        pushes = LITTLE * np.eye(self.size)
        columns = [(self.map(joined + push) - self.map(joined - push)) / (2 * LITTLE) for push in pushes]
        return np.stack(columns, axis=-1)


def _fixed_points(held: _HeldInput, state: str, most: float) -> tuple[FixedPoint, ...]:
    """Newton's method from many places of the plane up to `most`, each step no longer than half of it."""
    at = held.joined(held.settled(state, _plane(np.linspace(-most, most, STARTS))))
    for _ in range(NEWTON):
        away = held.map(at) - at
        matrix = held.jacobian(at) - np.eye(held.size)
        # Where it is singular, as along a line of resting points, the shortest way is taken.
        move = -np.einsum("nij,nj->ni", np.linalg.pinv(matrix, rcond=1e-8), away)
        length = np.linalg.norm(move, axis=-1, keepdims=True)
        at = at + move * np.minimum(1, most / 2 / np.maximum(length, 1e-12))
    good = np.isfinite(at).all(-1) & (np.abs(held.map(at) - at).max(-1) < CLOSE * max(1, most))
    column = UNITS * held.cell.states.index(state)
    found: list[Floats] = []
    for point in at[good]:
        within = np.abs(point[column : column + UNITS]).max() <= most * 1.02
        if within and all(np.linalg.norm(point - other) > APART * most for other in found):
            found.append(point)
    return tuple(_described(held, point, column) for point in found[:MOST_POINTS])


def _described(held: _HeldInput, point: Floats, column: int) -> FixedPoint:
    sizes = np.abs(np.linalg.eigvals(held.jacobian(point[None])[0]))
    kind: Kind = "attractor" if sizes.max() < 1 else "repeller" if np.sort(sizes)[-UNITS:].min() > 1 else "saddle"
    return FixedPoint(point[column : column + UNITS], kind, float(sizes.max()))
