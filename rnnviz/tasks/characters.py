"""A text as numbers: its alphabet, the part that is trained on, and how often characters follow each other."""

from __future__ import annotations

from collections.abc import MutableMapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from weakref import WeakKeyDictionary

import numpy as np
from numpy.typing import NDArray

from rnnviz.data import alice
from rnnviz.data.uploads import Upload

MOST_SYMBOLS = 96
HELD_OUT = 0.1
"""Share of the text, its end, that is not trained on."""
SHOWN = {" ": "␣", "\n": "⏎", "\t": "⇥"}
RARE = "�"


@dataclass(frozen=True, eq=False)
class Characters:
    """A text by the numbers of its characters.

    Attributes:
        symbols: the characters by number, most frequent first; at most 96. Where the text has more, the last one, "�",
            stands for all that are rarer.
        trained, held_out: the numbers of the first nine tenths of the text and of the rest, read-only.
    """

    symbols: tuple[str, ...]
    trained: NDArray[np.int64]
    held_out: NDArray[np.int64]

    @property
    def shown(self) -> tuple[str, ...]:
        """The characters by number as they can be seen: space, new line and others that leave no ink have a sign."""
        return tuple(SHOWN.get(symbol, symbol if symbol.isprintable() else RARE) for symbol in self.symbols)

    @cached_property
    def pairs(self) -> NDArray[np.float64]:
        """[n, n] how often each character follows each other one in the part that is trained on."""
        count = len(self.symbols)
        codes = self.trained[:-1] * count + self.trained[1:]
        return np.bincount(codes, minlength=count * count).reshape(count, count).astype(np.float64)

    @cached_property
    def singles(self) -> NDArray[np.float64]:
        """[n] how often each character stands in the part that is trained on."""
        return np.bincount(self.trained, minlength=len(self.symbols)).astype(np.float64)

    @cached_property
    def bigram_entropy(self) -> float:
        """What a character of the trained part costs on average where the one before is known, in nats."""
        given = self.pairs / np.maximum(self.pairs.sum(1, keepdims=True), 1)
        surprise = -np.log(np.where(given > 0, given, 1))
        return float((self.pairs * surprise).sum() / self.pairs.sum())

    @cached_property
    def costs(self) -> tuple[float, float]:
        """What a held-out character costs by the counts of single characters, and of pairs, in nats.

        One is added to every count, so that what was never seen has a cost too.
        """
        singles = (self.singles + 1) / (self.singles + 1).sum()
        pairs = (self.pairs + 1) / (self.pairs + 1).sum(1, keepdims=True)
        before, after = self.held_out[:-1], self.held_out[1:]
        return float(-np.log(singles[after]).mean()), float(-np.log(pairs[before, after]).mean())


def characters(text: str) -> Characters:
    """Number the characters of a text."""
    points = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)
    distinct, numbers, counts = np.unique(points, return_inverse=True, return_counts=True)
    order = np.argsort(-counts, kind="stable")
    rank = np.empty(len(order), np.int64)
    rank[order] = np.arange(len(order))
    symbols = [chr(point) for point in distinct[order]]
    if len(symbols) > MOST_SYMBOLS:
        symbols = [*symbols[: MOST_SYMBOLS - 1], RARE]
    places = np.minimum(rank[numbers], len(symbols) - 1)
    places.flags.writeable = False
    last = round((1 - HELD_OUT) * len(places))
    return Characters(tuple(symbols), places[:last], places[last:])


@lru_cache
def alice_characters() -> Characters:
    """Alice's Adventures in Wonderland."""
    return characters(alice())


_uploads: MutableMapping[Upload, Characters] = WeakKeyDictionary()


def upload_characters(upload: Upload) -> Characters:
    """The text of an upload; forgotten with it."""
    found = _uploads.get(upload)
    if found is None:
        found = _uploads[upload] = characters(upload.text)
    return found
