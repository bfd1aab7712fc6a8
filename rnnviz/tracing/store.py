"""Traces in a file: one .npz of plain arrays and a JSON header, read back without torch and without pickle."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from types import MappingProxyType
from typing import Any
from zipfile import BadZipFile

import numpy as np

from rnnviz.cells.cell import Cell
from rnnviz.tracing.trace import Check, Trace

VERSION = 1
_HEADER, _INPUTS, _OUTPUTS = "header", "inputs", "outputs"


def save(trace: Trace, path: str | Path) -> None:
    """Write a trace to one compressed .npz file.

    Its arrays are there by their addresses, so that `numpy.load(path)["layer0.f"]` reads one by itself.
    """
    cell = trace.cell
    header = {
        "version": VERSION,
        "cell": {"key": cell.key, "title": cell.title, "text": cell.text, "source": cell.source},
        "axes": dict(cell.axes),
        "layers": trace.layers,
        "check": None if trace.check is None else asdict(trace.check),
    }
    arrays: dict[str, Any] = {**trace.arrays, _INPUTS: trace.inputs, _HEADER: np.array(json.dumps(header))}
    if trace.outputs is not None:
        arrays[_OUTPUTS] = trace.outputs
    with Path(path).open("wb") as file:
        np.savez_compressed(file, **arrays)


def load(path: str | Path) -> Trace:
    """Read a trace that `save` wrote; the cell is made again from its equations.

    Raises:
        FileNotFoundError: there is no such file.
        ValueError: the file holds no trace, or one of another version; the message says which.
    """
    with Path(path).open("rb") as file:
        try:
            with np.load(file) as stored:
                arrays = {key: stored[key] for key in stored.files}
            header = json.loads(str(arrays.pop(_HEADER)))
        except (BadZipFile, EOFError, KeyError, TypeError, ValueError, AttributeError) as error:
            raise ValueError(f"{path} holds no trace; give a file that rnnviz.tracing.store.save wrote.") from error
    if header.get("version") != VERSION:
        raise ValueError(
            f"{path} holds a trace of version {header.get('version')}; this rnnviz reads version {VERSION}: "
            "save the trace again."
        )
    return _trace(header, arrays)


def _trace(header: dict[str, Any], arrays: dict[str, Any]) -> Trace:
    check = header["check"]
    return Trace(
        cell=Cell(**header["cell"], axes=MappingProxyType(header["axes"])),
        layers=tuple(header["layers"]),
        inputs=arrays.pop(_INPUTS),
        outputs=arrays.pop(_OUTPUTS, None),
        arrays=arrays,
        check=None if check is None else Check(**check),
    )
