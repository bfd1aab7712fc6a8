"""Reads what a source file imports and calls, without running it."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

ROOT = Path(__file__).parents[1]
When = Literal["load", "call", "types"]


@dataclass(frozen=True)
class Import:
    """One imported module: its full dotted name, its line, and whether it loads with the file or later."""

    module: str
    line: int
    when: When


def sources() -> list[Path]:
    """Every Python file of the product, tests apart."""
    return sorted([*ROOT.glob("app.py"), *(p for d in ("rnnviz", "pages") for p in (ROOT / d).rglob("*.py"))])


def imports(tree: ast.Module, package: str) -> list[Import]:
    """Every import of a module whose package is `package` ("" for a script), relative ones resolved."""
    return list(_imports(tree, package, "load"))


def _imports(node: ast.AST, package: str, when: When) -> Iterator[Import]:
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.Import):
            yield from (Import(alias.name, child.lineno, when) for alias in child.names)
        elif isinstance(child, ast.ImportFrom):
            base = _resolve(child, package)
            yield from (Import(f"{base}.{alias.name}", child.lineno, when) for alias in child.names)
        elif isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
            yield from _imports(child, package, "call")
        elif isinstance(child, ast.If) and "TYPE_CHECKING" in ast.unparse(child.test):
            yield from _imports(child, package, "types")
        else:
            yield from _imports(child, package, when)


def _resolve(node: ast.ImportFrom, package: str) -> str:
    if node.level == 0:
        return node.module or ""
    parents = package.split(".")[: len(package.split(".")) - node.level + 1]
    return ".".join([*parents, *([node.module] if node.module else [])])


def calls(tree: ast.Module) -> Iterator[ast.Call]:
    """Every call in a file."""
    return (node for node in ast.walk(tree) if isinstance(node, ast.Call))
