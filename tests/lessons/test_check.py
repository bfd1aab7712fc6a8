"""`python -m rnnviz.lessons`: what a teacher reads of a file."""

from pathlib import Path

import pytest

from rnnviz.lessons.__main__ import main
from tests.lessons.sample import LESSON, write


def test_a_sound_lesson(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(write(tmp_path))]) == 0
    assert "10-a-sample.md: A sample\n  Press\n    holds  loss < 1  (0." in capsys.readouterr().out


def test_a_claim_that_does_not_hold(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(write(tmp_path, LESSON.replace("loss < 1", "loss > 1")))]) == 1
    assert "    WRONG  loss > 1  (0." in capsys.readouterr().out


def test_files_that_cannot_be_read(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    broken = write(tmp_path, LESSON.replace("minutes = 5", "minutes = 5.5"), "20-broken.md")
    assert main([str(broken), str(tmp_path / "30-missing.md"), str(write(tmp_path))]) == 1
    said = capsys.readouterr().out
    assert "WRONG  20-broken.md, line 3: minutes is 5.5; allowed is a whole number from 1 to 60." in said
    assert "30-missing.md" in said
    assert "holds  loss < 1" in said
