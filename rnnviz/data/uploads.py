"""Data that people bring, for as long as somebody holds it; never written to a file, never in an address."""

from __future__ import annotations

import hashlib
import secrets
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Literal
from weakref import WeakValueDictionary

import numpy as np
from numpy.typing import NDArray

Kind = Literal["series", "text"]
LONGEST_NAME = 60


class UploadError(ValueError):
    """A file that cannot be read; the message names it, the place, what is wrong and what to do."""


@dataclass(frozen=True, eq=False)
class Upload:
    """One upload, read and checked.

    Attributes:
        key: a digest of kind, title and content: what configurations call it. Nobody can guess it, not even with the
            content.
        kind: "series" or "text".
        title: the file's name, or the column's, as the person gave it; shown as text only.
        values: [N] of a series, read-only; None for a text.
        text: of a text; empty for a series.
    """

    key: str
    kind: Kind
    title: str
    values: NDArray[np.float64] | None = None
    text: str = ""


_secret = secrets.token_bytes(32)
_lock = threading.Lock()
_held: WeakValueDictionary[str, Upload] = WeakValueDictionary()
_hidden: ContextVar[bool] = ContextVar("rnnviz_uploads_hidden", default=False)


def keep(kind: Kind, title: str, values: NDArray[np.float64] | None = None, text: str = "") -> Upload:
    """Make an upload known under its key for as long as the caller holds on to what is returned."""
    if values is not None:
        values = values.astype(np.float64)
        values.flags.writeable = False
    content = text.encode(errors="surrogatepass") if values is None else values.tobytes()
    named = f"{kind}/{title}/".encode(errors="surrogatepass")
    # A letter comes first: a key of digits alone would be read as a number in an address.
    key = f"u{hashlib.blake2b(named + content, digest_size=12, key=_secret).hexdigest()}"
    with _lock:
        found = _held.get(key)
        if found is None:
            found = Upload(key, kind, title, values, text)
            _held[key] = found
        return found


def find(key: str, kind: str) -> Upload | None:
    """The upload of a key, or None where nobody holds it any more, it is of another kind, or uploads are hidden."""
    if _hidden.get():
        return None
    with _lock:
        found = _held.get(key)
    return found if found is not None and found.kind == kind else None


@contextmanager
def hidden() -> Iterator[None]:
    """Let `find` find nothing: an address may come from anybody, and must not open what another session holds."""
    before = _hidden.set(True)
    try:
        yield
    finally:
        _hidden.reset(before)


def shown_name(name: str, longest: int = LONGEST_NAME) -> str:
    """A file's or column's name in one short line that can be printed."""
    line = "".join(letter for letter in " ".join(name.split()) if letter.isprintable())
    return line if len(line) <= longest else f"{line[: longest - 1]}…"
