"""Data that people bring, for as long as somebody holds it; never written to a file, never in an address."""

from __future__ import annotations

import hashlib
import threading
from dataclasses import dataclass
from typing import Literal
from weakref import WeakValueDictionary

import numpy as np
from numpy.typing import NDArray

Kind = Literal["series", "text"]


@dataclass(frozen=True, eq=False)
class Upload:
    """One upload, read and checked.

    Attributes:
        key: a digest of kind and content: what configurations call it. Nobody can guess it without the content.
        kind: "series" or "text".
        title: the file's name, or the column's, as the person gave it; shown as text only.
        values: [N] of a series; None for a text.
        text: of a text; empty for a series.
    """

    key: str
    kind: Kind
    title: str
    values: NDArray[np.float64] | None = None
    text: str = ""


_lock = threading.Lock()
_held: WeakValueDictionary[str, Upload] = WeakValueDictionary()


def keep(kind: Kind, title: str, values: NDArray[np.float64] | None = None, text: str = "") -> Upload:
    """Make an upload known under its key for as long as the caller holds on to what is returned."""
    content = text.encode() if values is None else values.tobytes()
    key = hashlib.sha256(kind.encode() + b"/" + content).hexdigest()[:24]
    with _lock:
        found = _held.get(key)
        if found is None:
            found = Upload(key, kind, title, values, text)
            _held[key] = found
        return found


def find(key: str, kind: str) -> Upload | None:
    """The upload of a key, or None where nobody holds it any more or it is of another kind."""
    with _lock:
        found = _held.get(key)
    return found if found is not None and found.kind == kind else None
