"""Handwritten digits read row by row: say at the last row which digit it is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from math import log
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from rnnviz.data import Digits, mnist
from rnnviz.tasks.option import TaskOption
from rnnviz.tasks.picture import Image, Report, Score, softmax
from rnnviz.tasks.task import TRAINING, Array, Batch, Encoding, Loss, Predictor, Reads, check_example
from rnnviz.words import N, t

IMAGES, SIDE, CLASSES = 60_000, 28, 10
TESTS = 2000
"""First test images that the accuracy is read on."""
GLANCED = 500
"""First test images that the accuracy is read on while the network trains."""
PIECE = 125
"""Images predicted at once: the values of more fall out of the processor's cache, which doubles the time."""
SAMPLES = 10


@dataclass(frozen=True)
class DigitRows:
    """MNIST: 28 rows of 28 pixels, from the top; the digit is asked for after the last row.

    Source: LeCun, Bottou, Bengio, Haffner, Gradient-Based Learning Applied to Document Recognition (1998).
    """

    key: ClassVar[str] = "digits"
    title: ClassVar[str] = N("Handwritten digits, row by row")
    memory: ClassVar[str] = N(
        "The network sees one row of 28 pixels at a time, so it must remember the strokes of the rows above. "
        "Only after the last row is it asked which digit they made."
    )
    source: ClassVar[str] = "MNIST, LeCun & Cortes (CC BY-SA 3.0)"
    options: ClassVar[tuple[TaskOption, ...]] = ()
    encoding: ClassVar[Encoding] = "plain"
    features: ClassVar[int] = SIDE
    outputs: ClassVar[int] = CLASSES
    steps: ClassVar[int] = SIDE
    loss: ClassVar[Loss] = "cross_entropy"
    reads: ClassVar[Reads] = "last step"
    baseline: ClassVar[float] = log(CLASSES)
    baseline_name: ClassVar[str] = N("guessing")
    defaults: ClassVar[Mapping[str, object]] = {
        "hidden": 64,
        "optimiser": "adam",
        "learning_rate": 0.01,
        "iterations": -(-IMAGES // 64),  # every image once
        "batch": 64,
        "clip": 0.0,
        "seed": 2,
    }
    examples: ClassVar[int] = 24

    def batch(self, size: int, seed: int, iteration: int) -> Batch:
        """Training images in an order drawn anew for each seed and epoch; none comes twice before all came once.

        The epochs follow each other without a seam: where a batch of `size` reaches beyond the end of one, its other
        images begin the next. So every batch is full, and ceil(60000 / size) of them hold every image.
        """
        epoch, place = divmod(iteration * size, IMAGES)
        parts = []
        while size:
            parts.append(_order(seed, epoch)[place : place + size])
            size -= len(parts[-1])
            epoch, place = epoch + 1, 0
        return _rows(mnist("train"), np.concatenate(parts))

    def example(self, index: int = 0) -> Batch:
        """One of the first 24 test images, which begin 7 2 1 0 4 1 4 9 5 9.

        Raises:
            ValueError: there is no such example.
        """
        return _rows(mnist("test"), np.array([check_example(index, self.examples)]))

    def truth(self, example: Batch) -> Mapping[str, Array]:
        """Nothing: how strokes are best remembered, nobody can say."""
        return {}

    def strip(self, example: Batch, outputs: Array, free: Array | None = None) -> Image:
        """The image with the probability of each digit after every row; `free` is not drawn, there is none."""
        return Image(
            pixels=example.inputs[0],
            classes=tuple(map(str, range(CLASSES))),
            probabilities=softmax(outputs.astype(np.float64)),
            target=int(example.targets[0]),
            read_steps=(self.steps - 1,),
        )

    def report(self, predictor: Predictor) -> Report:
        """The share of right answers on the first 2000 test images, and the answers to the first ten of them."""
        return _report(predictor, TESTS)

    def glance(self, predictor: Predictor) -> Report:
        """The same on the first 500 test images, in a quarter of the time."""
        return _report(predictor, GLANCED)


def _report(predictor: Predictor, count: int) -> Report:
    test = mnist("test")
    pieces = [_rows(test, np.arange(first, first + PIECE)).inputs for first in range(0, count, PIECE)]
    answers = np.concatenate([predictor.predict(piece)[:, -1].argmax(-1) for piece in pieces])
    labels = test.labels[:count]
    note = t("On the first {count} test images; guessing gives {chance}.", count=count, chance=1 / CLASSES)
    asked, said = (" ".join(map(str, digits[:SAMPLES])) for digits in (labels, answers))
    answer = t("first {count} test images: {asked} → {said}", count=SAMPLES, asked=asked, said=said)
    accuracy = Score(t("accuracy"), float(np.mean(answers == labels)), "", "higher", note, naive=1 / CLASSES)
    return Report((accuracy,), answer=answer)


@lru_cache(maxsize=32)
def _order(seed: int, epoch: int) -> NDArray[np.uint16]:
    """One epoch's order [60000] of the training images: kept, since all batches of the epoch walk through it."""
    return np.random.default_rng([TRAINING, seed, epoch]).permutation(IMAGES).astype(np.uint16)


def _rows(digits: Digits, places: NDArray[np.integer]) -> Batch:
    """The images at `places` [B] with brightness from 0 to 1."""
    return Batch(digits.images[places] / np.float32(255), digits.labels[places].astype(np.int64))
