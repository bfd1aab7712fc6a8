"""Where everything lies: the flat arrays that a kernel works on, cut into vectors and matrices."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from rnnviz.cells.cell import INPUT, PREVIOUS, Cell
from rnnviz.kernels.program import Group, Program, Value, program


@dataclass(frozen=True)
class Block:
    """One array [rows, columns] of a flat one.

    Attributes:
        key: state, value or number of a group.
        name: what it is called in the source of a kernel.
        later: whether it has rows for the time before the first step, too.
        shared: whether all sequences of a batch share one row.
        axes: letters whose lengths add up to the number of columns.
    """

    key: str | int
    name: str
    axes: tuple[str, ...]
    later: bool = False
    shared: bool = False

    @property
    def rows(self) -> str:
        """Number of rows, as source."""
        return "T" if self.shared else "(T + 1) * B" if self.later else "T * B"

    @property
    def columns(self) -> str:
        """Number of columns, as source."""
        return total(self.axes)

    def size(self, steps: int, batch: int, sizes: Mapping[str, int]) -> int:
        """How many numbers it holds."""
        rows = steps if self.shared else (steps + self.later) * batch
        return rows * sum(sizes[axis] for axis in self.axes)


@dataclass(frozen=True)
class Layout:
    """The flat arrays of one layer in one direction.

    Rows are batch by batch in the order of time: row = step · B + sequence.

    Attributes:
        tape: all that the forward pass computes; the states come first, each with the rows before the first step.
        adjoints: gradients of the loss by them: those of the states, then of other operands, then of the products.
            All but the last must be zero before a backward pass; the direct gradients of h are put in before.
        zeroed: how many of the adjoints must be zero.
        weights: the matrices, transposed, as [operand, rows of all matrices].
        vectors: the trained vectors.
        factors, addends: what becomes of each named value at each time step, where something is changed.
    """

    tape: tuple[Block, ...]
    adjoints: tuple[Block, ...]
    zeroed: int
    weights: tuple[Block, ...]
    vectors: tuple[Block, ...]
    factors: tuple[Block, ...]
    addends: tuple[Block, ...]


@cache
def layout(cell: Cell) -> Layout:
    """The layout of a cell's kernels."""
    order = program(cell)
    states = [Block(name, f"s{k}", (axis,), later=True) for k, (name, axis) in enumerate(order.states)]
    held = {block.key for block in states}
    others = [value for value in order.values() if value.key not in held]
    values = [Block(value.key, f"v{k}", (value.axis,)) for k, value in enumerate(others)]
    products = [Block(n, f"p{n}", tuple(p.axis for p in group.products)) for n, group in enumerate(order.groups)]
    kept: set[str | int] = {*held, *_summed(order)}
    adjoints = [Block(b.key, f"d{b.name}", b.axes, b.later) for b in [*states, *values] if b.key in kept]
    weights = [Block(n, f"w{n}", tuple(p.axis for p in group.products)) for n, group in order.homes()]
    vectors = [Block(name, f"b{k}", (axis,)) for k, (name, axis) in enumerate(order.vectors)]
    return Layout(
        (*states, *values, *products),
        (*adjoints, *(Block(b.key, f"d{b.name}", b.axes) for b in products)),
        len(adjoints),
        tuple(weights),
        tuple(vectors),
        *(tuple(Block(n, f"{c}{k}", (cell.axis(n),), shared=True) for k, n in enumerate(cell.names)) for c in "fa"),
    )


def _summed(order: Program) -> set[str]:
    """Values whose gradient comes from more than the equation next to them: by matrices, or from the time steps."""
    operands = {group.operand for group in order.groups} - {INPUT}
    ahead = {item.key for item in order.ahead if isinstance(item, Value)}
    return {key for key in operands if not key.endswith(PREVIOUS)} | ahead


def total(axes: Iterable[str]) -> str:
    """The sum of lengths, as source."""
    return " + ".join(axes) or "0"


def weight_size(group: Group, sizes: Mapping[str, int]) -> int:
    """How many numbers the matrices of a group hold."""
    return sizes[group.axis] * sum(sizes[product.axis] for product in group.products)
