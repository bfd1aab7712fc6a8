"""The block of bytes: read back as the browser reads it, and whole whatever is put in."""

import json
import struct
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays

from rnnviz.player import pack, unpack
from rnnviz.player.words import WORDS

FLOATS = arrays(np.float32, array_shapes(min_dims=1, max_dims=2, max_side=6))


def read(block: bytes, key: str) -> Any:
    """Return the numbers of `key` as a flat list, by the written rules and without the module's own code."""
    (length,) = struct.unpack("<I", block[:4])
    place = json.loads(block[4 : 4 + length])["arrays"][key]
    start = -(-(4 + length) // 8) * 8 + place["offset"]
    count = int(np.prod(place["shape"]))
    return struct.unpack(f"<{count}f", block[start : start + 4 * count])


def test_arrays_lie_where_the_header_says() -> None:
    block = pack({"run": "a"}, {"f": np.array([[1, 2], [3, 4]]), "b_f": np.array([0.5, -0.25, 8])})
    assert read(block, "f") == (1, 2, 3, 4)
    assert read(block, "b_f") == (0.5, -0.25, 8)


@given(st.text(), FLOATS, FLOATS)
def test_every_block_reads_back(caption: str, first: np.ndarray, second: np.ndarray) -> None:
    header, found = unpack(pack({"caption": caption}, {"first": first, "W_i@x": second}))
    assert header["caption"] == caption
    np.testing.assert_array_equal(found["first"], first)
    np.testing.assert_array_equal(found["W_i@x"], second)


def test_numbers_travel_as_float32_in_time_order() -> None:
    wrong_order = np.asfortranarray(np.arange(6, dtype=np.float64).reshape(2, 3))
    assert read(pack({}, {"h": wrong_order}), "h") == (0, 1, 2, 3, 4, 5)


def test_the_header_brings_colours_words_and_a_version() -> None:
    header, _ = unpack(pack({"run": "a"}, {}))
    assert set(header) == {"run", "theme", "words", "arrays", "version"}
    assert header["words"] == {word: word for word in WORDS}


def test_equal_content_gives_equal_bytes_and_other_content_another_version() -> None:
    one = pack({"run": "a"}, {"h": np.zeros((3, 2))})
    assert one == pack({"run": "a"}, {"h": np.zeros((3, 2))})
    others = (pack({"run": "a"}, {"h": np.ones((3, 2))}), pack({}, {}))
    versions = {unpack(block)[0]["version"] for block in (one, *others)}
    assert len(versions) == 3


@pytest.mark.parametrize("value", [float("nan"), float("inf"), object(), {1, 2}])
def test_what_json_cannot_hold_is_refused(value: object) -> None:
    with pytest.raises(ValueError, match="header must hold only"):
        pack({"baseline": value}, {})
