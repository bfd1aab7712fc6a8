"""The fields of a configuration as a person reads them: label, what is allowed, what is wrong."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, get_args

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from rnnviz.cells import CellError
from rnnviz.words import N, t

LABELS: dict[str, str] = {
    "cell": N("Cell"),
    "task": N("Task"),
    "options": N("Task options"),
    "hidden": N("Hidden size"),
    "layers": N("Layers"),
    "bidirectional": N("Bidirectional"),
    "readout": N("Readout"),
    "learning_rate": N("Learning rate"),
    "optimiser": N("Optimiser"),
    "momentum": N("Momentum"),
    "clip": N("Gradient clipping"),
    "forget_bias": N("Forget-gate bias at the start"),
    "input_bias": N("Input-gate bias at the start"),
    "recurrent_scale": N("Recurrent weights at the start, times"),
    "write_price": N("Price on writing"),
    "batch": N("Batch"),
    "iterations": N("Iterations"),
    "seed": N("Seed"),
    "device": N("Device"),
    "engine": N("Engine"),
}

OPTIMISERS = {"adam": "Adam", "sgd": "SGD", "rmsprop": "RMSprop"}
"""What each choice of optimiser is called."""


@dataclass(frozen=True)
class Mistake:
    """One choice that is not allowed.

    Attributes:
        field: the field's name; empty where several fields together are the trouble.
        value: what was given, as text.
        sentence: what is wrong and what to do.
    """

    field: str
    value: str
    sentence: str


def limits(model: type[BaseModel], field: str) -> tuple[float, float]:
    """The lowest and highest value of a number field."""
    metadata = model.model_fields[field].metadata
    low = next(m.ge for m in metadata if hasattr(m, "ge"))
    high = next(m.le for m in metadata if hasattr(m, "le"))
    return low, high


def allowed(model: type[BaseModel], field: str) -> str:
    """What a field takes, in words."""
    annotation = model.model_fields[field].annotation
    kinds = get_args(annotation) or (annotation,)
    if all(isinstance(kind, str) for kind in kinds):
        return t("one of {choices}", choices=", ".join(kinds))
    if bool in kinds:
        return t("true or false")
    if not any(hasattr(m, "ge") for m in model.model_fields[field].metadata):
        return t("text") if str in kinds else t("pairs of a name and a value")
    low, high = limits(model, field)
    if int in kinds:
        return t("a whole number from {low} to {high}", low=f"{low:g}", high=f"{high:.0f}")
    return t("a number from {low} to {high}", low=f"{low:g}", high=f"{high:g}")


def mistakes(error: ValidationError, model: type[BaseModel]) -> tuple[Mistake, ...]:
    """A sentence for each thing that pydantic found wrong, one a field."""
    found: dict[str, Mistake] = {}
    for detail in error.errors():
        field = str(detail["loc"][0]) if detail["loc"] else ""
        found.setdefault(field, _mistake(field, detail, model))
    return tuple(found.values())


def _mistake(field: str, detail: ErrorDetails, model: type[BaseModel]) -> Mistake:
    value = _short(detail["input"])
    own = detail.get("ctx", {}).get("error")
    if field not in model.model_fields:
        if own is not None:
            return Mistake("", "", t("Together: {reason}", reason=str(own)))
        choices = ", ".join(model.model_fields)
        return Mistake(field, value, t("{field} is not a choice; there are {choices}.", field=field, choices=choices))
    label = t(LABELS[field])
    if own is not None and (field == "options" or isinstance(own, CellError)):
        return Mistake(field, value, t("{label}: {reason}", label=label, reason=str(own)))
    if own is not None:
        return Mistake(field, value, t("{label} '{value}' {reason}", label=label, value=value, reason=str(own)))
    sentence = t("{label} is '{value}'; allowed is {allowed}.", label=label, value=value, allowed=allowed(model, field))
    return Mistake(field, value, sentence)


def _short(value: Any) -> str:
    text = str(value)
    return text if len(text) <= 40 else text[:39] + "…"
