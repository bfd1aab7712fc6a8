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
ALIKE = 1.1
"""Two gradients are about as long where neither is more than this many times as long as the other."""
FAR_APART = 100.0
"""Two cells are told apart where the gradient of one keeps so many times more of its length than that of the other."""
NOTHING = 1e-3
"""A gradient that keeps less than this share does not come back."""
EXPLODES = 1 / NOTHING
"""A gradient that grows more than so many times on its way back explodes."""


def contrast(found: Sequence[Flow]) -> str:
    """What there is to see of all cells at once; empty where they are alike and none vanishes or explodes."""
    best, worst = max(found, key=lambda flow: flow.change), min(found, key=lambda flow: flow.change)
    if best.change > EXPLODES:
        return f"{_explosion(best)} {_vanished(worst)}".strip()
    if best.change < NOTHING:
        return t("No gradient comes back to step 1: of the best, {share} is left.", share=readable(best.change))
    if worst.change >= NOTHING or best.change < FAR_APART * worst.change:
        return ""
    said = {
        "best": cell_title(best.cell),
        "little": readable(worst.change),
        "worst": cell_title(worst.cell),
        "last": best.last + 1,
    }
    if best.change > 1:
        return t(
            "On its way back to step 1 the gradient grows {times} times in the {best}, and {little} of it is left in "
            "the {worst}: the {best} can learn what step 1 has to do with step {last}, the {worst} cannot.",
            times=readable(best.change),
            **said,
        )
    return t(
        "At step 1, {share} of the gradient is left in the {best} and {little} in the {worst}: the {best} can learn "
        "what step 1 has to do with step {last}, the {worst} cannot.",
        share=readable(best.change),
        **said,
    )


def _explosion(flow: Flow) -> str:
    return t(
        "In the {cell} the gradient grows {times} times on its way back to step 1: it explodes. Without clipping, one "
        "such step of plain gradient descent (SGD) can ruin the weights.",
        cell=cell_title(flow.cell),
        times=readable(flow.change),
    )


def _vanished(flow: Flow) -> str:
    if flow.change >= NOTHING:
        return ""
    cell, share = cell_title(flow.cell), readable(flow.change)
    return t("In the {cell}, {share} of it is left: it vanishes.", cell=cell, share=share)


def since_the_start(found: Sequence[Flow], untrained: Sequence[Flow], iteration: int) -> str:
    """How training has changed what the way back to step 1 does to the gradient."""
    pairs = zip(found, untrained, strict=True)
    told = [f"{cell_title(a.cell)} {readable(b.change)} → {readable(a.change)}" for a, b in pairs]
    return t(
        "What the gradient is multiplied by on its way back to step 1, untrained → after {n} iterations: {changes}. "
        "Training moves weights and gates, and the way back with them; what the equations do by themselves shows at "
        "the start (Reset).",
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
    if explained(flow.memory.full[:1], flow.memory.kept[:1], 0):
        return t("The product of {factor} explains the gradient of {state} at step 1, but not at every step.", **names)
    if back <= 1:  # at the target step itself there is nothing to be multiplied
        head = t("The product of {factor} does not explain the gradient of {state}.", **names)
    else:
        head = t("The product of {factor} explains the gradient of {state} for the last {n} steps.", n=back, **names)
    return f"{head} {_at_step_1(flow.memory.full, flow.memory.kept)}"


def _at_step_1(full: Array, kept: Array) -> str:
    """How long the gradient at the first step is beside the product of the keeping factors alone; [T, H] both."""
    whole, product = (float(lengths(each)[0]) for each in (full, kept))
    if whole > ALIKE * product:
        return t(
            "At step 1 the gradient is {times} times as large as that product alone: other paths, through h and the "
            "gates, add to it.",
            times=readable(whole / product) if product > 0 else "∞",
        )
    if product > ALIKE * whole:
        return t(
            "At step 1 that product alone would be {times} times as large: other paths take from it.",
            times=readable(product / whole) if whole > 0 else "∞",
        )
    return t("At step 1 that product alone would be about as large, but other paths change the gradient's direction.")


def explained(full: Array, kept: Array, last: int) -> int:
    """For how many steps, from the target back, the rest is a small share of the whole; [T, H] both."""
    whole, rest = lengths(full)[: last + 1], lengths(full - kept)[: last + 1]
    fails = np.flatnonzero(rest[::-1] > MOST * whole[::-1])
    return int(fails[0]) if len(fails) else last + 1
