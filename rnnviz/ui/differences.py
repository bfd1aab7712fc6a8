"""What one configuration has otherwise than another, in words."""

from __future__ import annotations

from rnnviz.training.config import RunConfig
from rnnviz.training.fields import LABELS, OPTIMISERS
from rnnviz.ui.plain import plain
from rnnviz.words import t

MOST = 4
"""Differences that are told; another task brings settings of its own, and nobody reads them all."""


def differences(now: RunConfig, other: RunConfig) -> str:
    """Each field that differs with both values, in Markdown; "Hidden size 16 → 8". Empty where nothing does."""
    fields = [field for field in LABELS if getattr(now, field) != getattr(other, field)]
    told = [f"{t(LABELS[field])} {_value(now, field)} → {_value(other, field)}".strip(" →") for field in fields[:MOST]]
    return plain(", ".join([*told, *(["…"] if len(fields) > MOST else [])]))


def _value(config: RunConfig, field: str) -> str:
    value = getattr(config, field)
    match field:
        case "cell":
            return t(config.cell_equations.title)
        case "task":
            return t(config.make_task().title)
        case "options":
            return ""  # the task's own words for them would fill the line
        case "optimiser":
            return OPTIMISERS[value]
    if value is None:
        return t("as drawn")
    if isinstance(value, bool):
        return t("on") if value else t("off")
    return f"{value:g}" if isinstance(value, int | float) else str(value)
