"""The losses as bands and the figures of each cell, as the board shows them."""

from __future__ import annotations

import math
from collections.abc import Sequence
from statistics import median

from rnnviz.figures.theme import cell_hues
from rnnviz.player.board import BandLine, Column, Figure, Panel, Row, Table, board_payload
from rnnviz.tasks.picture import Score
from rnnviz.training.run import RunView
from rnnviz.training.spread import Band, band_by_iteration, band_by_seconds, group_length
from rnnviz.ui.cell_names import cell_title
from rnnviz.ui.compare.contest import Contest
from rnnviz.ui.frame import LOSS_NAMES
from rnnviz.words import grouped, readable, t

Views = dict[str, tuple[RunView, ...]]


def scoreboard(shown: Contest, views: Views, leader: str | None, judged: str) -> bytes:
    """The bytes for the board.

    Args:
        shown: the comparison.
        views: its runs as of now.
        leader: the cell whose score is marked; None for none.
        judged: the name of that score.
    """
    task = shown.comparison.base.make_task()
    table = Table(t("Scores of the cells"), _columns(shown), _rows(shown, views, leader, judged))
    return board_payload(shown.id, _panels(shown, views), table, task.baseline, t(task.baseline_name))


def score_names(shown: Contest) -> dict[str, Score]:
    """The scores that tell the cells apart, by their names; none before a run is done.

    A score that is the same for every run is that of a rule to compare with.
    """
    reports = [report for run in shown.all_runs if (report := shown.report(run))]
    if not reports:
        return {}
    names = {score.name: score for score in reports[0].scores}
    values = {name: {score_of(report.scores, name) for report in reports} for name in names}
    return {n: s for n, s in names.items() if len(values[n]) > 1 or len(reports) == 1 or n == reports[0].scores[0].name}


def score_of(scores: Sequence[Score], name: str) -> float:
    """The value of a score by its name; not a number where it is not there."""
    return next((score.value for score in scores if score.name == name), math.nan)


def scores_by_cell(shown: Contest, name: str) -> dict[str, list[float]]:
    """Of each cell, the score of every seed; not a number for a run that has none."""
    reports = {cell: [shown.report(run) for run in runs] for cell, runs in shown.runs.items()}
    return {c: [score_of(r.scores, name) if r else math.nan for r in of_cell] for c, of_cell in reports.items()}


def _panels(shown: Contest, views: Views) -> tuple[Panel, Panel]:
    base = shown.comparison.base
    length = group_length(base.iterations)
    iterations = {c: band_by_iteration([v.losses for v in of_cell], length) for c, of_cell in views.items()}
    seconds = {
        c: band_by_seconds([v.losses for v in of_cell], [v.seconds for v in of_cell], length)
        for c, of_cell in views.items()
    }
    last = max((band.x[-1] for band in seconds.values() if len(band.x)), default=0.0)
    total, note = float(base.iterations), _band_note(shown, length)
    wait = t("of each run alone: waiting for a core is not counted")
    return (
        Panel(t("Loss over iterations"), note, t("iteration"), (0.0, total), _lines(iterations), True),
        Panel(
            t("Loss over seconds of computing"), wait, t("seconds"), (0.0, _rounded_up(last)), _lines(seconds), False
        ),
    )


def _band_note(shown: Contest, length: int) -> str:
    """What line and band are."""
    seeds = shown.comparison.seeds
    parts = [t(LOSS_NAMES[shown.comparison.base.make_task().loss])]
    if seeds > 1:
        parts.append(t("median of {n} seeds, band from lowest to highest", n=seeds))
    if length > 1:
        parts.append(t("each point the mean of {n} iterations", n=length))
    return "; ".join(parts)


def _lines(bands: dict[str, Band]) -> tuple[BandLine, ...]:
    hues = cell_hues(list(bands))
    return tuple(BandLine(cell_title(c), hues[c], b.x, b.low, b.middle, b.high) for c, b in bands.items())


def _rounded_up(seconds: float) -> float:
    """A round end of an axis: it moves seldom while a training goes on."""
    if seconds <= 0:
        return 1.0
    power = 10.0 ** math.floor(math.log10(seconds))
    return float(next(step * power for step in (1, 1.2, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10) if step * power >= seconds))


def _columns(shown: Contest) -> tuple[Column, ...]:
    spread = t("Median over the seeds; below it the lowest and the highest.")
    fixed = (
        Column(t("Cell")),
        Column(t("hidden size")),
        Column(t("parameters"), t("All numbers that are trained, readout among them.")),
        Column(t("seconds"), t("Of computing for one run, without waiting for a core. {spread}", spread=spread)),
        Column(t("last loss"), spread),
    )
    return fixed + tuple(
        Column(f"{score.name} ({score.unit})" if score.unit else score.name, f"{score.note} {spread}".strip())
        for score in score_names(shown).values()
    )


def _rows(shown: Contest, views: Views, leader: str | None, judged: str) -> tuple[Row, ...]:
    names, hues = score_names(shown), cell_hues(list(shown.sizes))
    scores = {name: scores_by_cell(shown, name) for name in names}
    return tuple(
        Row(
            cell_title(cell),
            hues[cell],
            (
                Figure(str(size.hidden)),
                Figure(grouped(size.parameters)),
                _figure([float(v.seconds[-1]) if v.iteration else math.nan for v in views[cell]]),
                _figure([float(view.losses[-1]) if len(view.losses) else math.nan for view in views[cell]]),
                *(_figure(scores[name][cell], best=cell == leader and name == judged) for name in names),
            ),
        )
        for cell, size in shown.sizes.items()
    )


def _figure(values: Sequence[float], best: bool = False) -> Figure:
    """Median and range of the values that are there."""
    known = [value for value in values if math.isfinite(value)]
    if not known:
        return Figure("–")
    span = f"{readable(min(known))} … {readable(max(known))}" if len(known) > 1 else ""
    return Figure(readable(median(known)), span, best)
