"""Names that became parameters though they may have been meant as values: a line that was lost leaves no mistake."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from rnnviz.cells.catalogue import CELLS
from rnnviz.cells.cell import Cell
from rnnviz.cells.expression import Name, walk

USUAL = frozenset(p.name.partition("_")[0] for cell in CELLS.values() for p in cell.parameters)
"""What the names of parameters begin with in the catalogue, such as b and p."""


@dataclass(frozen=True)
class Doubt:
    """A vector that is trained, whose name looks like a value's.

    Attributes:
        name: as it stands in the text.
        line, column: of its first use, from 1.
    """

    name: str
    line: int
    column: int


def doubts(cell: Cell, values: Collection[str] = ()) -> tuple[Doubt, ...]:
    """Each such vector once, in the order of use. What is multiplied by @ can only be meant as a matrix.

    Args:
        values: names that were assigned in the text as it was before.
    """
    found: dict[str, Doubt] = {}
    for equation in cell.equations:
        names = {node.name for node in walk(equation.expression) if isinstance(node, Name)}
        for name in sorted(filter(cell.is_parameter, names), key=equation.column):
            if name in values or name.partition("_")[0] not in USUAL:
                found.setdefault(name, Doubt(name, equation.line, equation.column(name)))
    return tuple(found.values())
