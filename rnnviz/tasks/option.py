"""The choices that a task has of its own."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Protocol

from rnnviz.words import t

MOST_SHOWN = 40


class TaskOption(Protocol):
    """One choice.

    Attributes:
        name: its key in a configuration.
        label: its name on a page, English.
        default: the value where none is given.
    """

    @property
    def name(self) -> str: ...
    @property
    def label(self) -> str: ...
    @property
    def default(self) -> int | str: ...

    def check(self, value: object) -> int | str:
        """Return `value` in the option's own kind.

        Raises:
            ValueError: it is not allowed.
        """
        ...


@dataclass(frozen=True)
class WholeOption:
    """A whole number from `low` to `high`."""

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
            raise ValueError(
                t(
                    "{label} ({name}) is {value}; allowed is a whole number from {low} to {high}, such as {default}.",
                    label=t(self.label),
                    name=self.name,
                    value=_shown(value),
                    low=self.low,
                    high=self.high,
                    default=self.default,
                )
            )
        return int(value)  # type: ignore[call-overload, no-any-return]


@dataclass(frozen=True)
class ChoiceOption:
    """One of a few keys; `titles` are their names on a page, English, in the same order."""

    name: str
    label: str
    choices: tuple[str, ...]
    titles: tuple[str, ...]
    default: str

    def check(self, value: object) -> str:
        """Return `value` where it is one of the keys.

        Raises:
            ValueError: it is not.
        """
        if value not in self.choices:
            raise ValueError(
                t(
                    "{label} ({name}) is {value}; allowed is one of {choices}.",
                    label=t(self.label),
                    name=self.name,
                    value=_shown(value),
                    choices=", ".join(self.choices),
                )
            )
        return str(value)


@dataclass(frozen=True)
class TextOption:
    """A short text that a person types, of `least` to `most` characters, all letters."""

    name: str
    label: str
    least: int
    most: int
    default: str

    def check(self, value: object) -> str:
        """Return `value` without surrounding blanks.

        Raises:
            ValueError: it is no text, too short, too long, or has something other than letters.
        """
        text = value.strip() if isinstance(value, str) else ""
        if not (self.least <= len(text) <= self.most and text.isalpha()):
            raise ValueError(
                t(
                    "{label} ({name}) is {value}; allowed are {least} to {most} letters, such as {default}.",
                    label=t(self.label),
                    name=self.name,
                    value=_shown(value),
                    least=self.least,
                    most=self.most,
                    default=self.default,
                )
            )
        return text


@dataclass(frozen=True)
class UploadOption:
    """Data that a person gives: the key of an upload (see `rnnviz.data.uploads`), or empty for what is shipped.

    Attributes:
        kind: "series" for numbers over time, "text" for characters.
    """

    name: str
    label: str
    kind: str
    default: ClassVar[str] = ""

    def check(self, value: object) -> str:
        """Return `value` where it is empty or names an upload of this kind that is still there.

        Raises:
            ValueError: it does not.
        """
        from rnnviz.data.uploads import find

        key = value if isinstance(value, str) else str(value)
        if key and find(key, self.kind) is None:
            raise ValueError(
                t(
                    "{label} ({name}): the data that this address speaks of are not here. Uploads stay in the session "
                    "that made them; upload the file again.",
                    label=t(self.label),
                    name=self.name,
                )
            )
        return key


def _shown(value: object) -> str:
    text = str(value)
    return text if len(text) <= MOST_SHOWN else text[: MOST_SHOWN - 1] + "…"
