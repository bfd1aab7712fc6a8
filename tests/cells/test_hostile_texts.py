"""Ten thousand texts of bad will: each is refused with a reason or is a cell; none is run, none takes long."""

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest

from rnnviz.cells import Cell, CellError
from rnnviz.cells.drawing.diagram import diagram
from rnnviz.cells.latex import latex
from rnnviz.cells.listing import numpy_listing
from rnnviz.cells.mathml import numbers, symbols
from rnnviz.cells.own import own_cell, tidy
from tests.cells.hostile_texts import ATTACKS, LONG, hostile_text
from tests.cells.random_cells import random_cell

TEXTS, GROUP = 10_000, 1000
MOST_SECONDS = 0.05
Note = Callable[[str, object], None]

_heard: list[str] | None = None


def _hook(event: str, _: object) -> None:
    if _heard is not None and event != "compile":  # reading into a syntax tree is announced as such
        _heard.append(event)


sys.addaudithook(_hook)  # stays for as long as Python runs; it listens only where it is asked to


@contextmanager
def listening() -> Iterator[list[str]]:
    """What Python announces meanwhile: code that is run, files, modules, processes, connections."""
    global _heard
    _heard = []
    try:
        yield _heard
    finally:
        _heard = None


def read(text: str) -> Cell | CellError:
    """What the designer does with a text."""
    try:
        return own_cell(tidy(text))
    except CellError as error:
        return error


def follow(cell: Cell) -> None:
    """Make all that the designer shows of a cell."""
    for equation in cell.equations:
        latex(equation, cell), symbols(equation, cell), numbers(equation, cell)
    diagram(cell), numpy_listing(cell), cell.parameters


@pytest.mark.parametrize("first", range(0, TEXTS, GROUP))
def test_each_is_a_cell_or_refused_with_a_reason(first: int, record_testsuite_property: Note) -> None:
    slowest, sound = 0.0, 0
    for seed in range(first, first + GROUP):
        text = hostile_text(seed)
        with listening() as heard:
            begun = time.process_time()
            found = read(text)
            slowest = max(slowest, time.process_time() - begun)
        if isinstance(found, CellError):
            assert found.line >= 1 <= found.column
            assert found.problem
            assert found.mend
            assert len(str(found)) < 500
        else:
            sound += 1
        assert heard == [], text
    record_testsuite_property(f"slowest of hostile texts {first}, ms", round(1000 * slowest, 2))
    assert slowest < MOST_SECONDS
    assert sound < GROUP / 2


@pytest.mark.parametrize("text", [*ATTACKS, *LONG])
def test_no_attack_is_a_cell_that_does_more_than_add_and_multiply(text: str) -> None:
    try:
        cell = own_cell(tidy(text))
    except CellError:
        return
    follow(cell)
    assert set(cell.names) | {p.name for p in cell.parameters} <= {"h", "b", "W", *(f"a{n}" for n in range(39))}


LARGEST = (
    "\n".join(f"a{n} = tanh(U{n} @ a{n}_prev + a{max(n - 1, 0)}_prev + b{n})" for n in range(39)) + "\nh = a38",
    "\n".join(f"a{n} = " + " + ".join(f"W{n}{k} @ x" for k in range(12)) for n in range(12)) + "\nh = a1 + a11",
    "\n".join(f"a{n} = " + " + ".join(f"a{k}" for k in range(n)) + " + b" for n in range(1, 20)) + "\na0 = b\nh = a19",
)


@pytest.mark.parametrize("text", ["h = b", "h = h_prev + b", "h = b\nc = c_prev + W @ x", *LARGEST])
def test_what_follows_from_the_smallest_and_the_largest_cells_is_soon_there(text: str) -> None:
    lines = text.split("\n")
    cell = own_cell("\n".join(sorted(lines, key=lambda line: not line.startswith("a0 = b"))))
    begun = time.process_time()
    follow(cell)
    assert time.process_time() - begun < 1.0


def test_what_follows_from_any_cell_is_there() -> None:
    for seed in range(100):
        follow(random_cell(seed))
