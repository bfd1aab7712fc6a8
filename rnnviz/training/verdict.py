"""Who is better, and whether the seeds allow to say so."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Literal

from rnnviz.training.ranks import luck, win_share
from rnnviz.words import grouped, readable, t

Better = Literal["lower", "higher"]

SEEDS_NEEDED = 3
"""With fewer seeds no difference is claimed: two cells that are equal come out in order by luck every third time."""
LUCK = 0.05
"""A difference is claimed where luck alone makes one as large between equal cells less often than this."""
RAREST = 1e-6
"""Luck that is rarer than this is only told to be so."""


@dataclass(frozen=True)
class Verdict:
    """What the scores of several seeds say of some cells.

    The rule: the cell that wins most pairs of seeds leads, and each of the others is held against it. It is better than
    another where it wins every pair, or so many that luck does as much less often than `LUCK`: Mann and Whitney's test,
    its p times the number of pairs of cells, since so many differences might be claimed.

    Attributes:
        leader: the cell that wins most pairs of seeds against all others; of those that win as many, the one with the
            best median.
        tied: cells from which the seeds cannot tell the leader, the best median first.
        beaten: cells that the leader is better than, the best median first.
        shares: of each of the others, the share of pairs of seeds in which the leader has the better score.
        medians: the median score of each cell; infinite where most seeds have no finite score.
        better: whether lower or higher is better.
        seeds: how many there are of each cell.
        chance: how often luck alone gives a verdict that beats as many so clearly, at most, where in truth all are
            equal; 1 where none is beaten.
    """

    leader: str
    tied: tuple[str, ...]
    beaten: tuple[str, ...]
    shares: Mapping[str, float]
    medians: Mapping[str, float]
    better: Better
    seeds: int
    chance: float


def judge(scores: Mapping[str, Sequence[float]], better: Better) -> Verdict:
    """Hold the leading cell against each of the others; see `Verdict` for the rule.

    Args:
        scores: of each cell, the score of every seed; one that is not finite counts as the worst possible.
        better: whether lower or higher is better.

    Raises:
        ValueError: there are fewer than two cells, or not the same number of seeds for each.
    """
    counts = {len(values) for values in scores.values()}
    if len(scores) < 2 or len(counts) != 1 or 0 in counts:
        raise ValueError(
            f"scores are {dict(scores)}; give two or more cells with one score for each of the same seeds."
        )
    sign = 1.0 if better == "lower" else -1.0
    # Costs: lower is better whatever the score is.
    costs = {cell: [sign * v if math.isfinite(v) else math.inf for v in values] for cell, values in scores.items()}
    wins = {cell: sum(win_share(costs[cell], costs[other]) for other in costs) for cell in costs}
    leader = min(costs, key=lambda cell: (-wins[cell], median(costs[cell])))
    others = sorted(set(costs) - {leader}, key=lambda cell: (median(costs[cell]), sum(costs[cell]), cell))
    shares = {cell: win_share(costs[leader], costs[cell]) for cell in others}
    pairs = math.comb(len(costs), 2)
    lucks = {cell: min(1.0, pairs * luck(costs[leader], costs[cell])) for cell in others}
    beaten = tuple(c for c in others if shares[c] == 1 or (shares[c] > 0.5 and lucks[c] < LUCK))
    tied = tuple(cell for cell in others if cell not in beaten)
    seeds = counts.pop()
    swept = all(share == 1 for share in shares.values())
    chance = _sweep_chance(len(costs), seeds) if swept else max((lucks[cell] for cell in beaten), default=1.0)
    medians = {c: sign * median(v) for c, v in costs.items()}
    return Verdict(leader, tied, beaten, shares, medians, better, seeds, chance)


def _sweep_chance(cells: int, seeds: int) -> float:
    """How often one of some equal cells wins every pair against every other.

    Of the C(k n, n) ways in which n of the k n scores can be the best ones, k belong to a single cell.
    """
    return cells / math.comb(cells * seeds, seeds)


def verdict_sentences(verdict: Verdict, titles: Mapping[str, str], score: str, unit: str = "") -> tuple[str, ...]:
    """The verdict in words, the claim first.

    Args:
        verdict: what to say.
        titles: the cells' names.
        score: the score's name.
        unit: its unit; empty for none.
    """
    if not math.isfinite(verdict.medians[verdict.leader]):
        return (t("No cell has a finite score in most of its seeds: nothing can be said."),)
    if verdict.seeds < SEEDS_NEEDED:
        few = t("With {n} seeds nobody can tell skill from luck.", n=verdict.seeds)
        one = t("With one seed nobody can tell skill from luck.")
        return (one if verdict.seeds == 1 else few, t("Train {n} seeds or more.", n=SEEDS_NEEDED))
    claims = [_claim(verdict, titles)] if verdict.beaten else []
    doubts = [_doubt(verdict, titles), _how_often(verdict, verdict.tied, titles)] if verdict.tied else []
    if not verdict.beaten:
        return (*doubts, _medians(verdict, titles, score, unit))
    margin = _by_how_much(verdict, titles, score, unit)
    return (*claims, margin, *(doubts or [_by_luck(verdict)]))


def _claim(verdict: Verdict, titles: Mapping[str, str]) -> str:
    if all(verdict.shares[cell] == 1 for cell in verdict.beaten):
        names = _listed([titles[cell] for cell in verdict.beaten])
        return t("{leader} is better than {names} in every seed.", leader=titles[verdict.leader], names=names)
    return _how_often(verdict, verdict.beaten, titles)


def _how_often(verdict: Verdict, cells: Sequence[str], titles: Mapping[str, str]) -> str:
    """In how many pairs of seeds the leader wins against each of some cells."""
    # A share that is not all is never said to be all.
    percents = [math.floor(100 * verdict.shares[cell] + 1e-9) for cell in cells]
    items = [t("than {name} in {share} %", name=titles[c], share=p) for c, p in zip(cells, percents, strict=True)]
    values = {"leader": titles[verdict.leader], "shares": _listed(items)}
    if verdict.better == "lower":
        return t("{leader} ends lower {shares} of all pairs of seeds.", **values)
    return t("{leader} ends higher {shares} of all pairs of seeds.", **values)


def _doubt(verdict: Verdict, titles: Mapping[str, str]) -> str:
    names = _listed([titles[cell] for cell in (verdict.leader, *verdict.tied)])
    if verdict.seeds == SEEDS_NEEDED:
        return t(
            "{names}: {n} seeds are too few to tell, as not all pairs of them agree.", names=names, n=verdict.seeds
        )
    return t("{names}: {n} seeds do not tell them apart.", names=names, n=verdict.seeds)


def _medians(verdict: Verdict, titles: Mapping[str, str], score: str, unit: str) -> str:
    ranked = (verdict.leader, *verdict.tied)
    medians = t(", ").join(f"{titles[cell]} {readable(verdict.medians[cell])}" for cell in ranked)
    named = f"{score} ({unit})" if unit else score
    return t("Median {score}: {medians}.", score=named, medians=medians)


def _by_how_much(verdict: Verdict, titles: Mapping[str, str], score: str, unit: str) -> str:
    second = verdict.beaten[0]
    ours, theirs = verdict.medians[verdict.leader], verdict.medians[second]
    values = {
        "score": score,
        "ours": _number(ours, unit),
        "theirs": _number(theirs, unit),
        "second": titles[second],
    }
    if not math.isfinite(theirs):
        return t("Median {score}: {ours}; {second} has no finite one.", **values)
    if verdict.better == "lower" and 0 < ours < theirs:
        factor = f"{theirs / ours:.2g}" if theirs < 10 * ours else f"{theirs / ours:.0f}"
        return t(
            "Median {score}: {ours} against {theirs} of {second}, lower by a factor of {factor}.",
            **values,
            factor=factor,
        )
    return t("Median {score}: {ours} against {theirs} of {second}.", **values)


def _number(value: float, unit: str) -> str:
    return f"{readable(value)} {unit}".strip()


def _by_luck(verdict: Verdict) -> str:
    if verdict.chance < RAREST:
        few = grouped(round(1 / RAREST))
        return t("If all were equal, luck would do as much in fewer than 1 of {n} comparisons.", n=few)
    share = t("1 of {n} comparisons", n=grouped(math.floor(1 / verdict.chance + 1e-6)))
    if all(part == 1 for part in verdict.shares.values()):
        return t("If all were equal, one of them would win like this in {share} by luck.", share=share)
    return t("If all were equal, luck would do as much in {share} at most.", share=share)


def _listed(names: Sequence[str]) -> str:
    return names[0] if len(names) == 1 else t("{names} and {last}", names=t(", ").join(names[:-1]), last=names[-1])
