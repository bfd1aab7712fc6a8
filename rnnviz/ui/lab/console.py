"""The numbers of a bench as controls, and back."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np

from rnnviz.cells import Cell
from rnnviz.cells.expression import MatMul, Name, walk
from rnnviz.lab import Bench
from rnnviz.lab.bench import LARGEST
from rnnviz.player.controls import Button, Control, Curve, Slider
from rnnviz.player.sliders import Group, Panel, Values
from rnnviz.tracing.trace import Array
from rnnviz.ui.history import History
from rnnviz.words import t

REACHES = (1.0, 2.0, 5.0, 10.0, 20.0, 50.0, 100.0)
"""How far the picture of the inputs may go: as far as the largest of them needs."""
BEND = 1.0
"""Below this size a slider is even; beyond, its places lie ever further apart: 0.7 and 40 are both within reach."""
STEP = math.asinh(LARGEST / BEND) / 200


def panel(history: History[Bench], note: str = "") -> Panel:
    """The controls: a group for each equation with the weights of one unit, a page for each unit.

    Args:
        note: a sentence about the bench, above all controls.
    """
    bench = history.imposed
    height = reach_of(bench.inputs)
    groups = [_inputs(bench, height, _states(bench, 0) if bench.units == 1 else ())]
    for unit in range(bench.units):
        page = unit if bench.units > 1 else None
        groups += [
            Group(f"{name}.{unit}", name, _weights(bench, names, unit), hue=name, page=page)
            for name, names in by_equation(bench.cell).items()
        ]
        if bench.units > 1:
            groups.append(Group(f"start.{unit}", t("before step 1"), _states(bench, unit), page=page))
    return Panel(
        label=t("Every number of the cell"),
        groups=tuple(groups),
        buttons=(
            Button("undo", t("Undo"), disabled=not history.before),
            Button("reset", t("Reset"), help=t("All numbers as the preset has them."), disabled=not history.before),
            Button("zero", t("All weights 0")),
        ),
        pages=tuple(t("Unit {n}", n=unit + 1) for unit in range(bench.units)),
        revision=history.revision,
        note=note,
    )


def read(bench: Bench, values: Values) -> Bench:
    """The bench with the values of its controls."""
    weights = {name: _filled(array, name, values) for name, array in bench.weights.items()}
    states = {name: _filled(array, f"{name}_0", values) for name, array in bench.states.items()}
    inputs = np.column_stack([values.numbers(f"x.{feature}") for feature in range(bench.features)])
    return replace(bench, weights=weights, states=states, inputs=inputs)


def same(one: Bench, other: Bench) -> bool:
    """Whether two benches hold the same numbers."""
    return one.cell == other.cell and all(np.array_equal(a, b) for a, b in zip(_all(one), _all(other), strict=False))


def by_equation(cell: Cell) -> dict[str, tuple[str, ...]]:
    """The parameters that each value's equation is the first to use."""
    found: dict[str, tuple[str, ...]] = {}
    seen: set[str] = set()
    for equation in cell.equations:
        nodes = list(walk(equation.expression))
        names = [n.matrix if isinstance(n, MatMul) else n.name for n in nodes if isinstance(n, MatMul | Name)]
        new = [name for name in dict.fromkeys(names) if name in {p.name for p in cell.parameters} - seen]
        seen |= set(new)
        if new:
            found[equation.name] = tuple(new)
    return found


def reach_of(inputs: Array) -> float:
    """The least reach that holds every number of the inputs."""
    largest = float(np.abs(inputs).max(initial=0.0))
    return next((reach for reach in REACHES if largest <= reach), LARGEST)


def _all(bench: Bench) -> list[Array]:
    return [*bench.weights.values(), *bench.states.values(), bench.inputs]


def _weights(bench: Bench, names: tuple[str, ...], unit: int) -> tuple[Control, ...]:
    controls: list[Control] = []
    for name in names:
        row = np.atleast_1d(bench.weights[name][unit])
        for column, value in enumerate(row):
            label = name if len(row) == 1 else f"{name} [{column + 1}]"
            place = f"{name}.{unit}" if bench.weights[name].ndim == 1 else f"{name}.{unit}.{column}"
            controls.append(_slider(place, label, value))
    return tuple(controls)


def _states(bench: Bench, unit: int) -> tuple[Control, ...]:
    return tuple(_slider(f"{name}_0.{unit}", f"{name}_0", array[unit]) for name, array in bench.states.items())


def _slider(place: str, label: str, value: float) -> Slider:
    """One that reaches as far as a bench allows, so that every preset can be set from every other."""
    return Slider(place, label, -LARGEST, LARGEST, STEP, float(value), bend=BEND)


def _inputs(bench: Bench, height: float, further: tuple[Control, ...]) -> Group:
    names = ["x"] if bench.features == 1 else [f"x{feature + 1}" for feature in range(bench.features)]
    curves = tuple(
        Curve(f"x.{feature}", name, -height, height, tuple(map(float, bench.inputs[:, feature])))
        for feature, name in enumerate(names)
    )
    return Group("x", t("input: draw it"), (*curves, *further), hue="x")


def _filled(array: Array, name: str, values: Values) -> Array:
    found = array.copy()
    for place in np.ndindex(*array.shape):
        found[place] = values.number(".".join([name, *map(str, place)]))
    return found
