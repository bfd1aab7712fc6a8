"""Pairs that are won and what luck does, against counting every pair and every way to deal the scores out."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rnnviz.training.ranks import luck, win_share

# Few different ones, so that some are alike; one is that of a run that diverged.
SCORES = st.lists(st.sampled_from([0.0, 0.1, 0.3, 1.0, 7.0, float("inf")]), min_size=1, max_size=5)


def counted(ours: list[float], theirs: list[float]) -> float:
    """The share of pairs that are won, one by one."""
    pairs = list(itertools.product(ours, theirs))
    return sum(1.0 if one < other else 0.5 if one == other else 0.0 for one, other in pairs) / len(pairs)


@given(SCORES, SCORES)
def test_they_are_what_counting_gives(ours: list[float], theirs: list[float]) -> None:
    assert win_share(ours, theirs) == pytest.approx(counted(ours, theirs))
    scores, away = [*ours, *theirs], abs(counted(ours, theirs) - 0.5)
    deals = [set(places) for places in itertools.combinations(range(len(scores)), len(ours))]
    shares = [
        counted([scores[k] for k in deal], [score for k, score in enumerate(scores) if k not in deal]) for deal in deals
    ]
    assert luck(ours, theirs) == pytest.approx(sum(abs(share - 0.5) >= away - 1e-12 for share in shares) / len(deals))


@pytest.mark.parametrize(("seeds", "smallest"), [(3, 2 / 20), (4, 2 / 70), (5, 2 / 252), (30, 2 / 118264581564861424)])
def test_the_least_that_luck_can_be(seeds: int, smallest: float) -> None:
    apart = [float(k) for k in range(2 * seeds)]
    assert luck(apart[:seeds], apart[seeds:]) == pytest.approx(smallest)
    assert luck(apart[seeds:], apart[:seeds]) == pytest.approx(smallest)


def test_it_agrees_with_a_printed_table() -> None:
    """Mann and Whitney's table of critical values, 5 % two-sided: U = 23 for ten against ten, 317 for thirty."""
    for seeds, critical in ((10, 23), (30, 317)):
        assert luck(*with_losses(seeds, critical)) <= 0.05 < luck(*with_losses(seeds, critical + 1))


def with_losses(seeds: int, lost: int) -> tuple[list[float], list[float]]:
    """Two groups whose first loses so many pairs: some of its scores behind all others, one among them."""
    worst, among = divmod(lost, seeds)
    ours = [-1.0] * (seeds - worst - 1) + [among - 0.5] + [1000.0] * worst
    return [value + 1e-6 * k for k, value in enumerate(ours)], [float(k) for k in range(seeds)]
