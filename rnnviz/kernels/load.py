"""Loads kernels, which compiles those that are not on disk yet."""

from __future__ import annotations

import hashlib
import importlib
import importlib.util
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from types import ModuleType
from typing import Any

from rnnviz.cells.cell import Cell
from rnnviz.kernels import folder
from rnnviz.kernels.layout import Layout, layout
from rnnviz.kernels.program import Program, program
from rnnviz.kernels.source import module

_lock = threading.RLock()


@dataclass(frozen=True, eq=False)
class Kernel:
    """A cell's compiled functions; `rnnviz.kernels.source` says what they take.

    Attributes:
        real: "float32" or "float64".
    """

    program: Program
    layout: Layout
    real: str
    forward: Callable[..., None]
    operated: Callable[..., None]
    backward: Callable[..., None]


@lru_cache(maxsize=256)
def name(cell: Cell, real: str) -> str:
    """The name of the module of a cell's kernels; cells that compute the same share one."""
    return f"cell_{hashlib.sha256(module(cell, real).encode()).hexdigest()[:20]}"


def on_disk(cell: Cell, real: str = "float32") -> bool:
    """Whether the cell's kernels, and the training around them, need no compiler any more."""
    return all(_mark(module).exists() for module in (name(cell, real), "training"))


def load(cell: Cell, real: str = "float32") -> Kernel:
    """The kernels of a cell: from the disk, or compiled here and now where they are not there yet."""
    text, called = module(cell, real), name(cell, real)
    folder.write(folder.home() / f"{called}.py", text)
    made = _import(called)
    return Kernel(program(cell), layout(cell), real, made.forward, made.operated, made.backward)


def forget(cell: Cell, real: str = "float32") -> None:
    """Let go of a cell's kernels in memory; on disk they stay."""
    called = name(cell, real)
    with _lock:
        if sys.modules.pop(f"{folder.package()}.{called}", None) is not None:
            vars(sys.modules[folder.package()]).pop(called, None)


def load_training() -> Any:
    """The module whose function `train` makes iterations of any network, in float32."""
    return _import("training")


def _import(called: str) -> ModuleType:
    package = folder.package()
    with _lock:
        if package not in sys.modules:
            home = folder.home()
            spec = importlib.util.spec_from_file_location(
                package, home / "__init__.py", submodule_search_locations=[str(home)]
            )
            assert spec is not None
            sys.modules[package] = importlib.util.module_from_spec(spec)
        with _no_tables():
            found = importlib.import_module(f"{package}.{called}")
        _mark(called).touch()
        return found


@contextmanager
def _no_tables() -> Iterator[None]:
    """Let Numba fill its compiler's tables when it compiles, not before: they take 60 MB, and reading needs none."""
    from numba.core.registry import cpu_target

    target, typing = cpu_target.target_context, cpu_target.typing_context

    def as_usual() -> None:
        vars(target).pop("refresh", None)
        vars(typing).pop("refresh", None)

    def compile_after_all() -> None:
        """A compiler calls this first, and fills the tables of its target next."""
        as_usual()
        typing.refresh()

    _name_runtime()
    target.refresh, typing.refresh = (lambda: None), compile_after_all
    try:
        yield
    finally:
        as_usual()


@cache
def _name_runtime() -> None:
    """Tell LLVM where the functions are that kernels allocate memory by: all that they need of Numba's own start."""
    from llvmlite import binding

    for called, address in importlib.import_module("numba.core.runtime._nrt_python").c_helpers.items():
        binding.add_symbol(called if called.startswith("_") else f"NRT_{called}", address)


def _mark(called: str) -> Path:
    return folder.home() / f"{called}.ready"
