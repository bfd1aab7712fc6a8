"""What the player shows of an operation: the changed values, the original ones behind them, and the scores of both."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from rnnviz.player.scene import Scene, scene
from rnnviz.player.sliders import Fact
from rnnviz.tasks.picture import Chart, Image, Line, Report, Symbols, softmax
from rnnviz.tasks.task import Array
from rnnviz.tracing.intervention import Intervention, active
from rnnviz.tracing.trace import Trace
from rnnviz.ui.surgery.console import during, is_neutral
from rnnviz.ui.surgery.subject import Outcome
from rnnviz.words import readable, t

ORIGINAL = "surgery-original"
"""Under this name the player finds what the network does without a change."""


def show(outcome: Outcome, layer: str, freely: bool) -> Scene:
    """What the player shows.

    Args:
        outcome: what the network does.
        layer: address of the layer and direction to show, where there is such a one.
        freely: whether the network that feeds on itself is played, where there is one.
    """
    subject = outcome.subject
    trace = played(outcome, freely)
    free = trace is not outcome.trace
    return scene(
        trace,
        run=subject.id,
        layer=shown_layer(trace, layer),
        strip=_strip(outcome, free),
        charts=[chart] if (chart := _certainty(outcome)) else [],
        caption=subject.caption,
        sentence=t("A trained network with something changed in it; what it did without stands behind in grey."),
        original=True,
        changes=_sentences(outcome),
    )


def played(outcome: Outcome, freely: bool) -> Trace:
    """The trace that is shown."""
    return (outcome.free if freely else None) or outcome.trace


def shown_layer(trace: Trace, layer: str) -> str:
    """The layer that is shown: the chosen one, where there is such a one."""
    return layer if layer in trace.layers else trace.layers[0]


def scores(outcome: Outcome, report: Report | None) -> list[Fact]:
    """Each score of the network without and with the changes."""
    before = outcome.subject.unchanged
    lines = [(t("loss here"), before.loss, outcome.loss, "")]
    after = {score.name: score for score in report.scores} if report else {}
    for score in before.report.scores:
        changed = after.get(score.name)
        lines.append((score.name, score.value, changed.value if changed else float("nan"), score.unit))
    return [Fact(name, _number(before), _number(now), unit) for name, before, now, unit in lines]


def _number(value: float) -> str:
    return "…" if np.isnan(value) else readable(value)


def _sentences(outcome: Outcome) -> dict[str, str]:
    """What is done to each value, by address."""
    found: dict[str, str] = {}
    for change in active(outcome.changes):
        if isinstance(change, Intervention) and not is_neutral(change):
            said = during(change)
            found[change.address] = f"{found[change.address]}, {said}" if change.address in found else said
    return found


def _strip(outcome: Outcome, free: bool) -> Chart | Symbols | Image:
    """The task's picture of what the network says, with what it said before in grey."""
    before = outcome.subject.unchanged
    now, then = (_task_strip(each, free) for each in (outcome, before))
    if not isinstance(now, Chart) or not isinstance(then, Chart):
        return now
    role = "free" if free else "prediction"
    old = [replace(line, name=t("before"), role="original") for line in then.lines if line.role == role]
    lines = [line for line in now.lines if line.role not in {"prediction", "free"} - {role}]
    place = next((k for k, line in enumerate(lines) if line.role == role), len(lines))
    return replace(now, lines=(*lines[:place], *old, *lines[place:]))


def _task_strip(outcome: Outcome, free: bool) -> Chart | Symbols | Image:
    subject, outputs = outcome.subject, outcome.trace.outputs
    assert outputs is not None
    fed = outcome.free.outputs if free and outcome.free else None
    return subject.task.strip(subject.batch, outputs, fed)


def _certainty(outcome: Outcome) -> Chart | None:
    """How sure the network is of the right class at each step where one is asked for; None of tasks without classes."""
    task, before = outcome.subject.task, outcome.subject.unchanged
    if not task.loss.startswith("cross_entropy"):
        return None
    lines = (
        Line(t("before"), "original", None, np.array(list(_right(before)))),
        Line(t("now"), "prediction", None, np.array(list(_right(outcome)))),
    )
    steps = tuple(range(task.steps))
    return Chart(t("Probability of the right answer"), t("time step"), t("probability"), lines, (0.0, 1.0), steps)


def _right(outcome: Outcome) -> Iterator[float]:
    outputs: Array | None = outcome.trace.outputs
    assert outputs is not None
    targets = np.broadcast_to(outcome.subject.batch.targets[0], len(outputs))
    shares = softmax(outputs)
    yield from (float(shares[step, target]) for step, target in enumerate(targets))
