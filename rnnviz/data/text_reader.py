"""A text that a person brings, as a file or pasted in."""

from __future__ import annotations

from dataclasses import dataclass

from rnnviz.data.decoding import control_character, decode, place
from rnnviz.data.uploads import UploadError, shown_name
from rnnviz.words import t

MOST_CHARACTERS = 1_000_000
LEAST_CHARACTERS = 250
MOST_CONTROL = 0.01
_NO_CONTROL = dict.fromkeys([*range(0x09), 0x0B, *range(0x0E, 0x20), 0x7F])


@dataclass(frozen=True)
class Text:
    """A text to learn from.

    Attributes:
        title: where it comes from, as it can be shown.
        text: 250 to 1,000,000 characters, at least two different ones, lines ended by "\\n".
        notes: what a person should know of how it was read, a sentence each.
    """

    title: str
    text: str
    notes: tuple[str, ...]


def read_text(data: bytes, file: str) -> Text:
    """Read a file of characters.

    Raises:
        UploadError: it is no text, or too short to learn from.
    """
    decoded = decode(data, file)
    return _checked(decoded.text, shown_name(file), decoded.notes)


def read_pasted(text: str) -> Text:
    """Read characters that were pasted in.

    Raises:
        UploadError: they are too few to learn from, or no text.
    """
    return _checked(text.replace("\r\n", "\n").replace("\r", "\n"), t("The pasted text"), ())


def _checked(text: str, title: str, notes: tuple[str, ...]) -> Text:
    if len(text) > MOST_CHARACTERS:
        text = text[:MOST_CHARACTERS]
        notes += (t("The first {most:,} characters are taken; the rest is left out.", most=MOST_CHARACTERS),)
    text, more = _without_control(text, title)
    if not text.strip():
        raise UploadError(t("{title} has nothing but blanks: bring a text with letters.", title=title))
    different = set(text)
    if len(text) < LEAST_CHARACTERS or len(different) < 2:
        raise UploadError(
            t(
                "{title} has {count} characters, {different} different; a text to learn from needs at least {least}, "
                "and 2 different ones. Bring a longer one.",
                title=title,
                count=len(text),
                different=len(different),
                least=LEAST_CHARACTERS,
            )
        )
    return Text(title, text, notes + more)


def _without_control(text: str, title: str) -> tuple[str, tuple[str, ...]]:
    odd = control_character(text)
    if odd is None:
        return text, ()
    line, column = place(text, odd.start())
    clean = text.translate(_NO_CONTROL)
    count = len(text) - len(clean)
    if count > MOST_CONTROL * len(text):
        raise UploadError(
            t(
                "{title} is not text: {count} of its {all} characters, the first in line {line}, column {column}, are "
                "none that a text has. Save it as plain text in UTF-8.",
                title=title,
                count=count,
                all=len(text),
                line=line,
                column=column,
            )
        )
    return clean, (t("{count} control characters are left out, the first in line {line}.", count=count, line=line),)
