"""Hidden sizes with which cells have about as many parameters."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from rnnviz.training.build import parameters
from rnnviz.training.comparison import Comparison
from rnnviz.training.config import ConfigError, RunConfig
from rnnviz.training.fields import limits


@dataclass(frozen=True)
class Size:
    """How large one cell's network is.

    Attributes:
        hidden: hidden size H.
        parameters: numbers that are trained, readout and embedding among them.
    """

    hidden: int
    parameters: int


@lru_cache(maxsize=64)
def sizes(comparison: Comparison) -> dict[str, Size]:
    """The size of each cell, by its key.

    Raises:
        ConfigError: a cell is not allowed with these choices.
    """
    first = comparison.config(comparison.cells[0], 0, comparison.base.hidden)
    wanted = parameters(first)
    found = {}
    for cell in comparison.cells:
        config = comparison.config(cell, 0, comparison.base.hidden)
        hidden = nearest_hidden(config, wanted) if comparison.matched else config.hidden
        found[cell] = Size(hidden, parameters(comparison.config(cell, 0, hidden)))
    return found


def nearest_hidden(config: RunConfig, wanted: int) -> int:
    """The hidden size with which a configuration's number of parameters is nearest to `wanted`; the smaller of two."""
    low, high = (int(limit) for limit in limits(RunConfig, "hidden"))
    if config.readout == "none":
        low = config.make_task().outputs  # the outputs are hidden units
    while low < high:  # the number of parameters grows with the hidden size: halve to the first that is enough
        middle = (low + high) // 2
        if _count(config, middle) >= wanted:
            high = middle
        else:
            low = middle + 1
    near = [hidden for hidden in (low - 1, low) if _allowed(config, hidden)]
    return min(near or [config.hidden], key=lambda hidden: (abs(_count(config, hidden) - wanted), hidden))


def _count(config: RunConfig, hidden: int) -> int:
    # Counting asks for no memory, so it needs no permission either: of the fields only the hidden size is another.
    return parameters(config.model_copy(update={"hidden": hidden}))


def _allowed(config: RunConfig, hidden: int) -> bool:
    try:
        config.changed(hidden=hidden)
    except ConfigError:
        return False
    return True
