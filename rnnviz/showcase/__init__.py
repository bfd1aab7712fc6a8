"""The trained network that the start page plays before torch is loaded: shipped weights, run by the same equations."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from safetensors import safe_open

from rnnviz.cells import CELLS
from rnnviz.tasks.sine import Sine
from rnnviz.tracing.layers import layer_output, run_freely, run_layers
from rnnviz.tracing.trace import Array, Trace

CELL, TASK = "lstm", "sine"
MOMENTS = (0, 5, 10, 15, 20, 25, 30, 40, 50, 60, 80, 100, 150, 200, 300)
FILE = Path(__file__).parent / "sine_lstm.safetensors"


@dataclass(frozen=True)
class Showcase:
    """A training as it was, iteration by iteration.

    Attributes:
        losses: [300] the loss of each iteration.
        arrays: the named weights of each moment: "100/U_f", "100/readout.weight", ...
    """

    losses: NDArray[np.float32]
    arrays: dict[str, Array]

    def trace(self, moment: int) -> Trace:
        """Every value of the network at one of `MOMENTS`, fed with the true wave."""
        weights = self.weights(moment)
        trace = run_layers(CELLS[CELL], {"layer0": weights["layer0"]}, Sine().example().inputs[0])
        readout = weights["readout"]
        outputs = layer_output(trace) @ readout["weight"].T + readout["bias"]
        return Trace(trace.cell, trace.layers, trace.arrays, trace.inputs, outputs)

    def free_run(self, moment: int) -> Array:
        """What the network at one of `MOMENTS` predicts when it feeds on its own predictions: [100, 1]."""
        weights = self.weights(moment)
        inputs = Sine().example().inputs[0]
        layers, readout = {"layer0": weights["layer0"]}, weights["readout"]
        trace = run_freely(CELLS[CELL], layers, readout["weight"], readout["bias"], inputs[0], len(inputs))
        assert trace.outputs is not None
        return trace.outputs

    def weights(self, moment: int) -> dict[str, dict[str, Array]]:
        """The named arrays of the layer and of the readout at one of `MOMENTS`."""
        found: dict[str, dict[str, Array]] = {"layer0": {}, "readout": {}}
        for key, array in self.arrays.items():
            number, _, name = key.partition("/")
            if int(number) == moment:
                part, _, rest = name.rpartition(".")
                found[part or "layer0"][rest] = array
        return found


@cache
def showcase() -> Showcase:
    """Read the shipped file."""
    with safe_open(FILE, framework="numpy") as file:
        arrays = {key: file.get_tensor(key) for key in file.keys()}  # noqa: SIM118 (not a dict)
    return Showcase(arrays.pop("losses"), arrays)
