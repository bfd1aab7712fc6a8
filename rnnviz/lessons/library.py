"""All lessons, in the order of a course and in the language of the reader."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from rnnviz.lessons.errors import LessonError
from rnnviz.lessons.lesson import Lesson
from rnnviz.lessons.reading import read_lesson, read_translation
from rnnviz.words import current_language, t

FOLDER = Path(__file__).parent


@dataclass(frozen=True)
class Library:
    """Lessons that can be read, and what is wrong with the others.

    Attributes:
        lessons: in the order of their files' numbers.
        mistakes: a sentence for each file that cannot be read.
    """

    lessons: tuple[Lesson, ...]
    mistakes: tuple[str, ...]

    def find(self, slug: str) -> Lesson | None:
        """The lesson of this name; None where there is none."""
        return next((lesson for lesson in self.lessons if lesson.slug == slug), None)

    def beside(self, lesson: Lesson) -> tuple[Lesson | None, Lesson | None]:
        """The lessons before and after one."""
        slugs = [each.slug for each in self.lessons]
        at = slugs.index(lesson.slug)
        before = self.lessons[at - 1] if at else None
        after = self.lessons[at + 1] if at + 1 < len(slugs) else None
        return before, after


def library(folder: Path = FOLDER) -> Library:
    """The lessons of a folder in the language of the reader; one without a translation stays English.

    A file that was changed is read anew.
    """
    stamps = tuple((str(path), path.stat().st_mtime_ns) for path in sorted(folder.rglob("*.md")))
    return _library(folder, current_language(), stamps)


@lru_cache(maxsize=8)
def _library(folder: Path, language: str, stamps: tuple[tuple[str, int], ...]) -> Library:
    lessons: dict[str, Lesson] = {}
    mistakes: list[str] = []
    for path in sorted(folder.glob("*.md"), key=_number):
        try:
            lesson = read_lesson(path)
            if lesson.slug in lessons:
                other = lessons[lesson.slug].file
                raise LessonError(t("its name in an address is also that of {other}.", other=other), path.name)
            lessons[lesson.slug] = lesson
            lessons[lesson.slug] = _translated(lesson, folder / language / path.name)
        except LessonError as error:
            mistakes.append(str(error))
    return Library(tuple(lessons.values()), tuple(mistakes))


def _translated(lesson: Lesson, path: Path) -> Lesson:
    return read_translation(path, lesson) if path.is_file() else lesson


def _number(path: Path) -> tuple[int, str]:
    digits = path.name.partition("-")[0]
    return int(digits) if digits.isdecimal() and len(digits) < 10 else 0, path.name
