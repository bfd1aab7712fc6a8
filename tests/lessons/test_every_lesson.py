"""Every lesson's experiments are set up and trained, and every claim holds there."""

import re
import subprocess
import sys
from itertools import pairwise
from pathlib import Path

import pytest

from rnnviz.lessons.evidence import judge_setup
from rnnviz.lessons.lesson import Lesson, Setup
from rnnviz.lessons.library import FOLDER, library
from rnnviz.lessons.places import ComparePlace
from rnnviz.lessons.reading import read_lesson
from rnnviz.words import use_language
from tests.imports import ROOT

pytestmark = pytest.mark.usefixtures("kernels_are_ready")

LESSONS = [read_lesson(path) for path in sorted(FOLDER.glob("*.md"))]
SETUPS = [(lesson, setup) for lesson in LESSONS for setup in lesson.setups]
COVERED = {
    "E1": ("sine", "luck"),
    "E2": ("broadcast", "lost-state"),
    "E3": ("passengers",),
    "E4": ("ynbode", "one-hot"),
    "E5": ("weather",),
    "E6": ("one-cell",),
    "E7": ("from-scratch",),
    "E8": ("digits", "saving"),
    "E9": ("tags",),
    "E10": ("shapes", "update-gate"),
    "E11": ("three-gates",),
    "E12": ("why-lstm", "forget-bias", "exploding"),
}
"""The lessons on each experiment of the source material."""


def is_long(setup: Setup) -> bool:
    """Whether it trains many networks."""
    return isinstance(setup.place, ComparePlace) and setup.place.comparison.base.task != "sine"


@pytest.mark.parametrize(
    ("lesson", "setup"),
    [
        pytest.param(lesson, setup, id=f"{lesson.slug}-{setup.key}", marks=[pytest.mark.slow] * is_long(setup))
        for lesson, setup in SETUPS
    ],
)
def test_what_a_lesson_says_holds_on_a_trained_run(lesson: Lesson, setup: Setup) -> None:
    wrong = [f"{finding.claim}: {finding.found}" for finding in judge_setup(setup) if not finding.holds]
    assert wrong == []


def test_every_experiment_has_its_lessons() -> None:
    slugs = {lesson.slug for lesson in LESSONS}
    assert [name for name, of_it in COVERED.items() if not slugs >= set(of_it)] == []


def test_a_lesson_takes_five_to_ten_minutes() -> None:
    assert [lesson.slug for lesson in LESSONS if not 5 <= lesson.minutes <= 10] == []


def test_every_lesson_is_translated() -> None:
    assert {path.name for path in FOLDER.glob("zh/*.md")} == {path.name for path in FOLDER.glob("*.md")}
    use_language("zh")
    try:
        found = library()
    finally:
        use_language("en")
    assert found.mistakes == ()
    chinese = re.compile("[\u4e00-\u9fff]")
    for lesson in found.lessons:
        texts = [lesson.title, lesson.intro, *lesson.parts.values()]
        assert all(chinese.search(text) for text in texts), lesson.file


def programs(text: str) -> list[tuple[str, str]]:
    """Every program of a lesson that is complete, with what the lesson says that it prints."""
    found = re.findall(r"^```(\w+)\n(.*?)^```", text, re.MULTILINE | re.DOTALL)
    followed = pairwise([*found, ("", "")])
    whole = [(code, said) for (kind, code), said in followed if kind == "python" and code.startswith("import ")]
    assert all(kind == "text" for _, (kind, _) in whole), "a program is followed by what it prints"
    return [(code, said) for code, (_, said) in whole]


PROGRAMS = [
    pytest.param(code, said, id=f"{path.stem}-{number}")
    for path in sorted(FOLDER.rglob("*.md"))
    for number, (code, said) in enumerate(programs(path.read_text(encoding="utf-8")))
]


@pytest.mark.parametrize(("code", "said"), PROGRAMS)
def test_a_program_in_a_lesson_prints_what_the_lesson_says(code: str, said: str, tmp_path: Path) -> None:
    done = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.stdout == said, done.stderr


def test_the_dangerous_and_the_safe_way_to_save_are_both_shown_and_run() -> None:
    assert len(programs((FOLDER / "95-saving.md").read_text(encoding="utf-8"))) == 2
    assert (ROOT / "rnnviz" / "lessons" / "zh").is_dir()
