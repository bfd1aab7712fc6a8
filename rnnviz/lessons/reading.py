"""Reads a lesson's file, and says what is wrong in it."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from rnnviz.lessons.claims import Claim, Rank, read_claim, terms
from rnnviz.lessons.errors import LessonError
from rnnviz.lessons.lesson import PARTS, Lesson, Setup
from rnnviz.lessons.places import Place, ReferencePlace, TrainPlace, read_place
from rnnviz.lessons.quantities import Gradient, Number, Values
from rnnviz.words import t

FENCE = "+++"
MOST_MINUTES = 60
MOST_BYTES = 100_000
_NAME = re.compile(r"(\d+)-([a-z0-9]+(?:-[a-z0-9]+)*)\.md")
_ERROR_LINE = re.compile(r" \(at line (\d+), column \d+\)| \(at end of document\)")
# Markdown makes a space of a line break; Chinese has none between its characters.
_CHINESE_BREAK = re.compile(r"(?<=[\u3000-\u9fff\uff00-\uffef])\n(?=[\u3000-\u9fff\uff00-\uffef])")


class Source:
    """The text of a file in two parts, with the numbers of their lines.

    Args:
        path: the file.

    Raises:
        LessonError: it cannot be read, or has no header.
    """

    def __init__(self, path: Path) -> None:
        self.name = path.name
        try:
            self.lines = path.read_bytes()[:MOST_BYTES].decode("utf-8-sig").splitlines()
        except UnicodeDecodeError as error:
            raise LessonError(t("it is not UTF-8 text; save it as UTF-8."), self.name) from error
        if not self.lines or self.lines[0].strip() != FENCE or FENCE not in map(str.strip, self.lines[1:]):
            raise self.error(t("a lesson begins with a header between two lines of {fence}.", fence=FENCE), 1)
        self.end = [line.strip() for line in self.lines].index(FENCE, 1)

    def error(self, reason: str, line: int = 0) -> LessonError:
        """A mistake in this file."""
        return LessonError(reason, self.name, line)

    def line_of(self, text: str) -> int:
        """The number of the first line of the header with this text, or 1."""
        return next((n for n, line in enumerate(self.lines[: self.end], 1) if text in line), 1)

    def header(self) -> dict[str, Any]:
        """The header as TOML.

        Raises:
            LessonError: it is not TOML.
        """
        try:
            return tomllib.loads("\n".join(["", *self.lines[1 : self.end]]))
        except tomllib.TOMLDecodeError as error:
            at = _ERROR_LINE.search(str(error))
            line = int(at[1]) if at and at[1] else self.end
            reason = _ERROR_LINE.sub("", str(error))
            raise self.error(t("the header is not TOML: {reason}.", reason=reason), line) from error

    def body(self) -> tuple[str, dict[str, str]]:
        """The Markdown before the first heading, and that of every part.

        Raises:
            LessonError: a part is missing, empty, unknown, or in another place.
        """
        found: dict[str, list[str]] = {"": []}
        fenced = False
        for number, line in enumerate(self.lines[self.end + 1 :], self.end + 2):
            fenced ^= line.startswith("```")
            if not fenced and line.startswith("## "):
                self._begin(line[3:].strip(), list(found), number)
                found[line[3:].strip()] = []
            else:
                found[list(found)[-1]].append(line)
        texts = {part: _CHINESE_BREAK.sub("", "\n".join(lines).strip()) for part, lines in found.items()}
        if len(texts) <= len(PARTS):
            missing = next(part for part in PARTS if part not in texts)
            raise self.error(t("the part '## {part}' is missing.", part=missing), len(self.lines))
        empty = next((part for part, text in texts.items() if not text), None)
        if empty is not None:
            name = f"## {empty}" if empty else t("before the first heading")
            raise self.error(t("the part '{part}' has no text.", part=name), self.end + 1)
        return texts.pop(""), texts

    def _begin(self, heading: str, before: list[str], line: int) -> None:
        wanted = [*PARTS, ""][len(before) - 1]
        if heading != wanted:
            reason = t(
                "'## {heading}' stands where '## {wanted}' belongs; the parts are {parts}, in this order.",
                heading=heading,
                wanted=wanted,
                parts=", ".join(PARTS),
            )
            raise self.error(reason, line)


def slug_of(path: Path) -> str:
    """The lesson's name in an address: what follows the number in its file's name.

    Raises:
        LessonError: the file's name has another form.
    """
    match = _NAME.fullmatch(path.name)
    if not match:
        raise LessonError(
            t("the file's name must be a number, a hyphen and small letters, as in 35-forget-bias.md."), path.name
        )
    return match[2]


def read_lesson(path: Path) -> Lesson:
    """Read and check a lesson.

    Raises:
        LessonError: something is wrong; the message names the file, the line, and what is allowed.
    """
    slug, source = slug_of(path), Source(path)
    header = source.header()
    _keys(source, header, ("title", "minutes", "predict", "setup"))
    choices, right = _prediction(source, header["predict"], ("choices", "right"))
    minutes = header["minutes"]
    if type(minutes) is not int or not 1 <= minutes <= MOST_MINUTES:
        reason = t("minutes is {value}; allowed is a whole number from 1 to {high}.", value=minutes, high=MOST_MINUTES)
        raise source.error(reason, source.line_of("minutes"))
    setups = tuple(_setup(source, key, table) for key, table in _tables(source, header["setup"]).items())
    intro, parts = source.body()
    return Lesson(slug, path.name, _text(source, header, "title"), minutes, choices, right, setups, intro, parts)


def read_translation(path: Path, lesson: Lesson) -> Lesson:
    """Read a lesson in another language: the same file name, other words; what is set up stays the lesson's.

    Raises:
        LessonError: something is wrong, or it does not fit the lesson.
    """
    source = Source(path)
    header = source.header()
    _keys(source, header, ("title", "predict", "setup"))
    choices, _ = _prediction(source, header["predict"], ("choices",))
    tables = _tables(source, header["setup"])
    keys = [setup.key for setup in lesson.setups]
    if list(tables) != keys or len(choices) != len(lesson.choices):
        reason = t(
            "it must have the same setups as the lesson, {keys}, and {n} choices.",
            keys=", ".join(keys),
            n=len(lesson.choices),
        )
        raise source.error(reason, 1)
    for key, table in tables.items():
        _keys(source, table, ("name",), f"setup.{key}")
    names = {key: _text(source, table, "name") for key, table in tables.items()}
    setups = tuple(replace(setup, name=names[setup.key]) for setup in lesson.setups)
    intro, parts = source.body()
    title = _text(source, header, "title")
    return replace(lesson, title=title, choices=choices, setups=setups, intro=intro, parts=parts)


def _keys(source: Source, table: Mapping[str, Any], allowed: tuple[str, ...], where: str = "") -> None:
    """Refuse a table that has other keys than these."""
    place = where or t("the header")
    line = source.line_of(f"[{where}]") if where else 1
    for key in table:
        if key not in allowed:
            reason = t("{place} has no '{key}'; allowed are {keys}.", place=place, key=key, keys=", ".join(allowed))
            raise source.error(reason, source.line_of(key))
    for key in allowed:
        if key not in table:
            raise source.error(t("{place} needs '{key}'.", place=place, key=key), line)


def _text(source: Source, table: Mapping[str, Any], key: str) -> str:
    value = table[key]
    if not isinstance(value, str) or not value.strip():
        raise source.error(t("'{key}' must be a text in quotes.", key=key), source.line_of(key))
    return value


def _texts(source: Source, table: Mapping[str, Any], key: str) -> tuple[str, ...]:
    value = table[key]
    if not isinstance(value, list) or not value or not all(isinstance(each, str) and each.strip() for each in value):
        raise source.error(t("'{key}' must be a list of texts in quotes.", key=key), source.line_of(key))
    return tuple(value)


def _tables(source: Source, found: object) -> dict[str, dict[str, Any]]:
    if not isinstance(found, dict) or not found or not all(isinstance(table, dict) for table in found.values()):
        raise source.error(t("a setup is a table with a name, as in [setup.first]."), source.line_of("setup"))
    return found


def _prediction(source: Source, table: object, keys: tuple[str, ...]) -> tuple[tuple[str, ...], int]:
    if not isinstance(table, dict):
        raise source.error(t("a prediction is a table: [predict]."), source.line_of("predict"))
    _keys(source, table, keys, "predict")
    choices, right = _texts(source, table, "choices"), table.get("right", 1)
    if type(right) is not int or not 1 <= right <= len(choices):
        reason = t("right is {value}; allowed is the number of a choice, 1 to {high}.", value=right, high=len(choices))
        raise source.error(reason, source.line_of("right"))
    return choices, right - 1


def _setup(source: Source, key: str, table: Mapping[str, Any]) -> Setup:
    _keys(source, table, ("name", "opens", "holds"), f"setup.{key}")
    opens, claims = _text(source, table, "opens"), _texts(source, table, "holds")
    line = source.line_of(opens)
    try:
        place, read = read_place(opens), []
        for claim in claims:
            line = source.line_of(claim)
            read.append(read_claim(claim))
            _fits(read[-1], place)
    except LessonError as error:
        raise source.error(error.reason, line) from error
    return Setup(key, _text(source, table, "name"), place, tuple(read))


def _fits(claim: Claim, place: Place) -> None:
    """Refuse a claim about what the place does not have."""
    if isinstance(place, ReferencePlace):
        if claim.iteration is not None:
            raise LessonError(t("'at iteration' is for pages that train."))
    else:
        compared = () if isinstance(place, TrainPlace) else place.comparison.cells
        config = place.config if isinstance(place, TrainPlace) else place.comparison.base
        if claim.iteration is not None and claim.iteration > config.iterations:
            high = config.iterations
            raise LessonError(t("iteration is {value}; the run makes {high}.", value=claim.iteration, high=high))
        if compared:
            _names_cells(claim, compared)
        for term in terms(claim):
            if isinstance(term.inner, Values | Gradient):
                term.inner.check(config.changed(cell=term.cell) if compared else config)
    if isinstance(place, ReferencePlace | TrainPlace) and _named(claim):
        raise LessonError(t("a claim names cells only where the address is of Compare."))


def _named(claim: Claim) -> list[str]:
    """The cells that a claim names; empty for a quantity without one."""
    if isinstance(claim.content, Rank):
        return [claim.content.first, claim.content.second]
    return [term.cell for term in terms(claim) if term.cell]


def _names_cells(claim: Claim, cells: tuple[str, ...]) -> None:
    content = claim.content
    measured = [term.cell for term in terms(claim) if not isinstance(term.quantity, Number)]
    named = [content.first, content.second] if isinstance(content, Rank) else measured
    if not named:
        raise LessonError(t("on Compare a claim is about a quantity of a cell, or about which cell beats another."))
    for cell in named:
        if cell not in cells:
            raise LessonError(
                t(
                    "name a cell that is compared, as in 'loss of {cell}': one of {cells}.",
                    cell=cells[0],
                    cells=", ".join(cells),
                )
            )
