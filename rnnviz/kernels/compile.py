"""Compiles the kernels of one cell: python -m rnnviz.kernels.compile, with the cell as JSON on the standard input."""

from __future__ import annotations

import json
import os
import sys
from types import MappingProxyType

from rnnviz.cells.cell import Cell
from rnnviz.kernels import folder
from rnnviz.kernels.load import load, load_training


def main() -> None:
    """Compile what is not there yet, politely: whoever trains or looks at a page goes first."""
    if hasattr(os, "nice"):
        os.nice(10)
    given = json.loads(sys.stdin.read())
    load_training()
    load(Cell("given", "Given", given["text"], axes=MappingProxyType(given["axes"])))
    folder.make_room()


if __name__ == "__main__":
    main()
