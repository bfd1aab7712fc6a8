"""Who is better, and whether the seeds allow to say so."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Literal

from rnnviz.words import readable, t

Better = Literal["lower", "higher"]

SEEDS_NEEDED = 3
"""With fewer seeds no difference is claimed: two cells that are equal come out in order by luck every third time."""


@dataclass(frozen=True)
class Verdict:
    """What the scores of several seeds say of some cells.

    The rule: one cell is better than another where each of its seeds has a better score than every seed of the other.
    Where the ranges of the two meet, the difference is within the spread of the seeds. The cell with the best median
    leads, and each of the others is held against it.

    Attributes:
        leader: the cell with the best median.
        tied: cells whose range meets the leader's, the best median first.
        beaten: cells that the leader is better than, the best median first.
        medians: the median score of each cell; infinite where most seeds have no finite score.
        better: whether lower or higher is better.
        seeds: how many there are of each cell.
    """

    leader: str
    tied: tuple[str, ...]
    beaten: tuple[str, ...]
    medians: Mapping[str, float]
    better: Better
    seeds: int

    @property
    def chance(self) -> float:
        """How often one of the cells beats all others by luck alone, where in truth all are equal.

        Of the C(k n, n) ways in which n of the k n scores can be the best ones, k belong to a single cell.
        """
        cells = len(self.medians)
        return cells / math.comb(cells * self.seeds, self.seeds)


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
    leader, *others = sorted(costs, key=lambda cell: (median(costs[cell]), sum(costs[cell])))
    beaten = tuple(cell for cell in others if max(costs[leader]) < min(costs[cell]))
    tied = tuple(cell for cell in others if cell not in beaten)
    return Verdict(leader, tied, beaten, {c: sign * median(v) for c, v in costs.items()}, better, counts.pop())


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
    said = []
    if verdict.tied:
        names = _listed([titles[cell] for cell in (verdict.leader, *verdict.tied)])
        said.append(t("{names}: the difference is within the spread of the seeds.", names=names))
    if verdict.beaten:
        names = _listed([titles[cell] for cell in verdict.beaten])
        said.append(t("{leader} is better than {names} in every seed.", leader=titles[verdict.leader], names=names))
        said.append(_by_how_much(verdict, titles, score, unit))
    if verdict.tied and not verdict.beaten:
        ranked = (verdict.leader, *verdict.tied)
        medians = t(", ").join(f"{titles[cell]} {readable(verdict.medians[cell])}" for cell in ranked)
        named = f"{score} ({unit})" if unit else score
        said.append(t("Median {score}: {medians}.", score=named, medians=medians))
    if not verdict.tied:
        said.append(t("If all were equal, one of them would win like this in {share} by luck.", share=_share(verdict)))
    return tuple(said)


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
    if verdict.better == "lower" and ours > 0:
        factor = f"{theirs / ours:.2g}" if theirs < 10 * ours else f"{theirs / ours:.0f}"
        return t(
            "Median {score}: {ours} against {theirs} of {second}, lower by a factor of {factor}.",
            **values,
            factor=factor,
        )
    return t("Median {score}: {ours} against {theirs} of {second}.", **values)


def _number(value: float, unit: str) -> str:
    return f"{readable(value)} {unit}".strip()


def _share(verdict: Verdict) -> str:
    return t("1 of {n} comparisons", n=round(1 / verdict.chance))


def _listed(names: Sequence[str]) -> str:
    return names[0] if len(names) == 1 else t("{names} and {last}", names=t(", ").join(names[:-1]), last=names[-1])
