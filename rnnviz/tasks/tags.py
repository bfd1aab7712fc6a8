"""Part-of-speech tags: a tag for every word, of two sentences or of a grammar with ambiguous words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from rnnviz.tasks import grammar
from rnnviz.tasks.option import ChoiceOption, TaskOption
from rnnviz.tasks.picture import Report, Score, Symbols, softmax
from rnnviz.tasks.task import EXAMPLE, TEST, TRAINING, Array, Batch, Encoding, Loss, Predictor, Reads, check_example
from rnnviz.words import N, t

SENTENCES = ("The dog ate the apple", "Everybody read that book")
SENTENCE_TAGS = ("DET NN V DET NN", "NN V DET NN")
TOY_TAGS = ("DET", "NN", "V")
TOY_WORDS = tuple(word for sentence in SENTENCES for word in sentence.split())
STREAM = 12
TESTS = 128


@dataclass(frozen=True)
class Tags:
    """A tag for each word as it is read; what comes after it is not known yet.

    Attributes:
        corpus: "toy", two sentences of nine words, one of them at each iteration, in turn; or "grammar", streams of
            twelve words whose ambiguous ones are nouns or verbs (see `rnnviz.tasks.grammar`).

    Source: the tagging exercise of PyTorch's tutorial on LSTMs; the grammar is rnnviz's own.

    Raises:
        ValueError: `corpus` is not allowed.
    """

    corpus: str = "toy"

    key: ClassVar[str] = "tags"
    title: ClassVar[str] = N("Part-of-speech tags")
    memory: ClassVar[str] = N(
        "In the two sentences every word has one tag, so that nothing need be remembered. "
        "In the grammar fish or cook is a noun or a verb, and the network must remember whether the clause has had its "
        "noun and still awaits its verb, across adverbs that say nothing of it."
    )
    source: ClassVar[str] = "PyTorch's tutorial on LSTMs; a grammar of our own"
    options: ClassVar[tuple[TaskOption, ...]] = (
        ChoiceOption(
            "corpus",
            N("Sentences"),
            ("toy", "grammar"),
            (N("two sentences"), N("a grammar with ambiguous words")),
            "toy",
        ),
    )
    encoding: ClassVar[Encoding] = "embedding"
    loss: ClassVar[Loss] = "cross_entropy"
    reads: ClassVar[Reads] = "every step"

    def __post_init__(self) -> None:
        self.options[0].check(self.corpus)

    @property
    def toy(self) -> bool:
        """Whether the two sentences are learned."""
        return self.corpus == "toy"

    @property
    def defaults(self) -> Mapping[str, object]:
        """300 epochs of the two sentences, one at a time; the grammar takes a faster optimiser and more units."""
        toy = {"hidden": 6, "optimiser": "sgd", "learning_rate": 0.1, "iterations": 300 * len(SENTENCES), "batch": 1}
        drawn = {"hidden": 16, "optimiser": "adam", "learning_rate": 0.01, "iterations": 300, "batch": 32}
        return {**(toy if self.toy else drawn), "clip": 0.0 if self.toy else 1.0, "seed": 1}

    @property
    def words(self) -> tuple[str, ...]:
        """All words by their number."""
        return TOY_WORDS if self.toy else grammar.WORDS

    @property
    def tags(self) -> tuple[str, ...]:
        """All tags by their number."""
        return TOY_TAGS if self.toy else grammar.TAGS

    @property
    def features(self) -> int:
        """Number of words."""
        return len(self.words)

    @property
    def outputs(self) -> int:
        """Number of tags."""
        return len(self.tags)

    @property
    def steps(self) -> int:
        """Length of the longest sentence."""
        return max(len(sentence.split()) for sentence in SENTENCES) if self.toy else STREAM

    @property
    def examples(self) -> int:
        """Sentences to play."""
        return len(SENTENCES) if self.toy else 16

    @property
    def baseline(self) -> float:
        """The cross entropy of the tags' own shares; in the grammar of the shares that each word has of them."""
        if self.toy:
            shares = np.bincount(np.concatenate([_toy_sentence(i).targets[0] for i in range(len(SENTENCES))]))
            return float(-(shares / shares.sum() * np.log(shares / shares.sum())).sum())
        together = grammar.joint(STREAM)
        given = together / together.sum(1, keepdims=True)
        return float(-(together * np.log(np.where(given > 0, given, 1))).sum())

    @property
    def baseline_name(self) -> str:
        """That rule."""
        return N("how often each tag occurs") if self.toy else N("how often each word has each tag")

    def batch(self, size: int, seed: int, iteration: int) -> Batch:
        """One of the two sentences, in turn, `size` times; or streams of the grammar drawn anew."""
        if self.toy:
            return _toy_sentence(iteration % len(SENTENCES), size)
        return _stream(np.random.default_rng([TRAINING, seed, iteration]), size)

    def repeats_after(self, size: int) -> int:
        """The two sentences take turns; the grammar is drawn anew."""
        return len(SENTENCES) if self.toy else 0

    def example(self, index: int = 0) -> Batch:
        """A sentence; of the grammar one that training does not draw from.

        Raises:
            ValueError: there is no such example.
        """
        check_example(index, self.examples)
        return _toy_sentence(index) if self.toy else _stream(np.random.default_rng([EXAMPLE, index]), 1)

    def truth(self, example: Batch) -> Mapping[str, Array]:
        """Of the grammar: whether the clause has had its first noun and awaits its verb, after each word."""
        if self.toy:
            return {}
        due = had = False  # whether the clause awaits its verb, and whether it has had it
        held = []
        for tag in example.targets[0]:
            match grammar.TAGS[int(tag)]:
                case "CONJ":
                    had = False
                case "V":
                    due, had = False, True
                case "NN":
                    due = not had
            held.append(due)
        return {"the verb is due": np.array(held, np.float64)}

    def strip(self, example: Batch, outputs: Array, free: Array | None = None) -> Symbols:
        """The words with the probability of each tag after every one; `free` is not drawn, there is none."""
        return Symbols(
            tokens=tuple(self.words[word] for word in example.inputs[0].astype(int)),
            classes=self.tags,
            probabilities=softmax(outputs.astype(np.float64)),
            target=tuple(int(tag) for tag in example.targets[0]),
            read_steps=tuple(range(example.inputs.shape[1])),
        )

    def report(self, predictor: Predictor) -> Report:
        """The share of right tags; of the grammar on new streams, and for the ambiguous words alone."""
        return self._toy_report(predictor) if self.toy else _grammar_report(predictor)

    def _toy_report(self, predictor: Predictor) -> Report:
        right, said = [], []
        for index in range(len(SENTENCES)):
            sentence = _toy_sentence(index)
            answers = predictor.predict(sentence.inputs)[0].argmax(-1)
            right.append(answers == sentence.targets[0])
            said.append(" ".join(TOY_TAGS[answer] for answer in answers))
        note = t("On the two sentences that are trained on: they are all there is.")
        score = Score(t("tags right"), float(np.mean(np.concatenate(right))), "", "higher", note)
        return Report((score,), answer=" · ".join(said))


def _grammar_report(predictor: Predictor) -> Report:
    test = _stream(np.random.default_rng([TEST]), TESTS)
    right = predictor.predict(test.inputs).argmax(-1) == test.targets
    usual = grammar.joint(STREAM).argmax(1)[test.inputs] == test.targets
    ambiguous = test.inputs < len(grammar.AMBIGUOUS)
    note = t("On {count} new streams of {steps} words.", count=TESTS, steps=STREAM)
    usual_note = t("The most frequent tag of each word, without memory.")
    return Report(
        (
            Score(t("tags right"), float(right.mean()), "", "higher", note),
            Score(t("of ambiguous words"), float(right[ambiguous].mean()), "", "higher"),
            Score(t("most frequent tag"), float(usual.mean()), "", "higher", usual_note),
            Score(t("of ambiguous words, most frequent tag"), float(usual[ambiguous].mean()), "", "higher"),
        )
    )


def _toy_sentence(index: int, size: int = 1) -> Batch:
    words = [TOY_WORDS.index(word) for word in SENTENCES[index].split()]
    tags = [TOY_TAGS.index(tag) for tag in SENTENCE_TAGS[index].split()]
    return Batch(np.array([words] * size, np.int64), np.array([tags] * size, np.int64))


def _stream(rng: np.random.Generator, size: int) -> Batch:
    words, tags = grammar.draw(rng, size, STREAM)
    return Batch(words, tags)
