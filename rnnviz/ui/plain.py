"""Text of a person or a file where Streamlit expects Markdown."""

from __future__ import annotations

import re

_MARKS = re.compile(r"([!-/:-@\[-`{-~])")


def plain(text: str) -> str:
    """The text with every mark escaped: no link, no picture, no formula comes of it, and it stays one paragraph."""
    return _MARKS.sub(r"\\\1", " ".join(text.split()))
