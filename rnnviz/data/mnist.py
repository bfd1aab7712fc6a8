"""Handwritten digits: MNIST, 60,000 to train on and 10,000 to test on."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from functools import cache
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from rnnviz.data.load import FILES

Part = Literal["train", "test"]
_unpacking = threading.Lock()


@dataclass(frozen=True, eq=False)
class Digits:
    """Images with the digits that they show, in the original order; both arrays read-only.

    Attributes:
        images: [N, 28, 28] from 0, no ink, to 255.
        labels: [N] the digit, 0 to 9.
    """

    images: NDArray[np.uint8]
    labels: NDArray[np.uint8]


def mnist(part: Part) -> Digits:
    """The 60,000 images of "train" (47 MB, unpacked once, when first asked for) or the 10,000 of "test" (8 MB)."""
    # Two trainings that begin at once would each unpack a copy of their own.
    with _unpacking:
        return _read(part)


@cache
def _read(part: Part) -> Digits:
    with np.load(FILES / "mnist.npz") as file:
        images, labels = file[f"{part}_x"], file[f"{part}_y"]
    for array in (images, labels):
        array.flags.writeable = False
    return Digits(images, labels)
