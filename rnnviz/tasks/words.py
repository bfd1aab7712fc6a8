"""A word to another one: letters in, letters out, "beyond" to "ynbode"."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import log
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from rnnviz.tasks.option import ChoiceOption, TaskOption, TextOption
from rnnviz.tasks.picture import Report, Score, Symbols, softmax
from rnnviz.tasks.task import Array, Batch, Encoding, Loss, Predictor, Reads, check_example
from rnnviz.words import N, t

MOST_LETTERS = 24


@dataclass(frozen=True)
class Words:
    """A word is read letter by letter, and at each step the letter of another word in that place is asked for.

    Attributes:
        source_word, target_word: two words of the same length, 2 to 24 letters.
        alphabet: how the letters are numbered: "sorted", or "met" for the order in which they are met.
        letters: how they reach the network: "one_hot", or "embedding" for a trained vector of the hidden size.
        adding: over the steps of a word the loss is the "mean" or the "sum".

    Source: the exercise "hello" to "ohlol" of many courses, with other words.

    Raises:
        ValueError: a choice is not allowed, or the words do not fit together.
    """

    source_word: str = "beyond"
    target_word: str = "ynbode"
    alphabet: str = "sorted"
    letters: str = "one_hot"
    adding: str = "mean"

    key: ClassVar[str] = "words"
    title: ClassVar[str] = N("A word to another")
    memory: ClassVar[str] = N(
        "Where every letter occurs once, as in beyond, each has one answer and nothing need be remembered. "
        "Where one occurs twice with different answers, as in banana to abcdef, the network must remember what came "
        "before it."
    )
    source: ClassVar[str] = "hello to ohlol, with other words"
    options: ClassVar[tuple[TaskOption, ...]] = (
        TextOption("source_word", N("Word that is read"), 2, MOST_LETTERS, "beyond"),
        TextOption("target_word", N("Word that is asked for"), 2, MOST_LETTERS, "ynbode"),
        ChoiceOption(
            "alphabet",
            N("Order of the letters"),
            ("sorted", "met"),
            (N("sorted"), N("as they are met")),
            "sorted",
        ),
        ChoiceOption(
            "letters",
            N("Letters as"),
            ("one_hot", "embedding"),
            (N("one-hot vectors"), N("trained vectors (embedding)")),
            "one_hot",
        ),
        ChoiceOption(
            "adding",
            N("Loss of a word"),
            ("mean", "sum"),
            (N("mean over the letters"), N("sum over the letters")),
            "mean",
        ),
    )
    reads: ClassVar[Reads] = "every step"
    examples: ClassVar[int] = 1

    def __post_init__(self) -> None:
        for option in self.options:
            object.__setattr__(self, option.name, option.check(getattr(self, option.name)))
        if len(self.source_word) != len(self.target_word):
            raise ValueError(
                t(
                    "{source} has {one} letters and {target} has {other}; give two words of the same length.",
                    source=self.source_word,
                    one=len(self.source_word),
                    target=self.target_word,
                    other=len(self.target_word),
                )
            )
        if self.outputs < 2:
            raise ValueError(
                t("The words have one letter alone, {letter}; give at least two.", letter=self.source_word[0])
            )

    @property
    def symbols(self) -> tuple[str, ...]:
        """The letters of both words by their number."""
        met = dict.fromkeys(self.source_word + self.target_word)
        return tuple(sorted(met)) if self.alphabet == "sorted" else tuple(met)

    @property
    def defaults(self) -> Mapping[str, object]:
        """As many hidden units as letters: without a readout each of them is the score of one."""
        usual = {"optimiser": "adam", "learning_rate": 0.05, "batch": 1, "clip": 0.0, "seed": 1}
        if self.letters == "embedding":
            return {**usual, "hidden": 16, "layers": 2, "iterations": 60}
        return {**usual, "hidden": self.outputs, "readout": "none", "iterations": 30}

    @property
    def encoding(self) -> Encoding:
        """One-hot or embedded, as chosen."""
        return "embedding" if self.letters == "embedding" else "one_hot"

    @property
    def features(self) -> int:
        """Number of letters."""
        return len(self.symbols)

    @property
    def outputs(self) -> int:
        """Number of letters."""
        return len(self.symbols)

    @property
    def steps(self) -> int:
        """Length of the words."""
        return len(self.source_word)

    @property
    def loss(self) -> Loss:
        """Cross entropy, averaged or added up over the letters of the word."""
        return "cross_entropy_sum" if self.adding == "sum" else "cross_entropy"

    @property
    def baseline(self) -> float:
        """The loss of giving every letter the same probability."""
        return log(self.outputs) * (self.steps if self.adding == "sum" else 1)

    @property
    def baseline_name(self) -> str:
        """That rule."""
        return N("guessing")

    def batch(self, size: int, seed: int, iteration: int) -> Batch:
        """The same pair of words, `size` times; `seed` and `iteration` change nothing."""
        source, target = (np.tile(self._numbers(word), (size, 1)) for word in (self.source_word, self.target_word))
        return Batch(source, target)

    def repeats_after(self, size: int) -> int:
        """Every batch is the same."""
        return 1

    def example(self, index: int = 0) -> Batch:
        """The pair of words.

        Raises:
            ValueError: there is no such example.
        """
        check_example(index, self.examples)
        return self.batch(1, 0, 0)

    def truth(self, example: Batch) -> Mapping[str, Array]:
        """Nothing: how a network tells the places of a word apart is its own affair."""
        return {}

    def strip(self, example: Batch, outputs: Array, free: Array | None = None) -> Symbols:
        """The letters that are read with the probability of each letter after every step; `free` is not drawn."""
        return Symbols(
            tokens=tuple(self.symbols[letter] for letter in example.inputs[0].astype(int)),
            classes=self.symbols,
            probabilities=softmax(outputs.astype(np.float64)),
            target=tuple(int(letter) for letter in example.targets[0]),
            read_steps=tuple(range(self.steps)),
        )

    def report(self, predictor: Predictor) -> Report:
        """The word that the network says, and the share of its letters that are right."""
        example = self.example()
        answers = predictor.predict(example.inputs)[0].argmax(-1)
        said = "".join(self.symbols[letter] for letter in answers)
        note = t("The most likely letter at each step, beside {target}.", target=self.target_word)
        score = Score(t("letters right"), float(np.mean(answers == example.targets[0])), "", "higher", note)
        return Report((score,), answer=f"{self.source_word} → {said}")

    def _numbers(self, word: str) -> NDArray[np.int64]:
        return np.array([self.symbols.index(letter) for letter in word], np.int64)
