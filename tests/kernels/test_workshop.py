"""Kernels that are made behind the page: in another process, once, and never at the cost of a training."""

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from rnnviz.cells import CELLS, Cell
from rnnviz.kernels import folder, workshop
from rnnviz.kernels.load import load, name, on_disk
from rnnviz.kernels.workshop import Workshop
from tests.imports import ROOT


def wait_for(made: Workshop, cell: Cell, seconds: float = 60) -> bool:
    end = time.monotonic() + seconds
    while made.kernel(cell) is None and time.monotonic() < end:
        time.sleep(0.02)
    return made.kernel(cell) is not None


def own(factor: float) -> Cell:
    """A cell that nobody has compiled before where the factor is new."""
    return Cell("own", "Own", f"h = tanh(W @ x + {factor} * (U @ h_prev) + b)")


def test_nothing_is_made_before_the_work_begins() -> None:
    made = Workshop()
    assert made.kernel(CELLS["rnn"]) is None
    made.begin([CELLS["rnn"]])
    assert wait_for(made, CELLS["rnn"])


def test_a_cell_that_is_asked_for_becomes_ready() -> None:
    made = Workshop()
    made.begin([])
    cell = own(0.5)
    assert made.kernel(cell) is None
    assert wait_for(made, cell)
    assert on_disk(cell)


def test_cells_for_later_are_compiled_and_not_loaded() -> None:
    made, cell = Workshop(), own(0.75)
    made.begin([], later=[cell])
    end = time.monotonic() + 60
    while not on_disk(cell) and time.monotonic() < end:
        time.sleep(0.02)
    assert on_disk(cell)
    assert cell not in made._ready


def test_what_is_on_disk_needs_no_compiler(monkeypatch: pytest.MonkeyPatch) -> None:
    load(own(0.25))
    monkeypatch.setattr(workshop, "_compile_elsewhere", lambda cell: pytest.fail("compiled again"))
    made = Workshop()
    made.begin([own(0.25)])
    assert wait_for(made, own(0.25))


def test_a_failed_compiler_is_asked_once(monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture) -> None:
    asked: list[Cell] = []

    def fail(cell: Cell) -> None:
        asked.append(cell)
        raise RuntimeError("no compiler")

    monkeypatch.setattr(workshop, "_make", fail)
    made = Workshop()
    made.begin([own(1.5)])
    for _ in range(20):
        assert made.kernel(own(1.5)) is None
        time.sleep(0.01)
    assert asked == [own(1.5)]
    assert "torch trains it: no compiler" in caplog.text


def test_the_line_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workshop, "_make", lambda cell: time.sleep(5))
    made = Workshop()
    made.begin([own(2 + n / 100) for n in range(workshop.MOST_WAITING + 10)])
    assert len(made._asked) == workshop.MOST_WAITING


def test_cells_that_compute_the_same_share_a_kernel() -> None:
    text = CELLS["gru"].text.replace("reset gate", "Ventil").replace(" z ", " zz ").replace("(1 - z)", "(1 - zz)")
    other = Cell("other", "Another title", text.replace("z = ", "zz = ") if "zz = " not in text else text)
    assert name(other, "float32") == name(CELLS["gru"], "float32") != name(CELLS["lstm"], "float32")


def test_the_folder_is_the_one_that_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv(folder.VARIABLE, str(tmp_path / "kept"))
    assert folder.chosen_root() == tmp_path / "kept"
    monkeypatch.delenv(folder.VARIABLE)
    assert "rnnviz" in folder.chosen_root().parts


@pytest.mark.skipif(os.name == "nt", reason="asks for a folder below a file")
def test_a_folder_that_cannot_be_written_is_replaced_for_this_process(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    code = "from rnnviz.kernels.folder import root; print(root(), root().exists())"
    env = {**os.environ, folder.VARIABLE: str(tmp_path / "file" / "below")}
    told = subprocess.run([sys.executable, "-c", code], cwd=ROOT, env=env, capture_output=True, text=True, check=True)
    path, there = told.stdout.split()
    assert there == "True"
    assert not Path(path).exists()


def test_old_kernels_make_room(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(folder, "root", lambda: tmp_path)
    for number in range(8):
        old = tmp_path / f"rnnviz_kernels_{number:016d}"
        old.mkdir()
        os.utime(old, (number, number))
    home = folder.home()
    for number in range(folder.MOST_CELLS + 5):
        (home / f"cell_{number}.py").write_text("")
        (home / f"cell_{number}.ready").touch()
        os.utime(home / f"cell_{number}.ready", (number, number))
    folder.make_room()
    assert len(list(tmp_path.iterdir())) == folder.MOST_VERSIONS
    kept = {path.stem for path in home.glob("cell_*.py")}
    assert kept == {f"cell_{number}" for number in range(5, folder.MOST_CELLS + 5)}


def test_without_numba_all_is_as_before() -> None:
    code = (
        "import sys; sys.modules['numba'] = None\n"
        "from rnnviz.kernels.workshop import WORKSHOP\n"
        "from rnnviz.cells import CELLS\n"
        "import time\n"
        "WORKSHOP.begin(CELLS.values()); time.sleep(0.5)\n"
        "from rnnviz.training.link import preset\n"
        "from rnnviz.training.advance import Budget, advance\n"
        "from rnnviz.training.build import start\n"
        "config = preset().changed(hidden=2)\n"
        "print(advance(config, start(config), Budget(2)).engine)\n"
    )
    told = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True)
    assert told.stdout.split() == ["nn"], told.stderr


def test_kernels_are_read_without_a_compiler_and_made_again_where_they_are_gone() -> None:
    cell = own(0.125)
    load(cell)
    code = (
        "import sys; from rnnviz.cells import Cell; from rnnviz.kernels.load import load\n"
        f"made = load(Cell('own', 'Own', {cell.text!r}))\n"
        "print('numba.np.linalg' in sys.modules, sum(made.forward.stats.cache_misses.values()))\n"
    )

    def told() -> list[str]:
        done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
        return done.stdout.split()

    assert told() == ["False", "0"]
    for path in (folder.home() / "__pycache__").glob(f"{name(cell, 'float32')}.forward*"):
        path.unlink()
    assert told() == ["True", "1"]
    assert told() == ["False", "0"]
