"""Two groups of scores held against each other pair by pair: who wins how often, and how often luck does as much."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np


def win_share(ours: Sequence[float], theirs: Sequence[float]) -> float:
    """The share of pairs, one of each group, in which ours is the lower; one that is alike counts half.

    Source: Mann and Whitney 1947, On a test of whether one of two random variables is stochastically larger; their U
    divided by the number of pairs.
    """
    one, other = np.asarray(ours, float)[:, None], np.asarray(theirs, float)[None]
    return float(np.mean((one < other) + 0.5 * (one == other)))


def luck(ours: Sequence[float], theirs: Sequence[float]) -> float:
    """How often two groups of equal skill lie at least so far apart, either way: the p of Mann and Whitney's test.

    Exact, also where scores are alike: of all ways to deal the scores out to the two groups, those are counted whose
    sum of ranks is as far from the middle.
    """
    scores = np.array([*ours, *theirs], float)
    first, last = np.searchsorted(np.sort(scores), scores), np.searchsorted(np.sort(scores), scores, "right")
    ranks = first + last + 1  # twice the mean place of those that are alike: whole numbers
    size, total = len(ours), int(ranks.sum())
    ways = np.zeros((size + 1, total + 1))  # [how many are ours, sum of their ranks]
    ways[0, 0] = 1
    for rank in ranks:
        ways[1:, rank:] += ways[:-1, : total + 1 - rank]
    # Times the number of scores, so that the middle is a whole number, too.
    away = np.abs(len(scores) * np.arange(total + 1) - size * total)
    found = abs(len(scores) * int(ranks[:size].sum()) - size * total)
    return float(ways[size, away >= found].sum() / ways[size].sum())
