"""The layers of the product: which part may import which, what loads at import, and what appears nowhere."""

import ast
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.imports import ROOT, Import, calls, imports, sources


@dataclass(frozen=True)
class Layer:
    """What the files of one layer may import: outside libraries, and layers of rnnviz beneath them.

    `later` are libraries that may be imported inside a function, but not when the file loads.
    """

    libraries: frozenset[str]
    beneath: frozenset[str]
    later: frozenset[str] = frozenset()


def layer(libraries: str = "", beneath: str = "", later: str = "") -> Layer:
    return Layer(frozenset(libraries.split()), frozenset(beneath.split()), frozenset(later.split()))


CORE = "words cells kernels data tasks network training tracing figures"
LAYERS = {
    "words": layer(later="polib"),
    "cells": layer("numpy", "words", later="torch"),
    "kernels": layer("numpy numba llvmlite", "words cells"),
    "data": layer("numpy pandas", "words"),
    "tasks": layer("numpy pandas", "words data"),
    "network": layer("numpy torch", "words cells kernels"),
    "training": layer("numpy torch pydantic pydantic_core safetensors", "words cells kernels data tasks network"),
    "tracing": layer("numpy pandas torch", "words cells kernels data tasks network training"),
    # lessons and their claims, read without torch; judged with it
    "lessons": layer("numpy torch", "words cells tasks network training tracing showcase"),
    "figures": layer("numpy pandas plotly", "words cells tasks tracing"),
    "player": layer("numpy streamlit", "words cells tasks tracing figures"),
    # one cell, set by hand: run without torch
    "lab": layer("numpy", "words cells tracing"),
    # made with torch, read and run without
    "showcase": layer("numpy safetensors", "words cells tasks tracing network training"),
    "ui": layer("numpy pandas plotly streamlit", f"{CORE} player lab showcase lessons notebook api", later="torch"),
    # the Python face, and rnnviz/__init__.py which loads it when it is first used
    "notebook": layer("numpy pandas torch", CORE),
    "api": layer("", f"{CORE} notebook"),
    "pages": layer("streamlit", "words ui"),
}

# What may not be in memory after the import of a layer, by whatever way.
UNLOADED = {
    "rnnviz": "torch streamlit pandas plotly numpy polib",
    "rnnviz.words": "torch streamlit pandas plotly numpy polib",
    "rnnviz.cells": "torch streamlit pandas plotly",
    "rnnviz.data": "torch streamlit plotly",
    "rnnviz.tasks": "torch streamlit plotly",
    "rnnviz.kernels.workshop": "torch streamlit pandas plotly numba llvmlite",
    "rnnviz.network": "streamlit plotly numba",
    "rnnviz.training.advance": "streamlit plotly numba",
    "rnnviz.tracing": "streamlit plotly",
    "rnnviz.figures": "torch streamlit",
    "rnnviz.player": "torch",
    "rnnviz.lab": "torch pandas streamlit plotly",
    "rnnviz.showcase": "torch pandas streamlit plotly pydantic",
    "rnnviz.ui": "torch numba",
    "rnnviz.ui.start_page": "torch pandas pydantic numba",
}

UNSAFE_MODULES = {"pickle", "_pickle", "dill", "cloudpickle", "joblib", "marshal", "shelve"}
NETWORK_MODULES = {"socket", "ftplib", "http", "urllib.request", "requests", "httpx", "aiohttp"}
NETWORK_EXCEPTIONS = {"rnnviz/ui/nodelay.py": {"socket"}}  # sets an option of the server's own sockets, opens none
UNSAFE_CALLS = {"eval", "exec", "compile", "__import__"}
UNSAFE_METHODS = {"torch.load", "torch.save", "pd.read_pickle", "pandas.read_pickle"}
UNSAFE_METHOD_NAMES = {"to_pickle"}
UNSAFE_ARGUMENTS = {"unsafe_allow_html", "allow_pickle", "unsafe_allow_javascript"}


def layer_of(path: Path) -> str:
    parts = path.relative_to(ROOT).parts
    if parts[0] != "rnnviz":
        return "pages"
    if len(parts) > 2:
        return parts[1]
    return "api" if path.stem == "__init__" else path.stem


def package_of(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).parent.parts)


def inner_layer(module: str) -> str:
    parts = module.split(".")
    return parts[1] if len(parts) > 1 and parts[1] in LAYERS else "api"


def breach(name: str, found: Import) -> str | None:
    """Why layer `name` may not import this, or None where it may."""
    rules, top = LAYERS[name], found.module.split(".")[0]
    if found.when == "types" or top in sys.stdlib_module_names:
        return None
    if top == "rnnviz":
        inner = inner_layer(found.module)
        return None if inner in rules.beneath | {name} else f"{name} may not import rnnviz's {inner}"
    if top in rules.libraries or (top in rules.later and found.when == "call"):
        return None
    where = "only inside a function" if top in rules.later else "not at all"
    return f"{name} may import {top} {where}"


def unsafe(tree: ast.Module, found: list[Import], file: str = "") -> list[str]:
    """Every use of what the product does without: pickle, evaluation of text, raw HTML, the network."""
    banned = (UNSAFE_MODULES | NETWORK_MODULES | UNSAFE_METHODS) - NETWORK_EXCEPTIONS.get(file, set())
    report = [
        f"line {i.line}: imports {i.module}"
        for i in found
        if any(i.module == name or i.module.startswith(f"{name}.") for name in banned)
    ]
    for call in calls(tree):
        function = ast.unparse(call.func)
        if function in UNSAFE_CALLS | UNSAFE_METHODS or function.split(".")[-1] in UNSAFE_METHOD_NAMES:
            report.append(f"line {call.lineno}: calls {function}")
        report += [f"line {call.lineno}: passes {k.arg}" for k in call.keywords if k.arg in UNSAFE_ARGUMENTS]
    return report


def check_layers(path: Path) -> list[str]:
    found = imports(ast.parse(path.read_text(encoding="utf-8")), package_of(path))
    reasons = [(i.line, breach(layer_of(path), i)) for i in found]
    return [f"{path.relative_to(ROOT)}:{line}: {reason}" for line, reason in reasons if reason]


def test_every_part_of_the_product_has_a_layer() -> None:
    names = {layer_of(path) for path in sources()}
    assert names <= set(LAYERS), f"give these a line in LAYERS and in the README: {names - set(LAYERS)}"


def test_layers_import_only_what_lies_beneath_them() -> None:
    assert [line for path in sources() for line in check_layers(path)] == []


def test_no_pickle_no_evaluation_no_raw_html_no_network() -> None:
    report = []
    for path in sources():
        tree = ast.parse(path.read_text(encoding="utf-8"))
        found = unsafe(tree, imports(tree, package_of(path)), str(path.relative_to(ROOT)))
        report += [f"{path.relative_to(ROOT)}: {line}" for line in found]
    assert report == []


@pytest.mark.parametrize("module", UNLOADED)
def test_importing_a_layer_does_not_load(module: str) -> None:
    if not any(module in f"{package_of(path)}.{path.stem}" for path in sources()):
        pytest.skip(f"{module} does not exist yet")
    heavy = set(UNLOADED[module].split())
    code = f"import sys, {module}; print(*sorted({heavy!r} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.split() == []


@pytest.mark.parametrize(
    ("name", "source", "count"),
    [
        ("cells", "import torch", 1),
        ("cells", "def f():\n    import torch", 0),
        ("cells", "class A:\n    import torch", 1),
        ("cells", "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    import torch", 0),
        ("cells", "from rnnviz.training import config", 1),
        ("cells", "from . import expression\nfrom ..words import t\nfrom .. import network", 1),
        ("training", "import streamlit as st", 1),
        ("figures", "def f():\n    import torch", 1),
        ("words", "import polib", 1),
        ("pages", "from rnnviz.ui import shell\nfrom rnnviz import training", 1),
        ("tasks", "import numpy.typing, pandas", 0),
    ],
)
def test_the_layer_rule_sees_breaches(name: str, source: str, count: int) -> None:
    found = imports(ast.parse(source), f"rnnviz.{name}")
    assert sum(breach(name, each) is not None for each in found) == count


@pytest.mark.parametrize(
    "source",
    [
        "import pickle",
        "from urllib import request",
        "import http.client",
        "eval('1')",
        "def f():\n    return exec('a = 1')",
        "torch.load('x')",
        "from torch import load",
        "frame.to_pickle('x')",
        "np.load('x', allow_pickle=True)",
        "st.markdown('x', unsafe_allow_html=True)",
    ],
)
def test_the_safety_rule_sees_breaches(source: str) -> None:
    tree = ast.parse(source)
    assert len(unsafe(tree, imports(tree, "rnnviz"))) == 1


@pytest.mark.parametrize("source", ["network.eval()", "re.compile('x')", "from urllib.parse import quote"])
def test_the_safety_rule_leaves_harmless_lines_alone(source: str) -> None:
    tree = ast.parse(source)
    assert unsafe(tree, imports(tree, "rnnviz")) == []
