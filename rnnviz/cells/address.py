"""A cell in an address: its key, or its whole text, packed."""

from __future__ import annotations

import base64
import binascii
import zlib

from rnnviz.cells.language import MAX_CHARACTERS
from rnnviz.cells.own import is_text

PACKED = "own."
_MOST_BYTES = 4 * MAX_CHARACTERS  # no character takes more than four in UTF-8
_MOST_PACKED = 2 * _MOST_BYTES


def packed(choice: str) -> str:
    """A key as it is; a text in letters, digits, "-" and "_", behind a mark."""
    if not is_text(choice):
        return choice
    data = zlib.compress(choice.encode("utf-8"), 9)
    return PACKED + base64.urlsafe_b64encode(data).decode("ascii").rstrip("=")


def unpacked(address: str) -> str:
    """The key or the text of an address; what cannot be unpacked comes back as it is, and names no cell."""
    if not address.startswith(PACKED) or len(address) > _MOST_PACKED:
        return address
    body = address.removeprefix(PACKED)
    try:
        data = base64.b64decode(body + "=" * (-len(body) % 4), altchars=b"-_", validate=True)
        reader = zlib.decompressobj()
        text = reader.decompress(data, _MOST_BYTES).decode("utf-8")
    except (ValueError, binascii.Error, zlib.error):
        return address
    return text if reader.eof else address
