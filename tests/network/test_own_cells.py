"""A built-in cell that somebody writes again is the built-in one, to the last bit; on both engines."""

import numpy as np
import pytest
import torch

from rnnviz.cells import CELLS, find_cell
from rnnviz.cells.catalogue import BASIC
from rnnviz.cells.own import named
from rnnviz.tracing.run import trace_run
from rnnviz.tracing.trace import Trace
from rnnviz.training.build import parameters
from rnnviz.training.run import Run
from tests.training.trainings import same_bits, small


def written(key: str) -> str:
    """The text of a built-in cell as a person might leave it: named, and with other words for the values."""
    lines = [line.partition("#")[0].rstrip() for line in CELLS[key].text.splitlines()]
    return named("\n".join(lines) + "  # what I say of it", "Mine")


def trained(cell: str, engine: str) -> Run:
    run = Run(small(cell=cell, engine=engine, iterations=5, layers=2, bidirectional=True))
    run.play()
    while run.training:
        run.train_slice(10)
    assert run.status == "done", run.error
    return run


def trace(run: Run) -> Trace:
    return trace_run(run.config, run.checkpoint)


@pytest.mark.parametrize("engine", ["torch", "nn", "auto"])
@pytest.mark.parametrize("key", [cell.key for cell in BASIC])
def test_a_built_in_cell_written_in_the_designer_is_the_built_in_one(key: str, engine: str) -> None:
    own, known = trained(written(key), engine), trained(key, engine)
    assert own.view().losses.tolist() == known.view().losses.tolist()
    assert same_bits(own.at(0), known.at(0))
    assert same_bits(own.checkpoint, known.checkpoint)
    found, expected = trace(own), trace(known)
    assert found.cell == find_cell(own.config.cell)
    assert found.cell.title == "Mine"
    assert set(found.arrays) == set(expected.arrays)
    for address, array in expected.arrays.items():
        assert np.array_equal(found[address], array), address
    assert found.outputs is not None
    assert expected.outputs is not None
    assert np.array_equal(found.outputs, expected.outputs)


def test_a_cell_of_one_s_own_has_the_weights_that_its_equations_name() -> None:
    text = "f = sigmoid(W @ x + b_f)\nh = f * h_prev + (1 - f) * tanh(V @ x + p * h_prev)"
    config = small(cell=text, hidden=4)
    assert parameters(config) == 4 + 4 + 4 + 4 + (4 + 1)  # W, b_f, V, p; the readout
    start = Run(config).checkpoint
    bound = 1 / 4**0.5
    torch.manual_seed(config.seed)
    for name, shape in {"W": (4, 1), "b_f": (4,), "V": (4, 1), "p": (4,)}.items():
        drawn = torch.empty(shape).uniform_(-bound, bound)
        assert torch.equal(start.weights[f"recurrent.weights.layer0.{name}"], drawn), name
    assert torch.equal(start.weights["readout.weight"], torch.nn.Linear(4, 1).weight)


@pytest.mark.parametrize("text", ["h = b", "h = sigmoid(b) * 1 + b", "c = b\nh = c_prev + c"])
def test_a_cell_that_reads_nothing_trains_all_the_same(text: str) -> None:
    run = trained(text, "auto")
    assert run.checkpoint.iteration == 5
    found = trace(run)
    assert found.outputs is not None
    assert found.outputs.shape == (100, 1)
    assert found.check is not None
    assert found.check.largest_difference < 1e-6


def test_a_cell_that_runs_away_says_so() -> None:
    run = Run(small(cell="h = exp(exp(h_prev + b) + W @ x)", iterations=5))
    run.play()
    run.train_slice(10)
    assert run.status == "failed"
    assert "not a finite number" in run.error
    assert not np.isfinite(trace(run)["layer0.h"]).all()
