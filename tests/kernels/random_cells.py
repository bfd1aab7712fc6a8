"""python -m tests.kernels.random_cells 200: gradients of random cells, compiled and by torch.

With NUMBA_DISABLE_JIT=1 in the environment the sources that are made of the cells run as plain Python.
"""

import sys

import torch
from hypothesis import HealthCheck, Phase, assume, given, settings
from hypothesis import strategies as st

from rnnviz.cells import Cell
from tests.cells import trees
from tests.kernels.gradients import difference, found, random_layers

FUNCTIONS = tuple(name for name in trees.SLOW_FUNCTIONS if name != "exp")  # which soon leaves what numbers can hold
seen: list[float] = []


@given(trees.cells(FUNCTIONS).filter(lambda cell: cell.parameters), st.integers(1, 2), st.booleans())
def compare(cell: Cell, layers: int, bidirectional: bool) -> None:
    recurrent = random_layers(cell, layers, bidirectional)
    expected = found("torch", recurrent)
    # Of numbers that grow without end the last digits mean nothing.
    assume(all(torch.isfinite(array).all() and array.abs().max() < 1e3 for array in expected.values()))
    seen.append(difference(found("compiled", recurrent), expected))
    assert seen[-1] < 1e-9


def compare_many(count: int) -> list[float]:
    """The differences of so many cells, less those whose numbers grow without end."""
    seen.clear()
    settings(
        max_examples=count,
        deadline=None,
        database=None,
        derandomize=True,
        suppress_health_check=list(HealthCheck),
        phases=[Phase.generate],
    )(compare)()
    return list(seen)


if __name__ == "__main__":
    found_far = compare_many(int(sys.argv[1]))
    sys.stdout.write(f"{len(found_far)} cells, largest difference {max(found_far):.1e}\n")
