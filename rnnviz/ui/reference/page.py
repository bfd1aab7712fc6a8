"""The page Reference: three parts, of which only the one that is shown computes."""

from __future__ import annotations

from collections.abc import Callable

from rnnviz.lessons.places import ReferencePlace
from rnnviz.ui.lessons.note import lesson_note
from rnnviz.ui.reference import tables
from rnnviz.ui.reference.choice import choice
from rnnviz.ui.reference.equations import equations
from rnnviz.ui.shell import choose_language
from rnnviz.ui.waiting import runner_if_loaded, wait_for_torch
from rnnviz.words import N, t

PARTS = {"shapes": N("Shapes"), "equations": N("Equations"), "scratch": N("From scratch")}


def reference_page() -> None:
    """The choice of a part, and the part."""
    tables.style()
    lesson_note(only=ReferencePlace)
    part = choice("part", PARTS, t("Part"))
    if part == "equations":
        equations()
    elif runner_if_loaded() is None:
        wait_for_torch()
    else:
        _with_torch(part)()
    choose_language()


def _with_torch(part: str) -> Callable[[], None]:
    # Imported here: these load torch.
    if part == "shapes":
        from rnnviz.ui.reference.shapes import shapes

        return shapes
    from rnnviz.ui.reference.scratch import scratch

    return scratch
