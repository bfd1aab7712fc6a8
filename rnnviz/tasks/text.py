"""The next character of a text: Alice in Wonderland, or one that a person brings."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import log
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from rnnviz.data.uploads import find
from rnnviz.tasks.characters import Characters, alice_characters, upload_characters
from rnnviz.tasks.option import ChoiceOption, TaskOption, UploadOption, WholeOption
from rnnviz.tasks.picture import Report, Score, Symbols, softmax
from rnnviz.tasks.task import TRAINING, Array, Batch, Encoding, Loss, Predictor, Reads, check_example
from rnnviz.words import N, t

MOST_CLASSES = 12
"""Most characters in the picture of the predictions; the others are one class together."""
TEST_CHARACTERS = 2048
BITS = 1 / log(2)


@dataclass(frozen=True)
class Text:
    """Windows of a text from random places; at every step the next character is asked for.

    Attributes:
        upload: key of an uploaded text; empty for Alice's Adventures in Wonderland.
        characters: how they reach the network: "one_hot", or "embedding" for a trained vector of the hidden size.
        steps: T, 10 to 200 characters of a window; the state begins anew with each.

    Source: Karpathy, The Unreasonable Effectiveness of Recurrent Neural Networks (2015).

    Raises:
        ValueError: a choice is not allowed, or the text is too short for windows of that length.
    """

    upload: str = ""
    characters: str = "one_hot"
    steps: int = 64

    key: ClassVar[str] = "text"
    title: ClassVar[str] = N("Next character of a text")
    memory: ClassVar[str] = N(
        "To spell, the network must remember the letters of the word that it is in; the last one alone leaves most of "
        "the next one open. Beyond the word it can remember whether a quotation is open and how long the line is."
    )
    source: ClassVar[str] = "Carroll, Alice's Adventures in Wonderland"
    options: ClassVar[tuple[TaskOption, ...]] = (
        UploadOption("upload", N("Text"), "text"),
        ChoiceOption(
            "characters",
            N("Characters as"),
            ("one_hot", "embedding"),
            (N("one-hot vectors"), N("trained vectors (embedding)")),
            "one_hot",
        ),
        WholeOption("steps", N("Window"), 10, 200, 64),
    )
    loss: ClassVar[Loss] = "cross_entropy"
    reads: ClassVar[Reads] = "every step"
    baseline_name: ClassVar[str] = N("know the last character alone (bigrams)")
    defaults: ClassVar[Mapping[str, object]] = {
        "hidden": 64,
        "optimiser": "adam",
        "learning_rate": 0.01,
        "iterations": 1000,
        "batch": 32,
        "clip": 1.0,
        "seed": 1,
    }
    examples: ClassVar[int] = 12

    def __post_init__(self) -> None:
        for option in self.options:
            object.__setattr__(self, option.name, option.check(getattr(self, option.name)))
        if self.upload:
            self._check_length()

    @property
    def encoding(self) -> Encoding:
        """One-hot or embedded, as chosen."""
        return "embedding" if self.characters == "embedding" else "one_hot"

    @property
    def features(self) -> int:
        """Number of different characters, at most 96."""
        return len(self.text.symbols)

    @property
    def outputs(self) -> int:
        """Number of different characters."""
        return len(self.text.symbols)

    @property
    def baseline(self) -> float:
        """The entropy of a character given the one before, in the part that is trained on."""
        return self.text.bigram_entropy

    @property
    def text(self) -> Characters:
        """The text that is learned.

        Raises:
            ValueError: the upload is not there any more.
        """
        if not self.upload:
            return alice_characters()
        upload = find(self.options[0].check(self.upload), "text")  # type: ignore[arg-type]
        assert upload is not None
        return upload_characters(upload)

    def batch(self, size: int, seed: int, iteration: int) -> Batch:
        """Windows of the part that is trained on, from places drawn anew for each seed and iteration."""
        trained = self.text.trained
        rng = np.random.default_rng([TRAINING, seed, iteration])
        return self._windows(trained, rng.integers(len(trained) - self.steps, size=size))

    def example(self, index: int = 0) -> Batch:
        """A window of the end of the text, which is not trained on; they are evenly spaced.

        Raises:
            ValueError: there is no such example.
        """
        last = len(self.text.held_out) - self.steps - 1
        places = np.linspace(0, last, self.examples).astype(np.int64)
        return self._windows(self.text.held_out, places[[check_example(index, self.examples)]])

    def truth(self, example: Batch) -> Mapping[str, Array]:
        """Nothing: what a text must be remembered by, nobody can say in full."""
        return {}

    def strip(self, example: Batch, outputs: Array, free: Array | None = None) -> Symbols:
        """The characters, and the likeliest ones to come next after each; `free` is not drawn, there is none.

        Of all characters the picture has those that ever get a high probability and those that come; the others are
        the last class, "…".
        """
        probabilities = softmax(outputs.astype(np.float64))
        target = example.targets[0].astype(int)
        classes = _classes(probabilities, target)
        shares = probabilities[:, classes]
        names = [self.text.shown[k] for k in classes]
        if len(classes) < self.outputs:
            shares = np.column_stack([shares, np.clip(1 - shares.sum(1), 0, 1)])
            names.append("…")
        row = {int(k): place for place, k in enumerate(classes)}
        best = probabilities.argmax(-1)
        return Symbols(
            tokens=tuple(self.text.shown[k] for k in example.inputs[0].astype(int)),
            classes=tuple(names),
            probabilities=shares,
            target=tuple(row.get(int(k), len(classes)) for k in target),
            read_steps=tuple(range(self.steps)),
            said=tuple(self.text.shown[k] for k in best),
            asked=tuple(self.text.shown[k] for k in target),
            certainty=probabilities.max(-1),
        )

    def report(self, predictor: Predictor) -> Report:
        """Bits per character and accuracy on the end of the text, beside what counts of characters and pairs reach."""
        held_out = self.text.held_out
        count = max(1, min(TEST_CHARACTERS, len(held_out) - 1) // self.steps)
        places = np.linspace(0, len(held_out) - self.steps - 1, count).astype(np.int64)
        test = self._windows(held_out, places)
        logits = predictor.predict(test.inputs).astype(np.float64)
        logarithms = logits - logits.max(-1, keepdims=True)
        logarithms -= np.log(np.exp(logarithms).sum(-1, keepdims=True))
        cost = -np.take_along_axis(logarithms, test.targets.astype(int)[:, :, None], -1).mean()
        single, pair = self.text.costs
        unit = t("bits per character")
        note = t("On {count} characters of the end of the text, which is not trained on.", count=test.targets.size)
        right = float(np.mean(logits.argmax(-1) == test.targets))
        return Report(
            (
                Score(t("held-out text"), float(cost) * BITS, unit, "lower", note),
                Score(t("pairs of characters"), pair * BITS, unit, "lower"),
                Score(t("single characters"), single * BITS, unit, "lower"),
                Score(t("accuracy"), right, "", "higher"),
            )
        )

    def _windows(self, numbers: NDArray[np.int64], places: NDArray[np.int64]) -> Batch:
        windows = numbers[places[:, None] + np.arange(self.steps + 1)]
        return Batch(windows[:, :-1].copy(), windows[:, 1:].copy())

    def _check_length(self) -> None:
        if len(self.text.held_out) < self.steps + self.examples or len(self.text.symbols) < 2:
            raise ValueError(
                t(
                    "The text has {count} characters, {distinct} of them different; windows of {steps} need at least "
                    "{least} characters, two of them different. Give a longer text or choose a shorter window.",
                    count=len(self.text.trained) + len(self.text.held_out),
                    distinct=len(self.text.symbols),
                    steps=self.steps,
                    least=10 * (self.steps + self.examples),
                )
            )


def _classes(probabilities: Array, target: NDArray[np.int_]) -> list[int]:
    """At most twelve classes [n] that say most of the picture, in the order of their numbers.

    Half of them have the highest probability at some step, the others are the ones that come most often.
    """
    highest = np.argsort(-probabilities.max(0), kind="stable")
    common = np.argsort(-np.bincount(target, minlength=probabilities.shape[1]), kind="stable")
    chosen: dict[int, None] = {}
    for likely, asked in zip(highest, common, strict=True):
        for k in (int(likely), int(asked)):
            if len(chosen) < MOST_CLASSES:
                chosen[k] = None
    return sorted(chosen)
