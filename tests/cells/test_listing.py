"""The NumPy listing: a program of its own, run as a person would run it, gives the numbers of torch.nn."""

import ast
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from numpy.typing import NDArray

from rnnviz.cells import CELLS, Cell
from rnnviz.cells.functions import FUNCTIONS
from rnnviz.cells.listing import numpy_listing
from rnnviz.cells.variants import with_projection, without_bias
from tests.cells import reference
from tests.cells.trees import cells

Arrays = Mapping[str, NDArray[np.floating]]

# What a person adds below the listing: read the arrays, run, save.
DRIVER = """
if __name__ == "__main__":
    import sys

    arrays = dict(np.load(sys.argv[1]))
    np.savez(sys.argv[2], **run(arrays.pop("the input"), arrays))
"""


def run(cell: Cell, xs: NDArray[np.floating], p: Arrays, folder: Path) -> dict[str, NDArray[np.floating]]:
    program, given_arrays, results = (folder / name for name in ("cell.py", "in.npz", "out.npz"))
    program.write_text(numpy_listing(cell) + DRIVER, encoding="utf-8")
    np.savez(given_arrays, **{"the input": xs}, **p)
    # Outside the project, so that the listing can lean on nothing of it.
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    subprocess.run(
        [sys.executable, "-W", "error", program.name, given_arrays.name, results.name],
        cwd=folder,
        env=environment,
        check=True,
        timeout=60,
    )
    return dict(np.load(results))


@pytest.mark.parametrize("key", list(reference.MODULES))
def test_the_listing_equals_torch(key: str, tmp_path: Path) -> None:
    made = reference.module(key, 3, 5, seed=2)
    xs = np.random.default_rng(3).standard_normal((20, 3))
    found = run(CELLS[key], xs, reference.named_weights(key, made), tmp_path)
    assert set(found) == set(CELLS[key].names)
    assert all(rows.shape == (20, 5) for rows in found.values())
    np.testing.assert_allclose(found["h"], reference.outputs(made, xs), rtol=1e-10, atol=1e-10)


def test_the_listing_of_a_projected_cell_without_bias_equals_torch(tmp_path: Path) -> None:
    made = reference.module("lstm", 3, 5, bias=False, proj_size=2)
    xs = np.random.default_rng(3).standard_normal((20, 3))
    cell = with_projection(without_bias(CELLS["lstm"]))
    found = run(cell, xs, reference.named_weights("lstm", made), tmp_path)
    assert (found["h"].shape, found["c"].shape) == ((20, 2), (20, 5))
    np.testing.assert_allclose(found["h"], reference.outputs(made, xs), rtol=1e-10, atol=1e-10)


def test_names_that_the_program_needs_itself(tmp_path: Path) -> None:
    text = """\
p = sigmoid(np @ x + step * p_prev + xs)  # gate: "quoted" \\ {braces}
steps = p * p_prev - 0.5 * steps_prev
run = softplus(steps) + abs(p) + relu(steps) + exp(-p) + sin(p) * cos(p)
h = tanh(values @ (run * h_prev) + p)
"""
    cell = Cell("own", "My cell", text)
    rng = np.random.default_rng(0)
    p = reference.random_parameters(cell, {"F": 2, "H": 3}, rng)
    xs = rng.standard_normal((6, 2))
    found, expected = run(cell, xs, p, tmp_path), reference.unroll(cell, xs, p, 3)
    for name in cell.names:
        np.testing.assert_allclose(found[name], expected[name], rtol=1e-10, atol=1e-10)


def test_a_cell_that_trains_nothing(tmp_path: Path) -> None:
    found = run(Cell("own", "My cell", "h = 0.5 * h_prev + 1 - 0 * h_prev"), np.zeros((3, 1)), {}, tmp_path)
    np.testing.assert_allclose(found["h"], [[1], [1.5], [1.75]])


def defined(program: str) -> list[str]:
    """The names of the functions of a program that imports NumPy, defines functions, and does nothing else."""
    first, *rest = ast.parse(program).body
    assert isinstance(first, ast.Import)
    assert [alias.name for alias in first.names] == ["numpy"]
    assert all(isinstance(statement, ast.FunctionDef) for statement in rest)
    return [statement.name for statement in rest if isinstance(statement, ast.FunctionDef)]


@pytest.mark.parametrize("end", ["\n", "\r", "\x0b", "\x0c", "\x85", "\u2028", "\0", '"""', "\\\n"])
def test_words_of_a_cell_stay_in_comments(end: str) -> None:
    words = f"a{end}import os{end}os.abort()"
    # A real line end in the equations themselves ends the comment, and is another test's matter.
    meaning = words.replace("\n", " ").replace("\r", " ")
    program = numpy_listing(Cell("own", words, f"h = tanh(W @ x)  # {meaning}", source=words))
    assert defined(program) == ["tanh", "step", "run"]


@given(cells())
def test_only_the_functions_that_are_used_are_defined(cell: Cell) -> None:
    *functions, step, run_ = defined(numpy_listing(cell))
    assert (step, run_) == ("step", "run")
    assert set(functions) == {name for name in FUNCTIONS if f"{name}(" in cell.text}


def test_the_listing_reads_well() -> None:
    lines = numpy_listing(CELLS["gru"]).splitlines()
    assert max(map(len, lines)) <= 100
    at = lines.index("    # update gate: share of the old state that is kept")
    assert lines[at + 1] == '    z = sigmoid(p["W_z"] @ x + p["U_z"] @ h_prev + p["b_z"])'
    assert lines[0] == "# GRU, in NumPy."
    assert any(line.startswith("# Source: Cho et al. 2014") for line in lines)
    assert "       U_r, U_z, U_n [H, H]" in lines
