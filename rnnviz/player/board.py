"""The board as a Streamlit component: charts of bands and a table of scores, changed in place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass

import numpy as np
from numpy.typing import NDArray

from rnnviz.player.assets import component
from rnnviz.player.component import send
from rnnviz.player.payload import pack

Array = NDArray[np.floating]


@dataclass(frozen=True, eq=False)
class BandLine:
    """One cell's line with its band.

    Attributes:
        name: its label, translated.
        cell: the name of its hue among those of cells.
        x, low, middle, high: [n] each; y is drawn on a logarithmic axis.
        dashed: whether the line is broken.
    """

    name: str
    cell: str
    x: Array
    low: Array
    middle: Array
    high: Array
    dashed: bool = False


@dataclass(frozen=True, eq=False)
class Panel:
    """One chart.

    Attributes:
        title, note, x_label: translated.
        x_range: the ends of the x axis.
        lines: one for each cell.
        whole: whether x counts, so that no place between whole numbers is told.
    """

    title: str
    note: str
    x_label: str
    x_range: tuple[float, float]
    lines: tuple[BandLine, ...]
    whole: bool


@dataclass(frozen=True)
class Column:
    """A column of the table: its name, and a sentence that helps to read it, or nothing."""

    name: str
    note: str = ""


@dataclass(frozen=True)
class Figure:
    """What one cell of the table says: a number as text, how far it spreads, and whether it is the best one."""

    text: str
    small: str = ""
    best: bool = False


@dataclass(frozen=True)
class Row:
    """One line of the table.

    Attributes:
        name: of the row, translated.
        cell: the name of its hue among those of cells.
        values: one for each column but the first.
    """

    name: str
    cell: str
    values: tuple[Figure, ...]


@dataclass(frozen=True)
class Table:
    """The scores: a title for those who do not see it, columns and rows."""

    title: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]


def board_payload(
    run: str, panels: Sequence[Panel], table: Table, baseline: float | None = None, baseline_name: str = ""
) -> bytes:
    """The bytes that the board takes.

    Args:
        run: what is shown; within one, the axis of the losses only grows.
        panels: charts, which share their y axis.
        table: the scores.
        baseline: a height that is marked by a dashed line; None for none.
        baseline_name: what it is.
    """
    header = {
        "run": run,
        "words": {},
        "panels": [_described(panel) for panel in panels],
        "table": {
            "title": table.title,
            "columns": [asdict(column) for column in table.columns],
            "rows": [{**asdict(row), "place": place} for place, row in enumerate(table.rows)],
        },
        "baseline": baseline,
        "baseline_name": baseline_name,
    }
    arrays = {
        f"panels.{index}.{place}.{part}": np.asarray(getattr(line, part))
        for index, panel in enumerate(panels)
        for place, line in enumerate(panel.lines)
        for part in ("x", "low", "middle", "high")
    }
    return pack(header, arrays)


def board(payload: bytes, key: str) -> None:
    """Show the board with bytes made by board_payload(); new bytes under the same key change it in place."""
    mount_board(key)
    send(payload, key)


def mount_board(key: str) -> None:
    """Show the board without data; they come by another way under its name."""
    component("board")(key=key, data={"name": key})


def _described(panel: Panel) -> dict[str, object]:
    return {
        "title": panel.title,
        "note": panel.note,
        "x_label": panel.x_label,
        "x_range": list(panel.x_range),
        "whole": panel.whole,
        "lines": [{"name": line.name, "cell": line.cell, "dashed": line.dashed} for line in panel.lines],
    }
