"""What must hold in a lesson: sentences of a small language, read strictly.

loss < 0.01
at iteration 100: score 'accuracy' > 0.6
mean layer0.f at steps 2-50 > 0.9
loss of rnn > 3 * loss of lstm          (on Compare: the median over the seeds)
lstm beats rnn by 'free running'        (on Compare: the seeds tell it)
lstm ties gru                           (on Compare: the seeds do not tell them apart)
says 'ynbode'
shape output = [3, 1, 2]
saving keeps everything
training diverges
torch refuses
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from rnnviz.lessons.errors import LessonError
from rnnviz.lessons.quantities import Loss, Quantity, Times, read_quantity
from rnnviz.words import t


@dataclass(frozen=True)
class Term:
    """A quantity of one network; `cell` says of which where several are compared."""

    quantity: Quantity
    cell: str = ""

    @property
    def inner(self) -> Quantity:
        """The quantity without its factor."""
        return self.quantity.quantity if isinstance(self.quantity, Times) else self.quantity


@dataclass(frozen=True)
class Relation:
    """`left` is below ("<"), above (">") or equal to ("=") `right`."""

    left: Term
    sign: str
    right: Term


@dataclass(frozen=True)
class Rank:
    """One cell beats another by a score, or ties with it; the task's first score where none is named."""

    first: str
    beats: bool
    second: str
    score: str = ""


@dataclass(frozen=True)
class Says:
    """The network's answer in words has this text in it."""

    text: str


@dataclass(frozen=True)
class HasShape:
    """A tensor has this size."""

    name: str
    size: tuple[int, ...]


@dataclass(frozen=True)
class Keeps:
    """Saved, loaded and trained further, the run gives the same numbers to the last bit."""


@dataclass(frozen=True)
class Diverges:
    """The loss ceases to be a number before the training's end."""


@dataclass(frozen=True)
class Refuses:
    """torch does not make or run the module; it raises an error."""


Content = Relation | Rank | Says | HasShape | Keeps | Diverges | Refuses


@dataclass(frozen=True)
class Claim:
    """One sentence.

    Attributes:
        text: as it stands in the file.
        iteration: the moment of training that it speaks of; None for the end.
        content: what it says.
    """

    text: str
    iteration: int | None
    content: Content


_MOMENT = re.compile(r"at iteration (\d+): (.+)")
_RELATION = re.compile(r"(.+?) ([<>=]) (.+)")
_RANK = re.compile(r"(\w+) (beats|ties) (\w+)(?: by '([^']+)')?")
_SAYS = re.compile(r"says '([^']+)'")
_SHAPE = re.compile(r"shape (\w+) = \[(\d+(?:, \d+)*)\]")
_OF_CELL = re.compile(r"(.+) of ((?!unit )[a-z_]+)")
SENTENCES: dict[str, Content] = {
    "saving keeps everything": Keeps(),
    "training diverges": Diverges(),
    "torch refuses": Refuses(),
}
FORMS = (
    "QUANTITY < QUANTITY",
    "QUANTITY > QUANTITY",
    "QUANTITY = QUANTITY",
    "CELL beats CELL by 'SCORE'",
    "CELL ties CELL by 'SCORE'",
    "says 'TEXT'",
    "shape NAME = [3, 1, 2]",
    *SENTENCES,
)


def read_claim(text: str) -> Claim:
    """Read one sentence.

    Raises:
        LessonError: it is none; the message says what is allowed.
    """
    moment = _MOMENT.fullmatch(text)
    return Claim(text, int(moment[1]) if moment else None, _content(moment[2] if moment else text))


def terms(claim: Claim) -> tuple[Term, ...]:
    """The two terms of a relation; none of any other claim."""
    content = claim.content
    return (content.left, content.right) if isinstance(content, Relation) else ()


def last_iteration(claims: tuple[Claim, ...], planned: int) -> int:
    """How far a training must go for all claims to be judged."""
    needed = [1]
    for claim in claims:
        moment = planned if claim.iteration is None else claim.iteration
        # The loss at a moment is computed on the way to the next.
        losses = [term.inner.last or moment + 1 for term in terms(claim) if isinstance(term.inner, Loss)]
        needed += [moment, *losses]
    return min(planned, max(needed))


def _content(text: str) -> Content:
    if text in SENTENCES:
        return SENTENCES[text]
    if match := _SAYS.fullmatch(text):
        return Says(match[1])
    if match := _SHAPE.fullmatch(text):
        return HasShape(match[1], tuple(map(int, match[2].split(", "))))
    if match := _RANK.fullmatch(text):
        return Rank(match[1], match[2] == "beats", match[3], match[4] or "")
    if match := _RELATION.fullmatch(text):
        return Relation(_term(match[1]), match[2], _term(match[3]))
    raise LessonError(t("'{text}' is no claim; allowed are: {forms}.", text=text, forms="; ".join(FORMS)))


def _term(text: str) -> Term:
    match = _OF_CELL.fullmatch(text)
    return Term(read_quantity(match[1]), match[2]) if match else Term(read_quantity(text))
