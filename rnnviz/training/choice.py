"""Which engine trains a configuration."""

from __future__ import annotations

from rnnviz.kernels.load import Kernel, load
from rnnviz.training.config import RunConfig


def kernel_for(config: RunConfig) -> Kernel | None:
    """The kernel that trains a configuration; None where torch does."""
    if config.engine == "compiled":
        return load(config.cell_equations)
    return None
