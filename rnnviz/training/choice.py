"""Which engine trains a configuration: the one that was measured to be the fastest for its size, with one exception.

The exception is small plain RNNs: see `DRIFTING`. `python benchmarks/engines.py` measures the rule again.
"""

from __future__ import annotations

from rnnviz.cells.own import has_module, twin
from rnnviz.kernels.load import Kernel, load
from rnnviz.kernels.workshop import WORKSHOP
from rnnviz.training.build import device
from rnnviz.training.config import RunConfig

LARGEST = 131_072
"""Batch · hidden size up to which compiled code was measured to be the fastest for every cell; of the LSTM, for which
torch.nn has its best, by a few hundredths at 16,384 and by a third at 131,072. That is the most that a configuration
may ask for: what is beyond is torch's until it is measured."""
DRIFTING = ("rnn", "rnn_relu")
"""Cells whose loss jumps now and then, and float32's rounding decides how far: engines whose gradients agree to the
last digits differ after that, with the sine wave by up to a quarter. The module alone gives a plain script's losses."""
SOON = 1_024
"""Batch · hidden size up to which the module trains those cells soon enough, unless speed is asked for."""


def worth_compiling(config: RunConfig) -> bool:
    """Whether compiled code is the fastest for a configuration on the CPU."""
    return _size(config) <= LARGEST


def hurried(config: RunConfig) -> RunConfig:
    """For trainings by the dozen or at every place of a slider: by compiled code also where its losses drift."""
    left_to_torch = config.engine == "auto" and _drifts(config)
    return config.changed(engine="compiled") if left_to_torch and _fastest(config) else config


def kernel_for(config: RunConfig) -> Kernel | None:
    """The kernel that trains a configuration; None where torch does.

    Raises:
        ModuleNotFoundError: the engine "compiled" is asked for, and Numba is not there.
    """
    if config.pays_for_writing:
        return None  # the price needs gradients of the gates themselves
    if config.engine == "compiled":
        return load(config.cell_equations)
    if config.engine != "auto" or _drifts(config):
        return None
    return _fastest(config)


def engine_name(config: RunConfig, kernel: Kernel | None) -> str:
    """The engine that trains with this kernel, or without."""
    if kernel is not None:
        return "compiled"
    if config.pays_for_writing:
        return "torch"
    if config.engine != "auto":
        return config.engine
    return "nn" if has_module(config.cell_equations) else "torch"


def _fastest(config: RunConfig) -> Kernel | None:
    """The kernel, where it is the fastest and ready."""
    if device(config).type != "cpu" or not worth_compiling(config):
        return None
    return WORKSHOP.kernel(config.cell_equations)


def _drifts(config: RunConfig) -> bool:
    return _key(config) in DRIFTING and _size(config) <= SOON


def _size(config: RunConfig) -> int:
    return config.batch * config.hidden


def _key(config: RunConfig) -> str:
    """Key of the cell of torch.nn that the equations are; empty where they are none."""
    known = twin(config.cell_equations)
    return known.key if known else ""
