"""The digits as they are shipped."""

import threading

import numpy as np
import pytest

from rnnviz.data import FILES, mnist


def test_images_and_labels() -> None:
    for part, count in (("train", 60_000), ("test", 10_000)):
        digits = mnist(part)  # type: ignore[arg-type]
        assert digits.images.shape == (count, 28, 28)
        assert digits.images.dtype == digits.labels.dtype == np.uint8
        assert np.bincount(digits.labels).min() > 0.08 * count
    np.testing.assert_array_equal(mnist("test").labels[:10], [7, 2, 1, 0, 4, 1, 4, 9, 5, 9])


def test_the_shared_images_cannot_be_changed() -> None:
    for array in (mnist("test").images, mnist("test").labels):
        with pytest.raises(ValueError, match="read-only"):
            array[0] = 0


def test_everyone_shares_one_copy() -> None:
    found = []
    threads = [threading.Thread(target=lambda: found.append(mnist("train").images)) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len({id(images) for images in found}) == 1


def test_the_licence_travels_with_the_file() -> None:
    assert "CC BY-SA 3.0" in (FILES / "mnist.LICENSE.txt").read_text(encoding="utf-8")
