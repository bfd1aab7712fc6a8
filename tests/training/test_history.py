"""History: losses of every iteration, moments that are evenly spaced and few, and going back."""

import numpy as np
import pytest
import torch

from rnnviz.training.advance import Progress
from rnnviz.training.checkpoint import Checkpoint
from rnnviz.training.history import FEWEST_MOMENTS, MOST_BYTES, MOST_MOMENTS, History


def moment(iteration: int, numbers: int = 1) -> Checkpoint:
    return Checkpoint(iteration, {"w": torch.zeros(numbers)}, {})


def grow(history: History, end: int, length: int, numbers: int = 1) -> None:
    """Slices whose losses are the numbers of the iterations."""
    while (begin := history.latest.iteration) < end:
        reached = min(end, begin + length)
        kept = [moment(i, numbers) for i in range(begin + 1, reached + 1) if i % history.spacing == 0]
        history.add(Progress(moment(reached, numbers), np.arange(begin, reached, dtype=np.float32), tuple(kept)))


@pytest.mark.parametrize(("total", "length"), [(1, 1), (7, 2), (60, 7), (300, 1), (300, 299), (5000, 77)])
def test_moments_are_evenly_spaced_from_the_start_to_the_latest(total: int, length: int) -> None:
    history = History(moment(0), total)
    grow(history, total, length)
    moments = history.moments
    assert (moments[0], moments[-1]) == (0, total)
    assert set(np.diff(moments[:-1])) <= {history.spacing}
    assert moments[-1] - moments[-2] <= history.spacing
    assert len(moments) <= MOST_MOMENTS + 1
    assert len(moments) >= min(total, 30)
    assert np.array_equal(history.losses, np.arange(total))


def test_a_training_prolonged_again_and_again_keeps_few_and_even_moments() -> None:
    history = History(moment(0), 10)
    for end in range(10, 4000, 130):
        grow(history, end, 9)
        assert history.moments[0] == 0
        assert history.moments[-1] == end
        assert len(history.moments) <= MOST_MOMENTS + 1
        assert len(set(np.diff(history.moments[:-1]))) <= 1
    assert len(history.moments) > MOST_MOMENTS / 3


@pytest.mark.parametrize("numbers", [1000, 200_000, 3_000_000])
def test_memory_is_bounded(numbers: int) -> None:
    history = History(moment(0, numbers), 120)
    grow(history, 120, 10, numbers)
    held = sum(history.at(iteration).bytes for iteration in history.moments)
    assert held <= max(MOST_BYTES, FEWEST_MOMENTS * 4 * numbers) + 4 * numbers  # the latest comes on top
    assert history.moments[0] == 0
    assert len(history.moments) > FEWEST_MOMENTS / 2


def test_at_gives_the_nearest_moment() -> None:
    history = History(moment(0), 600)
    grow(history, 595, 50)
    assert history.spacing == 10
    for asked in (-5, 0, 4, 6, 123, 588, 594, 10**9):
        found = history.at(asked).iteration
        assert abs(found - asked) == min(abs(iteration - asked) for iteration in history.moments)
    assert history.at(593) is history.latest


def test_going_back_forgets_what_came_after() -> None:
    history = History(moment(0), 600)
    grow(history, 595, 50)
    history.rewind(302)
    assert history.latest.iteration == 300
    assert history.moments == tuple(range(0, 301, 10))
    assert np.array_equal(history.losses, np.arange(300))
    grow(history, 320, 7)
    assert history.moments == tuple(range(0, 321, 10))
    assert np.array_equal(history.losses, np.arange(320))
    history.rewind(0)
    assert (history.moments, len(history.losses)) == ((0,), 0)


def test_losses_beyond_the_last_sound_moment_give_way_when_it_goes_on() -> None:
    history = History(moment(0), 60)
    grow(history, 10, 10)
    history.add(Progress(moment(12), np.arange(10, 15, dtype=np.float32), (moment(11), moment(12)), diverged=15))
    assert np.array_equal(history.losses, np.arange(15))
    assert history.latest.iteration == 12
    grow(history, 20, 4)
    assert np.array_equal(history.losses, np.arange(20))


def test_a_latest_moment_whose_loss_is_bad_is_not_kept() -> None:
    history = History(moment(0), 600)
    grow(history, 47, 10)
    history.add(Progress(history.latest, np.empty(0, np.float32), (), diverged=47))
    assert history.moments == (0, 10, 20, 30, 40)
    assert history.latest.iteration == 40
    assert np.array_equal(history.losses, np.arange(47))


def test_a_training_that_begins_at_a_later_moment() -> None:
    history = History(moment(25), 600)
    grow(history, 1500, 100)
    assert history.moments[0] == 25
    assert np.isnan(history.losses[:25]).all()
    assert np.array_equal(history.losses[25:], np.arange(25, 1500))
    history.rewind(0)
    assert history.latest.iteration == 25
