"""E7: LSTM and GRU from scratch, in several layers with a dense readout: what is copied runs as it stands."""

import subprocess
import sys
from pathlib import Path

import pytest

from rnnviz.cells import CELLS
from rnnviz.cells.program import ProgramSizes, numpy_program
from rnnviz.network.comparison import torch_program


@pytest.mark.parametrize("layers", [1, 2, 3])
@pytest.mark.parametrize("cell", ["rnn", "lstm", "gru"])
def test_the_program_gives_what_torch_gives(cell: str, layers: int, tmp_path: Path) -> None:
    sizes = ProgramSizes(layers=layers)
    path = tmp_path / "network.py"
    path.write_text(f"{numpy_program(CELLS[cell], sizes)}\n\n{torch_program(cell, sizes)}", encoding="utf-8")
    command = [sys.executable, "-W", "error", path.name]
    done = subprocess.run(command, cwd=tmp_path, check=True, timeout=60, capture_output=True, text=True)
    assert float(done.stdout.rsplit(":", 1)[1]) < 1e-14
