"""The ranges in which values are drawn."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rnnviz.cells import CELLS
from rnnviz.figures.panels import round_bound, value_range


@given(st.floats(1e-30, 1e30))
def test_a_round_bound_holds_its_number_and_is_not_far_from_it(size: float) -> None:
    bound = round_bound(size)
    assert size * 0.9999 <= bound <= size * 2.0001
    assert f"{bound:.0e}"[0] in "1235"
    assert round_bound(bound) == pytest.approx(bound)


@pytest.mark.parametrize(
    ("size", "bound"), [(0, 1), (0.3, 0.3), (0.31, 0.5), (1, 1), (1.01, 2), (7, 10), (11, 20), (5e-324, 1)]
)
def test_round_bounds(size: float, bound: float) -> None:
    assert round_bound(size) == pytest.approx(bound)


def test_numbers_that_are_none_have_no_say_in_the_range() -> None:
    cell = CELLS["lstm"]
    assert value_range(cell, "c", np.array([[np.nan, 1.5], [np.inf, -np.inf]])) == (-2, 2)
    assert value_range(cell, "c", np.full((2, 2), np.nan)) == (-1, 1)
