"""What the gradients say, in a sentence for each cell, computed from their numbers."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from rnnviz.tracing.gradients import lengths
from rnnviz.tracing.trace import Array
from rnnviz.ui.cell_names import cell_title
from rnnviz.ui.gradients.pictures import Flow, rate
from rnnviz.words import readable, t

MOST = 0.5
"""The product explains a gradient where the rest is at most this share of the whole."""


FAR_APART = 100.0
"""Two cells are told apart where the gradient of one keeps so many times more of its length than that of the other."""
NOTHING = 1e-3
"""A gradient that keeps less than this share does not come back."""


def contrast(found: Sequence[Flow]) -> str:
    """What there is to see of all cells at once; empty where they are alike and none vanishes."""
    best, worst = max(found, key=lambda flow: flow.change), min(found, key=lambda flow: flow.change)
    if best.change < NOTHING:
        return t("No gradient comes back to step 1: of the best, {share} is left.", share=readable(best.change))
    if worst.change >= NOTHING or best.change < FAR_APART * worst.change:
        return ""
    return t(
        "At step 1, {share} of the gradient is left in the {best} and {little} in the {worst}: the {best} can learn "
        "what step 1 has to do with step {last}, the {worst} cannot.",
        share=readable(best.change),
        little=readable(worst.change),
        best=cell_title(best.cell),
        worst=cell_title(worst.cell),
        last=best.last + 1,
    )


def since_the_start(found: Sequence[Flow], untrained: Sequence[Flow], iteration: int) -> str:
    """How training has changed what is left at step 1."""
    pairs = zip(found, untrained, strict=True)
    told = [f"{cell_title(a.cell)} {readable(b.change)} → {readable(a.change)}" for a, b in pairs]
    return t(
        "Left at step 1, untrained → after {n} iterations: {changes}. Training moves weights and gates, and the way "
        "back with them; what the equations do by themselves shows at the start (Reset).",
        n=iteration,
        changes=t(", ").join(told),
    )


def sentence(flow: Flow) -> str:
    """How the gradient comes through time, and where the product of the keeping factors is the reason."""
    sizes = lengths(flow.hidden.full)
    first, last = float(sizes[0]), float(sizes[flow.last])
    title = cell_title(flow.cell)
    head = t(
        "{cell}: on the way back to step 1 the gradient of h is multiplied by {change}, {rate} a step.",
        cell=title,
        change=readable(flow.change),
        rate=readable(rate(first, last, flow.last)),
    )
    return f"{head} {_reason(flow)}"


def _reason(flow: Flow) -> str:
    if flow.memory is None or flow.memory.kept is None:
        return t("No gate keeps its state: every step back is a product with the recurrent weights.")
    back = explained(flow.memory.full, flow.memory.kept, flow.last)
    names = {"state": flow.state, "factor": flow.factor}
    if back == flow.last + 1:
        return t("The product of {factor} explains the gradient of {state} at every step.", **names)
    rest = flow.last - back  # the latest step that it does not explain, counted from 0
    whole, product = (float(lengths(each)[rest]) for each in (flow.memory.full, flow.memory.kept))
    if product > whole:
        more = t(
            "the product alone would be {times} times as large, other paths take from it",
            times=readable(product / whole) if whole > 0 else "∞",
        )
    else:
        more = t("most comes by other paths, through h and the gates")
    if back <= 1:  # at the target step itself there is nothing to be multiplied
        return t("The product of {factor} does not explain the gradient of {state}: {more}.", more=more, **names)
    return t(
        "The product of {factor} explains the gradient of {state} for the last {n} steps; from step {step} back it "
        "does not: {more}.",
        n=back,
        step=rest + 1,
        more=more,
        **names,
    )


def explained(full: Array, kept: Array, last: int) -> int:
    """For how many steps, from the target back, the rest is a small share of the whole; [T, H] both."""
    whole, rest = lengths(full)[: last + 1], lengths(full - kept)[: last + 1]
    fails = np.flatnonzero(rest[::-1] > MOST * whole[::-1])
    return int(fails[0]) if len(fails) else last + 1
