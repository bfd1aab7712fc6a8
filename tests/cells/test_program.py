"""The program of a stacked network with a dense readout: the copied text runs, and gives what torch gives."""

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import torch
from torch import nn

from rnnviz.cells import CELLS
from rnnviz.cells.program import ProgramSizes, draw, numpy_program
from rnnviz.network.comparison import torch_program, torch_run
from tests.cells.reference import MODULES, Arrays, module, named_weights, outputs, unroll

SAVE = "\nnp.savez('out.npz', outputs=outputs)\n"


def run(program: str, folder: Path) -> str:
    """Run a text as a person would who has saved it: outside the project; what it prints."""
    (folder / "network.py").write_text(program, encoding="utf-8")
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    command = [sys.executable, "-W", "error", "network.py"]
    done = subprocess.run(command, cwd=folder, env=environment, check=True, timeout=60, capture_output=True, text=True)
    return done.stdout


def stacked(key: str, sizes: ProgramSizes) -> tuple[np.ndarray, Arrays]:
    """The outputs of torch, one module a layer, each with the drawn weights copied in block by block; and the h."""
    drawn = draw(CELLS[key], sizes)
    xs, hidden = drawn.inputs, {}
    for layer, named in enumerate(drawn.layers):
        made = module(key, xs.shape[1], sizes.hidden)
        cut = named_weights(key, made)
        with torch.no_grad():
            for name, weight in made.named_parameters():
                part = name.removesuffix("_l0")
                gates = MODULES[key][1]
                prefix = {"weight_ih": "W", "weight_hh": "U", "bias_ih": "b", "bias_hh": "d"}[part]
                rows = [named.get(f"{prefix}_{gate}", np.zeros(sizes.hidden)) for gate in gates]
                weight.copy_(torch.from_numpy(np.concatenate(rows)))
        found = named_weights(key, made)
        assert all(np.array_equal(found[name], named[name]) for name in cut)
        xs = hidden[f"layer{layer}"] = outputs(made, xs)
    linear = nn.Linear(sizes.hidden, sizes.outputs, dtype=torch.float64)
    with torch.no_grad():
        linear.weight.copy_(torch.from_numpy(drawn.weight))
        linear.bias.copy_(torch.from_numpy(drawn.bias))
        return linear(torch.from_numpy(xs)).numpy(), hidden


@pytest.mark.parametrize("layers", [1, 2])
@pytest.mark.parametrize("key", list(MODULES))
def test_the_copied_program_gives_what_torch_gives(key: str, layers: int, tmp_path: Path) -> None:
    sizes = ProgramSizes(steps=5, features=3, hidden=4, outputs=2, layers=layers, seed=layers)
    run(numpy_program(CELLS[key], sizes) + SAVE, tmp_path)
    found = np.load(tmp_path / "out.npz")["outputs"]
    expected, _ = stacked(key, sizes)
    assert found.shape == (5, 2)
    np.testing.assert_allclose(found, expected, rtol=1e-10, atol=1e-10)


@pytest.mark.parametrize("key", list(MODULES))
def test_the_comparison_below_it_runs_and_finds_no_difference(key: str, tmp_path: Path) -> None:
    sizes = ProgramSizes(layers=2)
    printed = run(numpy_program(CELLS[key], sizes) + "\n\n" + torch_program(key, sizes), tmp_path)
    assert float(printed.rsplit(":", 1)[1]) < 1e-14


@pytest.mark.parametrize("layers", [1, 3])
@pytest.mark.parametrize("key", list(MODULES))
def test_torch_a_step_at_a_time(key: str, layers: int) -> None:
    sizes = ProgramSizes(layers=layers, steps=7)
    before = torch.get_rng_state()
    found = torch_run(key, sizes)
    assert torch.equal(torch.get_rng_state(), before)
    expected, hidden = stacked(key, sizes)
    np.testing.assert_allclose(found.outputs, expected, rtol=1e-10, atol=1e-10)
    for layer, states in found.states.items():
        assert set(states) == ({"h", "c"} if key == "lstm" else {"h"})
        np.testing.assert_allclose(states["h"], hidden[layer], rtol=1e-10, atol=1e-10)


def test_the_article_s_second_layer_has_another_shape() -> None:
    drawn = draw(CELLS["lstm"], ProgramSizes(features=3, hidden=4, layers=2))
    assert [layer["W_f"].shape for layer in drawn.layers] == [(4, 3), (4, 4)]


def test_the_program_reads_well() -> None:
    for layers in (1, 2, 3):
        sizes = ProgramSizes(layers=layers)
        programs = [numpy_program(cell, sizes) for key, cell in CELLS.items() if key != "fgr"]
        programs += [torch_program(key, sizes) for key in MODULES]
        assert max(len(line) for program in programs for line in program.splitlines()) <= 130


@pytest.mark.parametrize("layers", [1, 2])
@pytest.mark.parametrize("key", sorted(set(CELLS) - set(MODULES)))
def test_torch_line_by_line_gives_what_the_equations_give(key: str, layers: int) -> None:
    sizes = ProgramSizes(layers=layers)
    drawn, before = draw(CELLS[key], sizes), torch.get_rng_state()
    found = torch_run(key, sizes)
    assert torch.equal(torch.get_rng_state(), before)
    assert found.reference == ("torch.nn.LSTM" if key == "np" else "torch")
    xs = drawn.inputs
    for named in drawn.layers:
        xs = unroll(CELLS[key], xs, named, sizes.hidden)["h"]
    np.testing.assert_allclose(found.outputs, xs @ drawn.weight.T + drawn.bias, rtol=1e-10, atol=1e-10)


def test_no_program_for_what_torch_nn_has_not() -> None:
    with pytest.raises(ValueError, match=r"no module for minGRU; it has rnn, rnn_relu, lstm, gru"):
        torch_program("mingru", ProgramSizes())
