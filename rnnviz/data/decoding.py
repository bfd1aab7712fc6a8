"""From the bytes of a file to its text, or a sentence about why it is none."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

from rnnviz.data.uploads import UploadError, shown_name
from rnnviz.words import N, t

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before utf-16: its first two bytes are the same
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_SPREADSHEET = N("a spreadsheet or an archive")
_BEGINNINGS = (
    (b"PK\x03\x04", _SPREADSHEET),
    (b"\xd0\xcf\x11\xe0", _SPREADSHEET),
    (b"\x1f\x8b", N("a compressed file")),
    (b"BZh", N("a compressed file")),
    (b"\xfd7zXZ", N("a compressed file")),
    (b"7z\xbc\xaf", N("a compressed file")),
    (b"Rar!", N("a compressed file")),
    (b"%PDF", N("a PDF document")),
    (b"{\\rtf", N("an RTF document")),
    (b"\x89PNG", N("a picture")),
    (b"\xff\xd8\xff", N("a picture")),
    (b"GIF8", N("a picture")),
    (b"II*\0", N("a picture")),
    (b"MM\0*", N("a picture")),
    (b"RIFF", N("sound or film")),
    (b"ID3", N("sound or film")),
    (b"OggS", N("sound or film")),
    (b"PAR1", N("a Parquet table")),
    (b"SQLite format", N("a database")),
    (b"\x7fELF", N("a program")),
    (b"MZ\x90", N("a program")),
)
# Everything below a space but tab, line ends, form feed and the end mark of old systems; and DEL.
_CONTROL = re.compile("[\x00-\x08\x0b\x0e-\x19\x1b-\x1f\x7f]")
_CONTROL_BYTES = re.compile(rb"[\x00-\x08\x0b\x0e-\x19\x1b-\x1f\x7f]")
_SAMPLE = 4096


@dataclass(frozen=True)
class Decoded:
    """A file's text.

    Attributes:
        text: with "\\n" at the end of lines, without byte order mark.
        notes: what a person should know of how it was read, a sentence each.
    """

    text: str
    notes: tuple[str, ...] = ()


def decode(data: bytes, file: str) -> Decoded:
    """Read bytes as text: UTF-8, UTF-16 or UTF-32, otherwise Western European.

    Control characters within the text are left to the caller, see `control_character`.

    Raises:
        UploadError: the file is empty or something other than text.
    """
    name = shown_name(file)
    if not data:
        raise UploadError(t("{file} is empty: choose a file that has something in it.", file=name))
    for beginning, what in _BEGINNINGS:
        if data.startswith(beginning):
            raise UploadError(
                t("{file} is {what}, not text. Save its content as CSV or plain text.", file=name, what=t(what))
            )
    encoding, mark = _encoding(data)
    try:
        return Decoded(_plain_lines(str(memoryview(data)[mark:], encoding)))
    except UnicodeDecodeError as error:
        if encoding != "utf-8" or mark:
            raise UploadError(_broken(name, encoding, data[mark:], error)) from None
        return _western(data, name, error)


def control_character(text: str) -> re.Match[str] | None:
    """The first character that no text has, such as a zero byte."""
    return _CONTROL.search(text)


def place(text: str, index: int) -> tuple[int, int]:
    """Line and column of a character, both from 1."""
    begin = text.rfind("\n", 0, index) + 1
    return text.count("\n", 0, index) + 1, index - begin + 1


def _encoding(data: bytes) -> tuple[str, int]:
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return encoding, len(mark)
    # Letters of Western languages in UTF-16 have a zero as every second byte.
    sample = data[:_SAMPLE]
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    if max(even, odd) > len(sample) * 0.4 and min(even, odd) < len(sample) * 0.05:
        return ("utf-16-be" if even > odd else "utf-16-le"), 0
    return "utf-8", 0


def _western(data: bytes, name: str, error: UnicodeDecodeError) -> Decoded:
    """Windows-1252, which has every printable character of Latin-1; where that is impossible, it is no text."""
    line, column = _place_of_byte(data, error.start)
    odd = _CONTROL_BYTES.search(data)
    if odd is None:
        try:
            text = data.decode("cp1252")
        except UnicodeDecodeError:
            text = data.decode("latin-1")
        note = t(
            "{file} is not UTF-8 (line {line}, column {column}); it is read as Western European. "
            "Save it as UTF-8 if letters look wrong.",
            file=name,
            line=line,
            column=column,
        )
        return Decoded(_plain_lines(text), (note,))
    line, column = _place_of_byte(data, odd.start())
    raise UploadError(
        t(
            "{file} is not text: line {line}, column {column} has the byte {byte}. "
            "Save its content as CSV or plain text in UTF-8.",
            file=name,
            line=line,
            column=column,
            byte=f"{data[odd.start()]:#04x}",
        )
    )


def _broken(name: str, encoding: str, data: bytes, error: UnicodeDecodeError) -> str:
    line = data[: error.start].decode(encoding, "replace").count("\n") + 1
    return t(
        "{file} begins as {encoding} and breaks off in line {line}: bytes there make no character. "
        "Save it again as UTF-8.",
        file=name,
        encoding=encoding.upper().removesuffix("-LE").removesuffix("-BE"),
        line=line,
    )


def _place_of_byte(data: bytes, index: int) -> tuple[int, int]:
    begin = data.rfind(b"\n", 0, index) + 1
    return data.count(b"\n", 0, index) + 1, index - begin + 1


def _plain_lines(text: str) -> str:
    # Byte 26 closes files of old systems.
    return text.replace("\r\n", "\n").replace("\r", "\n").rstrip("\x1a")
