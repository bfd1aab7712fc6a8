"""The block of bytes that travels to the player: u32 header length, JSON header, zeros, float32 numbers.

The zeros fill up to a multiple of 8, and all numbers are little-endian, so the browser reads the arrays in place.
"""

import hashlib
import json
import struct
from collections.abc import Mapping

import numpy as np

from rnnviz.figures.theme import palettes
from rnnviz.player.words import translated

_LENGTH = struct.Struct("<I")
_ALIGNMENT = 8


def pack(header: Mapping[str, object], arrays: Mapping[str, np.ndarray]) -> bytes:
    """Return one block of bytes: `header`, the colours, the words and `arrays` (any shapes, sent as float32).

    The version, where the header has none, is a digest of everything in the block: equal content gives equal
    bytes, which Streamlit then does not send again. Raises ValueError when the header holds what JSON cannot.
    """
    return pack_bare({"theme": palettes(), "words": translated(), **header}, arrays)


def pack_bare(header: Mapping[str, object], arrays: Mapping[str, np.ndarray]) -> bytes:
    """As pack() does, without colours and words: for a block that is read together with one that has them."""
    numbers = {key: as_sent(array) for key, array in arrays.items()}
    full = {**header, "arrays": _places(numbers)}
    payload = b"".join(array.tobytes() for array in numbers.values())
    full.setdefault("version", _digest(_json(full), payload))
    text = _json(full)
    return _LENGTH.pack(len(text)) + text + bytes(_padding(len(text))) + payload


def as_sent(array: np.ndarray) -> np.ndarray:
    """The numbers of an array as they travel."""
    return np.ascontiguousarray(array, dtype="<f4")


def unpack(block: bytes) -> tuple[dict[str, object], dict[str, np.ndarray]]:
    """Return the header and the arrays of a block made by pack(); the inverse of it."""
    (length,) = _LENGTH.unpack_from(block)
    header: dict[str, object] = json.loads(block[_LENGTH.size : _LENGTH.size + length])
    start = _LENGTH.size + length + _padding(length)
    places = header["arrays"]
    if not isinstance(places, dict):
        raise ValueError(f"header field 'arrays' must be an object of places, not {type(places).__name__}")
    return header, {key: _array(block, start, place) for key, place in places.items()}


def _array(block: bytes, start: int, place: Mapping[str, object]) -> np.ndarray:
    shape = tuple(int(size) for size in place["shape"])  # type: ignore[attr-defined]
    count = int(np.prod(shape))
    return np.frombuffer(block, "<f4", count, start + int(str(place["offset"]))).reshape(shape)


def _places(numbers: Mapping[str, np.ndarray]) -> dict[str, dict[str, object]]:
    places: dict[str, dict[str, object]] = {}
    offset = 0
    for key, array in numbers.items():
        places[key] = {"offset": offset, "shape": list(array.shape)}
        offset += array.nbytes
    return places


def _json(header: Mapping[str, object]) -> bytes:
    try:
        return json.dumps(header, ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode()
    except (TypeError, ValueError) as problem:
        raise ValueError(
            f"the player's header must hold only texts, finite numbers, true, false, null, lists and objects: {problem}"
        ) from problem


def _padding(length: int) -> int:
    return -(_LENGTH.size + length) % _ALIGNMENT


def _digest(text: bytes, payload: bytes) -> str:
    return hashlib.blake2b(text + payload, digest_size=8).hexdigest()
