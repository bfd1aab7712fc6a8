"""Compiled equations against torch's, in double precision: outputs and the gradients of everything."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
import torch

from rnnviz.cells import CELLS, Cell
from rnnviz.network import ENGINES, FusedRecurrent
from rnnviz.network.packing import PACKINGS
from tests.imports import ROOT
from tests.kernels import strange
from tests.kernels.gradients import difference, found, random_layers
from tests.network.modules import OWN, Shape

OTHERS = [pytest.param(cell, marks=pytest.mark.slow) for key, cell in CELLS.items() if key not in PACKINGS]
KNOWN = [*(CELLS[key] for key in PACKINGS), *OTHERS, OWN, *strange.CELLS.values()]


@pytest.mark.parametrize("cell", KNOWN, ids=lambda cell: cell.title)
def test_gradients_of_known_cells(cell: Cell) -> None:
    for layers, bidirectional in ((1, False), (2, True)):
        recurrent = random_layers(cell, layers, bidirectional)
        assert difference(found("compiled", recurrent), found("torch", recurrent)) < 1e-9


@pytest.mark.parametrize("cell", PACKINGS)
def test_gradients_of_torch_nn_s_own_modules(cell: str) -> None:
    recurrent = FusedRecurrent(Shape(cell, 2, bidirectional=True).make())
    assert difference(found("compiled", recurrent), found("nn", recurrent)) < 1e-9


@pytest.mark.filterwarnings("ignore:LSTM with projections is not supported with oneDNN")
def test_an_lstm_whose_output_is_projected() -> None:
    recurrent = FusedRecurrent(Shape("lstm", 2, proj_size=2).make())
    assert difference(found("compiled", recurrent), found("torch", recurrent)) < 1e-9


@pytest.mark.parametrize("cell", PACKINGS)
def test_single_precision(cell: str) -> None:
    recurrent = FusedRecurrent(Shape(cell, 2, dtype=torch.float32).make())
    assert difference(found("compiled", recurrent), found("nn", recurrent)) < 1e-4


def random_cells(count: int, **env: str) -> float:
    """The largest difference, found in a process of its own."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.kernels.random_cells", str(count)],
        cwd=ROOT,
        env={**os.environ, **env},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    told = re.fullmatch(r"(\d+) cells, largest difference (\S+)\n", done.stdout)
    assert told is not None
    assert int(told[1]) >= count * 0.8
    return float(told[2])


def test_what_is_written_for_random_cells_is_their_gradient(tmp_path: Path) -> None:
    """The sources as plain Python: what Numba makes of them is compared with fewer, and with all in a benchmark."""
    assert random_cells(200, NUMBA_DISABLE_JIT="1", RNNVIZ_KERNELS=str(tmp_path)) < 1e-9


@pytest.mark.slow
def test_random_cells_compiled() -> None:
    # A compiler takes seconds for each: benchmarks/agreement.py has all 200.
    assert random_cells(30) < 1e-9


def test_no_text_of_a_person_is_in_a_kernel() -> None:
    from rnnviz.kernels.source import module

    cell = Cell(
        "x", "Evil'''", "system = tanh(os @ x + imp @ h_prev + quit)\nh = system * eval_b  # '''\"\"\" os.system"
    )
    for word in ("system", "quit", "eval", "imp ", "os."):
        assert word not in module(cell, "float32").replace("import ", "")


def test_the_engine_names_itself() -> None:
    assert ENGINES["compiled"].reference(FusedRecurrent(Shape("lstm", 1).make())) == "compiled"
