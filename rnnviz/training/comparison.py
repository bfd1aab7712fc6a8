"""What is compared: some cells on one task, trained alike."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from rnnviz.cells import CELLS
from rnnviz.cells.address import packed, unpacked
from rnnviz.cells.own import is_sound
from rnnviz.training.config import ConfigError, RunConfig
from rnnviz.training.link import from_query, preset, to_query
from rnnviz.words import t

FEWEST_CELLS, MOST_CELLS = 2, 4
MOST_SEEDS = 30
MOST_RUNS = 90
"""Most trainings of one comparison; with many cells it leaves room for fewer seeds."""

_OWN = ("cells", "seeds", "matched")


@dataclass(frozen=True)
class Comparison:
    """Cells that train on one task with the same choices, the same seeds and the same data in the same order.

    Attributes:
        base: every choice but the cell; its seed is the first one, the others follow it.
        cells: two to four cells, each once, by key or text; the first one is the measure of size.
        seeds: how often each cell trains, 1 to 30, and at most 90 trainings in all.
        matched: whether each cell has the hidden size whose number of parameters is nearest to that of the first.

    Raises:
        ValueError: cells or seeds are not allowed.
    """

    base: RunConfig
    cells: tuple[str, ...] = ("rnn", "lstm", "gru")
    seeds: int = 3
    matched: bool = False

    def __post_init__(self) -> None:
        unknown = [cell for cell in self.cells if not is_sound(cell)]
        if unknown or len(set(self.cells)) != len(self.cells) or not FEWEST_CELLS <= len(self.cells) <= MOST_CELLS:
            raise ValueError(
                t(
                    "Cells to compare are '{cells}'; allowed are {low} to {high} different ones of {keys}.",
                    cells=", ".join(self.cells)[:60],
                    low=FEWEST_CELLS,
                    high=MOST_CELLS,
                    keys=", ".join(CELLS),
                )
            )
        if not 1 <= self.seeds <= most_seeds(len(self.cells)):
            raise ValueError(
                t(
                    "Seeds is '{seeds}'; allowed is a whole number from 1 to {high} with {cells} cells.",
                    seeds=self.seeds,
                    high=most_seeds(len(self.cells)),
                    cells=len(self.cells),
                )
            )

    def config(self, cell: str, number: int, hidden: int) -> RunConfig:
        """The configuration of one training.

        Args:
            cell: one of the cells.
            number: which seed, counted from 0.
            hidden: the cell's hidden size.

        Raises:
            ConfigError: this cell is not allowed with these choices.
        """
        return self.base.changed(cell=cell, seed=self.base.seed + number, hidden=hidden)

    def to_query(self) -> dict[str, str]:
        """The parameters of an address: cells, seeds, matching, and what differs from the task's preset."""
        shared = to_query(self.base)
        shared.pop("cell")
        own = {"cells": ",".join(map(packed, self.cells)), "seeds": str(self.seeds)}
        return own | ({"matched": "1"} if self.matched else {}) | shared


def most_seeds(cells: int) -> int:
    """How many seeds there may be with so many cells."""
    return min(MOST_SEEDS, MOST_RUNS // cells)


def usual_comparison() -> Comparison:
    """RNN, LSTM and GRU on the sine wave: hidden size 16, 300 iterations, three seeds."""
    return Comparison(preset("rnn", "sine"))


def comparison_from_query(query: Mapping[str, str]) -> tuple[Comparison, tuple[str, ...]]:
    """Read an address.

    Returns:
        The comparison, and a sentence for each parameter that is not allowed; in its place stands the usual one.
    """
    usual = usual_comparison()
    base, sentences = from_query({key: value for key, value in query.items() if key not in (*_OWN, "cell")})
    found, said = replace(usual, base=base, matched=query.get("matched") == "1"), list(sentences)
    for change in _own_choices(query):
        try:
            found = replace(found, **change)  # type: ignore[arg-type]
        except ValueError as error:
            said.append(f"{error} {t('The usual ones are used instead.')}")
    return replace(found, base=_with_cell(found)), tuple(said)


def _own_choices(query: Mapping[str, str]) -> list[dict[str, object]]:
    """Cells and seeds as they stand in an address, one change each, cells first: they bound the seeds."""
    changes: list[dict[str, object]] = []
    if "cells" in query:
        changes.append({"cells": tuple(map(unpacked, query["cells"].split(",")))})
    if "seeds" in query:
        text = query["seeds"]
        changes.append({"seeds": int(text) if text.isdecimal() and len(text) < 4 else 0})
    return changes


def _with_cell(comparison: Comparison) -> RunConfig:
    """The shared choices as those of the first cell; of the usual cell where the first is not allowed with them."""
    try:
        return comparison.base.changed(cell=comparison.cells[0])
    except ConfigError:
        return comparison.base
