"""Reading the shipped files."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    import pandas as pd

FILES = Path(__file__).parent / "files"
SOURCES = Path(__file__).parent / "SOURCES.csv"


def table(name: str) -> pd.DataFrame:
    """Read one shipped CSV file.

    Raises:
        ValueError: no file of that name is shipped.
    """
    import pandas as pd  # here, so that pages that show no data do not wait for it

    shipped = sorted(path.name for path in FILES.glob("*.csv"))
    if name not in shipped:
        raise ValueError(f"file is {name!r}; allowed is one of {', '.join(shipped)}.")
    return pd.read_csv(FILES / name)


@lru_cache
def air_passengers() -> tuple[tuple[str, ...], NDArray[np.float64]]:
    """Monthly airline passengers, 1949 to 1960.

    Returns:
        The 144 months as "1949-01" and the passengers of each in thousands [144], read-only.
    """
    frame = table("air_passengers.csv")
    passengers = frame["passengers_thousands"].to_numpy(dtype=np.float64, copy=True)
    passengers.flags.writeable = False
    return tuple(frame["month"]), passengers


@lru_cache
def alice() -> str:
    """Alice's Adventures in Wonderland, 148,460 characters; lines end in "\\n"."""
    return (FILES / "alice_in_wonderland.txt").read_text(encoding="utf-8")
