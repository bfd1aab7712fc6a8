"""Points on the functions' curves, and the memory of cells."""

import numpy as np
import pytest

from rnnviz.cells import CELLS
from rnnviz.cells.memory import Memory, memory, output_gate
from rnnviz.lab import PRESETS
from rnnviz.tracing.activations import activations, curve, half_lives


def test_every_point_lies_on_its_curve_and_is_the_value() -> None:
    trace = PRESETS["sample"].make().trace()
    found = activations(trace, "layer0")
    assert [(a.function, a.name, a.inner) for a in found] == [
        ("sigmoid", "i", False),
        ("sigmoid", "f", False),
        ("tanh", "g", False),
        ("sigmoid", "o", False),
        ("tanh", "c", True),
    ]
    for each in found:
        xs, ys = curve(each.function)
        np.testing.assert_allclose(np.interp(each.x, xs, ys), each.y, atol=2e-3)
        if each.inner:
            np.testing.assert_array_equal(each.x, trace[f"layer0.{each.name}"])
        else:
            np.testing.assert_allclose(each.y, trace[f"layer0.{each.name}"], atol=1e-12)


@pytest.mark.parametrize(
    ("key", "expected", "gate"),
    [
        ("lstm", Memory("c", "f", 1.0, ("i",)), "o"),
        ("gru", Memory("h", "z", 1.0, ()), None),
        ("gru_z_replaces", Memory("h", "z", 0.0, ()), None),
        ("lstm_1997", Memory("c", None, 1.0, ("i",)), "o"),
        ("nig", Memory("c", "f", 1.0, ("g",)), "o"),
        ("rnn", None, None),
        ("rnn_relu", None, None),
        ("indrnn", None, None),
    ],
)
def test_the_memory_is_read_off_the_equations(key: str, expected: Memory | None, gate: str | None) -> None:
    assert memory(CELLS[key]) == expected
    assert output_gate(CELLS[key]) == gate


def test_half_lives_stand_at_the_gate_that_keeps() -> None:
    trace = PRESETS["leak3"].make().trace()
    np.testing.assert_allclose(half_lives(trace, "layer0")["f"], 14.27, atol=0.01)
    assert half_lives(PRESETS["vanishes"].make().trace(), "layer0") == {}
