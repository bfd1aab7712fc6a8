"""A configuration as the parameters of an address, and back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rnnviz.cells.address import packed, unpacked
from rnnviz.data.uploads import hidden
from rnnviz.training.config import ConfigError, RunConfig
from rnnviz.training.fields import LABELS
from rnnviz.words import t

OPTION = "task."
SIZES = ("batch", "readout", "hidden", "layers", "bidirectional", "options")
"""Fields that can ask for too much memory together; the first one given gives way."""


def preset(cell: str = "lstm", task: str = "sine", options: Mapping[str, object] | None = None) -> RunConfig:
    """The configuration that a task, with its own choices, suggests for a cell.

    Raises:
        ConfigError: there is no such cell or task, or an option is not allowed.
    """
    chosen = {"cell": cell, "task": task, "options": options or {}}
    return RunConfig(**{**RunConfig(**chosen).make_task().defaults, **chosen})


def to_query(config: RunConfig) -> dict[str, str]:
    """The parameters of an address: cell, task and its options, and what differs from their preset."""
    usual = preset(config.cell, config.task, dict(config.options)).model_dump()
    chosen = config.model_dump()
    query = {"cell": packed(config.cell), "task": config.task}
    others = [field for field in chosen if field not in ("cell", "task", "options")]
    query |= {field: _text(chosen[field]) for field in others if chosen[field] != usual[field]}
    return query | {f"{OPTION}{name}": _text(value) for name, value in config.options}


@hidden()
def from_query(query: Mapping[str, str]) -> tuple[RunConfig, tuple[str, ...]]:
    """Read an address. What it says of uploads is not followed: those of another session are nobody else's.

    Returns:
        The configuration, and a sentence for each parameter that is not allowed; in its place stands the preset's
        value.
    """
    names = {field: unpacked(query[field]) for field in ("cell", "task") if field in query}
    wrong = {field: said for field, name in names.items() if (said := _complaint(preset(), {field: name}))}
    sound = {field: name for field, name in names.items() if field not in wrong}
    base = preset(sound.get("cell", "lstm"), sound.get("task", "sine"))
    sentences = [said + _instead(field, getattr(base, field)) for field, said in wrong.items()]
    choices: dict[str, Any] = {f: _value(query[f]) for f in LABELS if f in query and f not in names and f != "options"}
    options = {key.removeprefix(OPTION): _number(value) for key, value in query.items() if key.startswith(OPTION)}
    try:
        base = preset(base.cell, base.task, options)
    except ConfigError:
        choices["options"] = options
    while True:
        try:
            return base.changed(**choices), tuple(sentences)
        except ConfigError as error:
            for mistake in error.mistakes:
                field = mistake.field or next(field for field in SIZES if field in choices)
                sentences.append(mistake.sentence + _instead(field, getattr(base, field)))
                del choices[field]


def _complaint(config: RunConfig, choice: Mapping[str, object]) -> str:
    try:
        config.changed(**choice)
    except ConfigError as error:
        return str(error)
    return ""


def _instead(field: str, value: object) -> str:
    if field == "options":
        return " " + t("The usual ones are used instead.")
    return " " + t("{label} {value} is used instead.", label=t(LABELS[field]), value=_text(value))


def _text(value: object) -> str:
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, float) and float(f"{value:g}") == value:
        return f"{value:g}"
    return str(value)


def _value(text: str) -> str | None:
    return None if text == "None" else text


def _number(text: str) -> float | str:
    try:
        return float(text)
    except ValueError:
        return text
