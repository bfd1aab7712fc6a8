"""The map as a Streamlit component: a field of tiles, one for each training, coloured in place; a press opens one."""

from __future__ import annotations

from dataclasses import asdict, dataclass

import numpy as np
from numpy.typing import NDArray

from rnnviz.player.assets import component
from rnnviz.player.component import send
from rnnviz.player.payload import pack


@dataclass(frozen=True)
class Direction:
    """One axis: its name, translated, and what stands beside each of its values."""

    name: str
    values: tuple[str, ...]


@dataclass(frozen=True)
class Legend:
    """What a colour says: its ends and its middle, translated."""

    low: str
    middle: str
    high: str


def tiles_payload(
    title: str,
    across: Direction,
    up: Direction,
    colours: NDArray[np.floating],
    words: list[list[str]],
    readings: list[list[str]],
    legend: Legend,
) -> bytes:
    """The bytes that the map takes.

    Args:
        title: what it shows, for those who do not see it.
        across: from left to right.
        up: from bottom to top.
        colours: [rows, columns] from -1 (worse) over 0 to 1 (better), the lowest row first; NaN where nothing is known.
        words: what stands in each tile, short.
        readings: the whole of it in a sentence.
        legend: of the colours.
    """
    header = {
        "words": {},
        "title": title,
        "across": asdict(across),
        "up": asdict(up),
        "tiles": words,
        "readings": readings,
        "legend": asdict(legend),
    }
    return pack(header, {"colours": colours})


def tiles(payload: bytes, key: str) -> tuple[int, int] | None:
    """Show the map with bytes made by tiles_payload(); new bytes under the same key change it in place.

    Returns:
        (row, column) of a tile that has just been pressed, row 0 being the lowest; None otherwise.
    """
    result = component("tiles")(key=key, data={"name": key}, on_opened_change=lambda: None)
    send(payload, key)
    opened = result.opened
    if not isinstance(opened, list) or len(opened) != 2:
        return None
    row, column = (int(place) if isinstance(place, int | float) and 0 <= place < 1000 else -1 for place in opened)
    return (row, column) if row >= 0 and column >= 0 else None
