"""The series of numbers that come with rnnviz."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from rnnviz.data.load import table


@lru_cache
def shipped_series(file: str) -> NDArray[np.float64]:
    """The last column of a shipped CSV file [N], read-only.

    Raises:
        ValueError: no file of that name is shipped.
    """
    values = table(file).iloc[:, -1].to_numpy(dtype=np.float64, copy=True)
    values.flags.writeable = False
    return values
