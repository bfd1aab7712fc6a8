"""Cells whose weights are set by hand, so that they do one thing that can be read in one sentence.

Source: the settings of counter, sample-and-hold and parity follow from the equations with saturated gates; the leak is
the half-life ln ½ / ln f of a memory multiplied by f at every step.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from rnnviz.cells import CELLS
from rnnviz.lab.bench import Bench, blank
from rnnviz.tracing.trace import Array
from rnnviz.words import N

OPEN = 20.0
"""A bias at which a gate is 1 to eight digits; its negative shuts it."""


@dataclass(frozen=True)
class Preset:
    """A cell set by hand.

    Attributes:
        key: its name in an address.
        title: what it does, English.
        sentence: what to see, English; a test holds it true.
        make: makes the bench.
    """

    key: str
    title: str
    sentence: str
    make: Callable[[], Bench]


def _set(cell: str, inputs: Array, weights: Mapping[str, float | list[float]], **states: float) -> Bench:
    """A cell of one unit: a number for each parameter, a list where it reads several inputs."""
    empty = blank(CELLS[cell], 1, inputs)
    given = {name: np.reshape(np.array(value, float), empty.weights[name].shape) for name, value in weights.items()}
    begin = {state: np.array([states.get(state, 0.0)]) for state in empty.states}
    return Bench(empty.cell, {**empty.weights, **given}, inputs, begin)


def _column(*values: float) -> Array:
    return np.array(values, float)[:, None]


def _pulse(steps: int, at: int = 3) -> Array:
    inputs = np.zeros((steps, 1))
    inputs[at] = 1.0
    return inputs


def _leak(bias: float) -> Bench:
    # One pulse is written in full; the forget gate alone decides what is left of it.
    weights = {"b_i": -OPEN, "W_i": 2 * OPEN, "b_f": bias, "W_g": 10.0, "b_o": OPEN}
    return _set("lstm", _pulse(40), weights)


def _hold() -> Bench:
    return _set("lstm", _pulse(40), {"b_i": -OPEN, "W_i": 2 * OPEN, "b_f": OPEN, "W_g": 10.0, "b_o": OPEN})


def _count() -> Bench:
    ups = [1.0] * 12 + [-1.0] * 8 + [1.0] * 4 + [-1.0] * 16
    return _set("lstm", _column(*ups), {"b_i": OPEN, "b_f": OPEN, "W_g": 10.0, "b_o": OPEN})


def _sample_and_hold() -> Bench:
    # x1 is the value, x2 says when to take it: i opens and f shuts on it, both the mirror of each other.
    values = np.sin(np.arange(40) * 0.7)
    write = np.isin(np.arange(40), (2, 10, 17, 29)).astype(float)
    weights: dict[str, float | list[float]] = {
        "W_i": [0.0, 20.0],
        "b_i": -10.0,
        "W_f": [0.0, -20.0],
        "b_f": 10.0,
        "W_g": [1.0, 0.0],
        "b_o": OPEN,
    }
    return _set("lstm", np.column_stack([values, write]), weights)


def _parity() -> Bench:
    # Where x is 1, the memory is rewritten with the opposite of what the output says; where it is 0, it is held.
    bits = [0, 1, 0, 0, 1, 1, 0, 1, 1, 1, 0, 0, 1, 0, 1, 0, 0, 0, 1, 1, 0, 1, 0, 1, 1, 1, 1, 0, 0, 1]
    weights = {"W_i": 20.0, "b_i": -10.0, "W_f": -20.0, "b_f": 10.0, "U_g": -20.0, "b_g": 4.0, "b_o": OPEN}
    return _set("lstm", _column(*bits), weights)


def _reset() -> Bench:
    # x1 is counted, x2 empties the memory.
    ones = np.ones(40)
    reset = np.isin(np.arange(40), (12, 27)).astype(float)
    weights: dict[str, float | list[float]] = {
        "b_i": OPEN,
        "W_i": [0.0, -2 * OPEN],
        "b_f": OPEN,
        "W_f": [0.0, -2 * OPEN],
        "W_g": [10.0, 0.0],
        "b_o": OPEN,
    }
    return _set("lstm", np.column_stack([ones, reset]), weights)


def _dead_output() -> Bench:
    return _set("lstm", _pulse(40), {"b_i": -OPEN, "W_i": 2 * OPEN, "b_f": OPEN, "W_g": 10.0, "b_o": -OPEN})


def _saturation() -> Bench:
    wave = np.sin(np.linspace(0, 4 * np.pi, 48))
    weights = {"W_i": 30.0, "W_f": -30.0, "W_g": 30.0, "W_o": 30.0}
    return _set("lstm", wave[:, None], weights)


def _explodes() -> Bench:
    return _set("rnn_relu", _pulse(40), {"W_h": 1.0, "U_h": 1.2})


def _vanishes() -> Bench:
    return _set("rnn", _pulse(40), {"W_h": 0.5, "U_h": 0.7})


def _gru_hold() -> Bench:
    weights = {"W_z": -2 * OPEN, "b_z": OPEN, "W_n": 10.0, "b_r": OPEN}
    return _set("gru", _pulse(40), weights)


PRESETS: dict[str, Preset] = {
    preset.key: preset
    for preset in (
        Preset(
            "hold",
            N("Hold for ever"),
            N("The forget gate is 1 and the input gate opens for the pulse alone: what was written stays, unchanged."),
            _hold,
        ),
        Preset(
            "leak1",
            N("Leak: forget bias 1"),
            N("σ(1) = 0.73 of the memory is kept at each step: half of it is gone after 2.2 steps."),
            lambda: _leak(1.0),
        ),
        Preset(
            "leak3",
            N("Leak: forget bias 3"),
            N("σ(3) = 0.95 of the memory is kept at each step: half of it is gone after 14 steps."),
            lambda: _leak(3.0),
        ),
        Preset(
            "leak5",
            N("Leak: forget bias 5"),
            N("σ(5) = 0.993 of the memory is kept at each step: half of it is gone after 103 steps."),
            lambda: _leak(5.0),
        ),
        Preset(
            "count",
            N("Count up and down"),
            N("Every gate is open: the memory goes up by one at each 1 and down by one at each −1, without bound."),
            _count,
        ),
        Preset(
            "sample",
            N("Sample and hold"),
            N("Where x₂ is 1, the input gate opens, the forget gate shuts, and x₁ is taken; between, it is held."),
            _sample_and_hold,
        ),
        Preset(
            "parity",
            N("Parity with one unit"),
            N("Each 1 turns the output over, each 0 leaves it: h is high after an odd number of ones."),
            _parity,
        ),
        Preset(
            "reset",
            N("Reset"),
            N("The unit counts its steps; where x₂ is 1, the forget gate shuts and the count starts at 0 again."),
            _reset,
        ),
        Preset(
            "dead",
            N("A dead output gate"),
            N("The memory holds the pulse, but the output gate is shut: h is 0, and nobody will ever know."),
            _dead_output,
        ),
        Preset(
            "saturation",
            N("Saturation"),
            N("With weights of 30 the gates know only open and shut: their points lie on the flat ends of the curves."),
            _saturation,
        ),
        Preset(
            "explodes",
            N("An RNN that explodes"),
            N("With a recurrent weight of 1.2 and no bound, a single pulse grows by a fifth at each step, for ever."),
            _explodes,
        ),
        Preset(
            "vanishes",
            N("An RNN that vanishes"),
            N("With a recurrent weight of 0.7, less than a thousandth of the pulse is left after 20 steps."),
            _vanishes,
        ),
        Preset(
            "gru",
            N("A GRU that holds"),
            N("The update gate is 1 but for the pulse: z near 1 keeps, as PyTorch has it."),
            _gru_hold,
        ),
    )
}
