"""A small generated grammar whose ambiguous words are nouns or verbs, which only what came before can tell.

    clause  = noun phrase, adverbs, verb, adverbs, noun phrase
    noun phrase = [determiner, adjectives], noun
    stream  = clause, conjunction, clause, conjunction, ...

Reading from the left, an ambiguous word is the verb exactly where the clause has had its first noun and no verb yet.
Adverbs stand before and after the verb, so the word next to it does not tell.
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

TAGS = ("DET", "ADJ", "NN", "ADV", "V", "CONJ")
AMBIGUOUS = ("fish", "cook", "watch", "plan", "walk", "play")
OWN = {
    "DET": ("the", "a"),
    "ADJ": ("old", "small"),
    "NN": ("dog", "tree", "child"),
    "ADV": ("often", "never", "quickly"),
    "V": ("see", "eat", "like"),
    "CONJ": ("and",),
}
WORDS = (*AMBIGUOUS, *(word for words in OWN.values() for word in words))
AMBIGUOUS_SHARE = 0.75
"""How often a noun or a verb is an ambiguous word."""

# Each place of a clause: its tag, and where the clause goes on from it, with which probability.
_PLACES: dict[str, tuple[str, dict[str, float]]] = {
    "first determiner": ("DET", {"first adjective": 0.4, "first noun": 0.6}),
    "first adjective": ("ADJ", {"first adjective": 0.2, "first noun": 0.8}),
    "first noun": ("NN", {"adverb before": 0.5, "verb": 0.5}),
    "adverb before": ("ADV", {"adverb before": 0.4, "verb": 0.6}),
    "verb": ("V", {"adverb after": 0.4, "last determiner": 0.3, "last noun": 0.3}),
    "adverb after": ("ADV", {"adverb after": 0.4, "last determiner": 0.3, "last noun": 0.3}),
    "last determiner": ("DET", {"last adjective": 0.4, "last noun": 0.6}),
    "last adjective": ("ADJ", {"last adjective": 0.2, "last noun": 0.8}),
    "last noun": ("NN", {"conjunction": 1.0}),
    "conjunction": ("CONJ", {"first determiner": 0.5, "first noun": 0.5}),
}
_NAMES = tuple(_PLACES)


def draw(rng: np.random.Generator, size: int, steps: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Words and tags [size, steps] of streams that begin with a clause; their last clause is cut off."""
    following, spoken = (matrix.cumsum(1) for matrix in (_following(), _spoken()))
    places = np.empty((size, steps), np.int64)
    place = np.full(size, _NAMES.index("conjunction"))
    for step in range(steps):
        place = _pick(following[place], rng.random(size))
        places[:, step] = place
    words = _pick(spoken[places.reshape(-1)], rng.random(size * steps)).reshape(size, steps)
    return words, _tags()[places]


@lru_cache
def joint(steps: int) -> NDArray[np.float64]:
    """The exact probability of each word with each tag, at a step drawn from the first `steps`: [words, tags]."""
    place = np.zeros(len(_NAMES))
    place[_NAMES.index("conjunction")] = 1
    together = np.zeros((len(WORDS), len(TAGS)))
    for _ in range(steps):
        place = place @ _following()
        for index, tag in enumerate(_tags()):
            together[:, tag] += place[index] * _spoken()[index] / steps
    together.flags.writeable = False
    return together


def _pick(sums: NDArray[np.float64], uniform: NDArray[np.float64]) -> NDArray[np.int64]:
    """The first column of each row whose running sum goes beyond the number drawn for the row."""
    picked: NDArray[np.int64] = (sums > uniform[:, None] * sums[:, -1:]).argmax(1)
    return picked


@lru_cache
def _following() -> NDArray[np.float64]:
    return np.array([[_PLACES[name][1].get(other, 0.0) for other in _NAMES] for name in _NAMES])


@lru_cache
def _spoken() -> NDArray[np.float64]:
    """The probability of each word at each place: [places, words]."""
    spoken = np.zeros((len(_NAMES), len(WORDS)))
    for place, (tag, _) in enumerate(_PLACES.values()):
        shared = AMBIGUOUS_SHARE if tag in ("NN", "V") else 0.0
        spoken[place, : len(AMBIGUOUS)] = shared / len(AMBIGUOUS)
        spoken[place, [WORDS.index(word) for word in OWN[tag]]] = (1 - shared) / len(OWN[tag])
    return spoken


@lru_cache
def _tags() -> NDArray[np.int64]:
    return np.array([TAGS.index(tag) for tag, _ in _PLACES.values()])
