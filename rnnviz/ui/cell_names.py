"""What cells are called on the page, and which there are to pick from."""

from __future__ import annotations

from rnnviz.cells import CELLS, find_cell
from rnnviz.cells.catalogue import BASIC
from rnnviz.cells.own import is_text
from rnnviz.ui import state
from rnnviz.words import t


def cell_title(choice: str) -> str:
    """The name of a cell, given by key or text; of a person's own it is their words, so no Markdown."""
    return t(find_cell(choice).title)


def pick_list(*chosen: str) -> dict[str, str]:
    """What to pick from, by key or text, and how each is called: the usual four, one's own, then their relatives.

    Args:
        chosen: cells that must be there.
    """
    usual = [cell.key for cell in BASIC]
    own = [text for text in (state.own_cell(), *chosen) if is_text(text)]
    found: dict[str, str] = {}
    for choice in dict.fromkeys((*usual, *own, *CELLS)):
        title = f"✎ {cell_title(choice)}" if is_text(choice) else cell_title(choice)
        # A widget tells its options apart by their titles.
        found[choice] = title if title not in found.values() else f"{title} ({len(found)})"
    return found
