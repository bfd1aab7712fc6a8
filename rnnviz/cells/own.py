"""Cells that people write: a cell is named by a key of the catalogue or by its whole text."""

from __future__ import annotations

import hashlib
from functools import lru_cache

from rnnviz.cells.catalogue import BASIC, CELLS
from rnnviz.cells.cell import OUTPUT, Cell
from rnnviz.cells.errors import CellError
from rnnviz.cells.language import plain
from rnnviz.words import N, t

UNNAMED = N("My cell")
MOST_NAME_CHARACTERS = 40
_TAKEN = {cell.title.casefold() for cell in CELLS.values()}


def is_text(choice: str) -> bool:
    """Whether a choice of cell is equations, and not the key of a cell."""
    return "=" in choice or "\n" in choice


def tidy(text: str) -> str:
    """The same equations without what nobody sees: spaces at the ends, unprintable characters in comments."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return "\n".join(map(_tidy_line, lines)).strip("\n")


def _tidy_line(line: str) -> str:
    code, hash, comment = line.partition("#")
    return "  ".join(part for part in (code.rstrip(), f"# {plain(comment)}".rstrip() if hash else "") if part)


def is_sound(choice: str) -> bool:
    """Whether a choice of cell is a key of the catalogue, or equations that make a cell."""
    try:
        find_cell(choice)
    except (KeyError, CellError):
        return False
    return True


@lru_cache(maxsize=512)
def find_cell(choice: str) -> Cell:
    """The cell of a key or of a text.

    Raises:
        KeyError: it is neither.
        CellError: the text is not sound.
    """
    if is_text(choice):
        return own_cell(choice)
    return CELLS[choice]


def own_cell(text: str) -> Cell:
    """The cell of a person's text; its name is the comment on the first line, if that is nothing else.

    Raises:
        CellError: with line, column, what is wrong and what would be right.
    """
    # Not for secrecy: a short name for addresses within the page.
    key = "own-" + hashlib.blake2s(text.encode("utf-8", "replace"), digest_size=5).hexdigest()
    return Cell(key, name_of(text) or UNNAMED, text)


def name_of(text: str) -> str:
    """The name that a text gives its cell; empty where it gives none. A name of the catalogue is marked."""
    first = text.lstrip().partition("\n")[0]
    name = plain(first.lstrip("# "))[:MOST_NAME_CHARACTERS].strip() if first.startswith("#") else ""
    return f"{name} *" if name.casefold() in _TAKEN else name


def named(text: str, name: str) -> str:
    """The text with a first line that names its cell."""
    return f"# {name}\n{text}"


def check_trainable(cell: Cell) -> None:
    """Check that there is something to train.

    Raises:
        CellError: the cell has no parameters.
    """
    if not cell.parameters:
        output = cell.equation(OUTPUT)
        problem = t("This cell has no weights: there is nothing to train.")
        raise CellError(output.line, output.column(), problem, t("Add a matrix or a vector, as in W @ x or + b."))


def twin(cell: Cell) -> Cell | None:
    """The first cell of the catalogue with the same equations, whatever is said about them."""
    return _BY_EQUATIONS.get(_equations(cell))


def has_module(cell: Cell) -> bool:
    """Whether torch.nn has a module that computes the same equations."""
    return twin(cell) in BASIC


def _equations(cell: Cell) -> frozenset[object]:
    return frozenset((equation.name, equation.expression) for equation in cell.equations)


_BY_EQUATIONS = {_equations(cell): cell for cell in reversed(CELLS.values())}
