"""A map of trainings: two choices that vary, everything else alike."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from rnnviz.tasks.option import WholeOption
from rnnviz.tasks.task import Task
from rnnviz.training.config import ConfigError, RunConfig
from rnnviz.training.fields import LABELS
from rnnviz.training.link import from_query, preset, to_query
from rnnviz.words import t

VALUES: Mapping[str, tuple[float | int, ...]] = {
    "learning_rate": (3e-4, 1e-3, 3e-3, 0.01, 0.03, 0.1, 0.3, 1.0),
    "hidden": (1, 2, 4, 8, 16, 32, 64),
    "forget_bias": (-2.0, -1.0, 0.0, 1.0, 2.0, 3.0, 4.0, 5.0),
    "seed": (1, 2, 3, 4, 5, 6, 7, 8),
    "clip": (0.0, 0.01, 0.1, 1.0, 10.0),
    "layers": (1, 2, 3, 4),
}
"""Fields of a configuration that an axis can have, and its values."""

STEPS = "steps"
LENGTHS = (5, 10, 20, 30, 50, 75, 100)
"""Values of the axis of a task's own sequence length, as far as the task allows them."""

_OWN = ("across", "up")


@dataclass(frozen=True)
class Sweep:
    """One training for each pair of values of two choices.

    Attributes:
        base: every other choice.
        across: the choice that varies from left to right: a key of VALUES, or "steps".
        up: the one that varies from bottom to top.

    Raises:
        ValueError: an axis is not known, the task or the cell does not have it, or both are the same.
    """

    base: RunConfig
    across: str = "learning_rate"
    up: str = "hidden"

    def __post_init__(self) -> None:
        known = axes(self.base)
        for name in (self.across, self.up):
            if name not in known:
                raise ValueError(
                    t(
                        "An axis of the map is '{name}'; allowed are {known} with this cell and task.",
                        name=name[:60],
                        known=", ".join(known),
                    )
                )
        if self.across == self.up:
            raise ValueError(t("Both axes of the map are '{name}'; choose two different ones.", name=self.up))

    @property
    def columns(self) -> tuple[float | int, ...]:
        """The values from left to right."""
        return axes(self.base)[self.across]

    @property
    def rows(self) -> tuple[float | int, ...]:
        """The values from bottom to top."""
        return axes(self.base)[self.up]

    def config(self, row: int, column: int) -> RunConfig:
        """The configuration of one place, counted from 0.

        Raises:
            ConfigError: it is not allowed together with the other choices.
        """
        return _with(_with(self.base, self.across, self.columns[column]), self.up, self.rows[row])

    def to_query(self) -> dict[str, str]:
        """The parameters of an address: the axes, and what differs from the task's preset."""
        return {"across": self.across, "up": self.up} | to_query(self.base)


def axes(base: RunConfig) -> dict[str, tuple[float | int, ...]]:
    """What can vary with this cell and task: name to values in order."""
    found = {name: values for name, values in VALUES.items() if name != "forget_bias" or base.has_forget_bias}
    length = _length(base.make_task())
    if length is not None:
        found[STEPS] = tuple(steps for steps in LENGTHS if length.low <= steps <= length.high)
    return found


def axis_label(base: RunConfig, name: str) -> str:
    """How an axis is called on a page, English."""
    length = _length(base.make_task())
    return length.label if name == STEPS and length is not None else LABELS[name]


def usual_sweep() -> Sweep:
    """Learning rate and hidden size of an LSTM on the sine wave."""
    return Sweep(preset("lstm", "sine"))


def fitting(sweep: Sweep, base: RunConfig) -> Sweep:
    """The same axes over other choices; where the cell or task does not have one of them, the usual one."""
    known = list(axes(base))
    across = sweep.across if sweep.across in known else known[0]
    up = sweep.up if sweep.up in known and sweep.up != across else next(name for name in known[1:] if name != across)
    return Sweep(base, across, up)


def sweep_from_query(query: Mapping[str, str]) -> tuple[Sweep, tuple[str, ...]]:
    """Read an address.

    Returns:
        The map, and a sentence for each parameter that is not allowed; in its place stands the usual one.
    """
    base, sentences = from_query({key: value for key, value in query.items() if key not in _OWN})
    found, said = fitting(usual_sweep(), base), list(sentences)
    try:
        found = Sweep(base, query.get("across", found.across), query.get("up", found.up))
    except ValueError as error:
        said.append(f"{error} {t('The usual ones are used instead.')}")
    return found, tuple(said)


def allowed(sweep: Sweep, row: int, column: int) -> RunConfig | None:
    """The configuration of one place; None where it is not allowed with the other choices."""
    try:
        return sweep.config(row, column)
    except ConfigError:
        return None


def _with(base: RunConfig, name: str, value: float) -> RunConfig:
    if name == STEPS:
        return base.changed(options={**dict(base.options), STEPS: value})
    return base.changed(**{name: value})


def _length(task: Task) -> WholeOption | None:
    """The task's choice of its sequence length, where it has one."""
    return next((o for o in task.options if isinstance(o, WholeOption) and o.name == STEPS), None)
