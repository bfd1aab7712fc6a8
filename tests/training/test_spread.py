"""The band over seeds on constructed curves."""

import numpy as np
import pytest

from rnnviz.training.spread import POINTS, band_by_iteration, band_by_seconds, group_length, grouped


def test_the_band_is_lowest_median_and_highest() -> None:
    band = band_by_iteration([np.array([3.0, 1]), np.array([1.0, 2]), np.array([8.0, 9])])
    assert band.x.tolist() == [0, 1]
    assert (band.low.tolist(), band.middle.tolist(), band.high.tolist()) == ([1, 1], [3, 2], [8, 9])


def test_the_band_ends_where_the_slowest_seed_is() -> None:
    assert len(band_by_iteration([np.ones(10), np.ones(4), np.ones(7)]).x) == 4
    assert len(band_by_iteration([np.ones(10), np.ones(0)]).x) == 0


@pytest.mark.parametrize("total", [1, 299, 300, 301, 600, 100_000])
def test_there_are_never_too_many_points(total: int) -> None:
    length = group_length(total)
    assert total // length <= POINTS
    assert (length == 1) == (total <= POINTS)


def test_a_point_stands_in_the_middle_of_its_iterations() -> None:
    values = np.arange(10.0)
    assert grouped(values, 4).tolist() == [1.5, 5.5]
    band = band_by_iteration([values], 4)
    assert np.array_equal(band.x, band.middle)  # the loss of iteration n is n


def test_seconds_are_read_between_the_points_of_each_seed() -> None:
    slow, fast = np.arange(0, 11.0), np.arange(0, 5.5, 0.5)
    losses = [10 - slow, 10 - 2 * fast]  # as functions of the seconds s: 10 - s, 10 - 2 s
    band = band_by_seconds(losses, [slow, fast])
    assert (band.x[0], band.x[-1]) == (0, 5)
    assert np.allclose(band.high, 10 - band.x)
    assert np.allclose(band.low, 10 - 2 * band.x)
    assert np.allclose(band.middle, 10 - 1.5 * band.x)


def test_the_last_entry_of_the_seconds_may_lie_behind_the_last_loss() -> None:
    band = band_by_seconds([np.ones(3)], [np.arange(4.0)])
    assert band.x[-1] == 2


def test_nothing_trained_is_an_empty_band() -> None:
    assert len(band_by_seconds([np.ones(0)] * 3, [np.zeros(1)] * 3).x) == 0
    assert len(band_by_seconds([np.ones(5), np.ones(0)], [np.arange(6.0), np.zeros(1)]).x) == 0
    assert len(band_by_seconds([np.ones(1)] * 2, [np.zeros(1)] * 2).x) == 1
