"""The tasks by their keys."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from rnnviz.tasks.adding import Adding
from rnnviz.tasks.anbn import AnBn
from rnnviz.tasks.column import Column
from rnnviz.tasks.digits import DigitRows
from rnnviz.tasks.dyck import Dyck
from rnnviz.tasks.hold import Hold
from rnnviz.tasks.latch import Latch
from rnnviz.tasks.order import Order
from rnnviz.tasks.parity import Parity
from rnnviz.tasks.passengers import Passengers
from rnnviz.tasks.quotes import Quotes
from rnnviz.tasks.rain import Rain
from rnnviz.tasks.recall import Recall
from rnnviz.tasks.sine import Sine
from rnnviz.tasks.tags import Tags
from rnnviz.tasks.task import Task
from rnnviz.tasks.text import Text
from rnnviz.tasks.windows import Windows
from rnnviz.tasks.words import Words
from rnnviz.words import t

_SERIES = (Sine, Windows, Passengers, Column, Rain, DigitRows)
_PUZZLES = (Hold, Recall, Order, Adding, AnBn, Dyck, Parity, Quotes, Latch)
_LANGUAGE = (Words, Tags, Text)

TASKS: dict[str, Callable[..., Task]] = {task.key: task for task in (*_SERIES, *_PUZZLES, *_LANGUAGE)}


def make_task(key: str, options: Mapping[str, object] | None = None) -> Task:
    """Make a task with its options; those left out have their defaults.

    Raises:
        ValueError: there is no such task, or an option is unknown or outside what is allowed.
    """
    if key not in TASKS:
        raise ValueError(t("Task is {value}; allowed is one of {keys}.", value=repr(key)[:40], keys=", ".join(TASKS)))
    chosen = options or {}
    known = {option.name for option in TASKS[key]().options}
    for name in chosen:
        if name not in known:
            raise ValueError(_unknown(key, str(name), known))
    return TASKS[key](**chosen)


def _unknown(key: str, name: str, known: set[str]) -> str:
    if not known:
        return t("Task {task} has no option {name}: it has none; leave it out.", task=key, name=repr(name)[:40])
    return t(
        "Task {task} has no option {name}; allowed is {known}.",
        task=key,
        name=repr(name)[:40],
        known=", ".join(sorted(known)),
    )
