"""Checks lessons: trains what they set up, and says of every claim whether it holds."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from rnnviz.lessons.errors import LessonError
from rnnviz.lessons.evidence import judge_setup
from rnnviz.lessons.library import FOLDER
from rnnviz.lessons.reading import read_lesson


def main(arguments: Sequence[str]) -> int:
    """Check these files, or all lessons where none is named; 0 where all is well, otherwise 1."""
    paths = [Path(name) for name in arguments] or sorted(FOLDER.glob("*.md"))
    wrong = sum(not _check(path) for path in paths)
    return 1 if wrong else 0


def _check(path: Path) -> bool:
    try:
        lesson = read_lesson(path)
        _say(f"{lesson.file}: {lesson.title}")
        findings = []
        for setup in lesson.setups:
            _say(f"  {setup.name}")
            for finding in judge_setup(setup):
                findings.append(finding)
                _say(f"    {'holds' if finding.holds else 'WRONG'}  {finding.claim}  ({finding.found})")
    except (LessonError, OSError) as error:
        _say(f"WRONG  {error}")
        return False
    return all(finding.holds for finding in findings)


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
