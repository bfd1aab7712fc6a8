"""Which engine trains a configuration: the one that was measured to be the fastest for its size.

The rule is of `python benchmarks/engines.py`, which measures it again.
"""

from __future__ import annotations

from rnnviz.cells.own import has_module, twin
from rnnviz.kernels.load import Kernel, load
from rnnviz.kernels.workshop import WORKSHOP
from rnnviz.training.build import device
from rnnviz.training.config import RunConfig

LARGEST = {"lstm": 16_384, "gru": 32_768, "rnn": 65_536, "rnn_relu": 65_536}
"""Batch · hidden size up to which compiled code is no slower than the module of torch.nn."""
LARGEST_OTHERS = 131_072
"""The same, against equations run line by line: more than a configuration may ask for was not measured."""


def worth_compiling(config: RunConfig) -> bool:
    """Whether compiled code is the fastest for a configuration on the CPU."""
    known = twin(config.cell_equations)
    return config.batch * config.hidden <= LARGEST.get(known.key if known else "", LARGEST_OTHERS)


def kernel_for(config: RunConfig) -> Kernel | None:
    """The kernel that trains a configuration; None where torch does.

    Raises:
        ModuleNotFoundError: the engine "compiled" is asked for, and Numba is not there.
    """
    if config.pays_for_writing:
        return None  # the price needs gradients of the gates themselves
    if config.engine == "compiled":
        return load(config.cell_equations)
    if config.engine != "auto" or device(config).type != "cpu" or not worth_compiling(config):
        return None
    return WORKSHOP.kernel(config.cell_equations)


def engine_name(config: RunConfig, kernel: Kernel | None) -> str:
    """The engine that trains with this kernel, or without."""
    if kernel is not None:
        return "compiled"
    if config.pays_for_writing:
        return "torch"
    if config.engine != "auto":
        return config.engine
    return "nn" if has_module(config.cell_equations) else "torch"
