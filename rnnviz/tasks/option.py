"""A choice that a task has of its own."""

from __future__ import annotations

from dataclasses import dataclass

from rnnviz.words import t


@dataclass(frozen=True)
class TaskOption:
    """A whole number that shapes a task.

    Attributes:
        name: its key in a configuration.
        label: its name on a page, English.
        low: the smallest value allowed.
        high: the largest value allowed.
        default: the value where none is given.
    """

    name: str
    label: str
    low: int
    high: int
    default: int

    def check(self, value: object) -> int:
        """Return `value` as an int; 50.0 counts as whole.

        Raises:
            ValueError: it is not a whole number from `low` to `high`.
        """
        whole = isinstance(value, int | float) and not isinstance(value, bool) and self.low <= value <= self.high
        if not whole or int(value) != value:  # type: ignore[call-overload]
            shown = str(value) if len(str(value)) <= 40 else str(value)[:39] + "…"
            raise ValueError(
                t(
                    "{label} ({name}) is {value}; allowed is a whole number from {low} to {high}, such as {default}.",
                    label=t(self.label),
                    name=self.name,
                    value=shown,
                    low=self.low,
                    high=self.high,
                    default=self.default,
                )
            )
        return int(value)  # type: ignore[call-overload, no-any-return]
