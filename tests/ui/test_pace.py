"""How often the live view draws."""

import pytest

from rnnviz.tasks import make_task
from rnnviz.training.runner import SLICE_SECONDS, Place
from rnnviz.ui.pace import SECONDS_PER_PICTURE, SHARE, seconds_per_picture

SINE, DIGITS = make_task("sine"), make_task("digits")


@pytest.mark.parametrize("runs", [1, 2, 3, 4])
def test_a_few_trainings_are_drawn_at_least_four_times_a_second(runs: int) -> None:
    assert seconds_per_picture(Place(0, runs, 2), SINE) == SECONDS_PER_PICTURE <= 0.25


def test_the_digits_are_drawn_at_least_twice_a_second() -> None:
    assert SECONDS_PER_PICTURE < seconds_per_picture(Place(0, 1, 2), DIGITS) < 0.5


@pytest.mark.parametrize(("runs", "cores"), [(30, 2), (30, 8), (8, 1)])
def test_among_many_a_picture_comes_as_often_as_the_run_s_turn(runs: int, cores: int) -> None:
    assert seconds_per_picture(Place(3, runs, cores), SINE) == pytest.approx(SLICE_SECONDS * runs / cores)


@pytest.mark.parametrize(("cost", "seconds"), [(0.01, SECONDS_PER_PICTURE), (0.5, 0.5 / SHARE)])
def test_a_picture_that_takes_long_comes_less_often(cost: float, seconds: float) -> None:
    assert seconds_per_picture(Place(0, 1, 2), SINE, cost) == pytest.approx(seconds)
