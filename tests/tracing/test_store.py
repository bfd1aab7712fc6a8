"""A stored trace comes back as it was, without torch."""

import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch
from numpy.typing import NDArray

from rnnviz.cells import CELLS
from rnnviz.network import Network
from rnnviz.tracing.module import trace_module
from rnnviz.tracing.record import record
from rnnviz.tracing.store import load, save
from rnnviz.tracing.trace import Trace
from tests.imports import ROOT
from tests.network.modules import OWN, Shape


def network_trace() -> Trace:
    return record(Network(OWN, "plain", 3, 5, 2), np.ones((6, 3), np.float32))


def module_trace(dtype: torch.dtype) -> Trace:
    shape = Shape("lstm", 2, bidirectional=True, proj_size=2, dtype=dtype)
    return trace_module(shape.make(), shape.inputs())


def same(found: NDArray[np.floating], expected: NDArray[np.floating]) -> bool:
    return found.dtype == expected.dtype and np.array_equal(found, expected)


@pytest.mark.filterwarnings("ignore:LSTM with projections is not supported with oneDNN")
@pytest.mark.parametrize("kind", ["network", "float32", "float64"])
def test_there_and_back(kind: str, tmp_path: Path) -> None:
    trace = network_trace() if kind == "network" else module_trace(getattr(torch, kind))
    save(trace, tmp_path / "one.npz")
    found = load(tmp_path / "one.npz")
    assert (found.cell, found.layers, found.names, found.check) == (trace.cell, trace.layers, trace.names, trace.check)
    assert found.cell.states == trace.cell.states
    assert list(found.arrays) == list(trace.arrays)
    assert all(same(found[key], array) for key, array in trace.arrays.items())
    assert same(found.inputs, trace.inputs)
    if trace.outputs is None:
        assert found.outputs is None
    else:
        assert found.outputs is not None
        assert same(found.outputs, trace.outputs)


def test_a_trace_without_a_check(tmp_path: Path) -> None:
    save(replace(network_trace(), check=None), tmp_path / "one.npz")
    assert load(tmp_path / "one.npz").check is None


def test_numpy_reads_one_array_by_its_address(tmp_path: Path) -> None:
    trace = network_trace()
    save(trace, str(tmp_path / "one.npz"))
    with np.load(tmp_path / "one.npz") as file:
        np.testing.assert_array_equal(file["layer0.W_f@x"], trace["layer0.W_f@x"])


def test_the_same_trace_gives_the_same_bytes(tmp_path: Path) -> None:
    trace = network_trace()
    for name in ("one", "two"):
        save(trace, tmp_path / name)
    assert (tmp_path / "one").read_bytes() == (tmp_path / "two").read_bytes()


@pytest.mark.parametrize(
    "write",
    [
        lambda path: path.write_bytes(b""),
        lambda path: path.write_bytes(b"not an archive"),
        lambda path: path.write_bytes(b"PK\x03\x04 broken"),
        lambda path: np.savez(path, a=np.zeros(3)),
        lambda path: np.zeros(3).tofile(path),
        # reading an array of Python objects would need pickle
        lambda path: np.savez(path, header=np.array([{"version": 1}], dtype=object)),
    ],
    ids=["empty", "text", "broken", "other arrays", "bare numbers", "objects"],
)
def test_a_file_that_holds_no_trace(write: Callable[[Path], object], tmp_path: Path) -> None:
    path = tmp_path / "one.npz"
    write(path)
    with pytest.raises(ValueError, match=r"holds no trace; give a file that rnnviz\.tracing\.store\.save wrote"):
        load(path)


def test_a_trace_of_another_version(tmp_path: Path) -> None:
    np.savez(tmp_path / "one.npz", header=np.array('{"version": 99}'))
    with pytest.raises(ValueError, match="version 99; this rnnviz reads version 1: save the trace again"):
        load(tmp_path / "one.npz")


def test_no_such_file(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        load(tmp_path / "one.npz")


@pytest.mark.parametrize("module", ["rnnviz.tracing.trace", "rnnviz.tracing.store", "rnnviz.tracing.layers"])
def test_reading_and_running_need_no_torch(module: str) -> None:
    code = f"import sys, {module}; print(*sorted({{'torch', 'pandas', 'streamlit', 'plotly'}} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.split() == []


def test_a_stored_trace_is_read_without_torch(tmp_path: Path) -> None:
    torch.manual_seed(0)
    trace = record(Network(CELLS["lstm"], "plain", 3, 5, 2), np.ones((6, 3), np.float32))
    save(trace, tmp_path / "one.npz")
    code = (
        "import sys; from rnnviz.tracing.store import load; trace = load(sys.argv[1]);"
        "print(trace.check.reference, repr(float(trace['layer0.c'][5, 2])), 'torch' in sys.modules)"
    )
    command = [sys.executable, "-c", code, str(tmp_path / "one.npz")]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["torch.nn.LSTM", repr(float(trace["layer0.c"][5, 2])), "False"]
