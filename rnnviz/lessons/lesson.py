"""A lesson: what it says, what it sets up, what must hold there."""

from __future__ import annotations

from dataclasses import dataclass

from rnnviz.lessons.claims import Claim
from rnnviz.lessons.places import Place
from rnnviz.words import N

PARTS: dict[str, str] = {
    "Predict": N("Before you press play: predict"),
    "Look": N("What to look at"),
    "Shows": N("What it shows"),
    "Question": N("A question"),
    "Answer": N("The answer"),
}
"""The parts of a lesson in their order, by the headings that begin them in its file: their titles on the page."""


@dataclass(frozen=True)
class Setup:
    """One experiment of a lesson.

    Attributes:
        key: its name in the file.
        name: what its button says.
        place: where the button leads.
        claims: what must hold there.
    """

    key: str
    name: str
    place: Place
    claims: tuple[Claim, ...]


@dataclass(frozen=True)
class Lesson:
    """One lesson, in one language.

    Attributes:
        slug: its name in an address, "forget-bias".
        file: the name of its file.
        title: its name on the page.
        minutes: how long it takes.
        choices: the predictions that a person can choose from.
        right: which of them comes true, counted from 0.
        setups: its experiments, in order.
        intro: Markdown before the first part.
        parts: Markdown of each of `PARTS`, by their keys.
    """

    slug: str
    file: str
    title: str
    minutes: int
    choices: tuple[str, ...]
    right: int
    setups: tuple[Setup, ...]
    intro: str
    parts: dict[str, str]
