"""Every named value of one example over time, under one checkpoint."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from rnnviz.cells.cell import Cell
from rnnviz.words import t

if TYPE_CHECKING:
    import pandas as pd

Array = NDArray[np.floating]


@dataclass(frozen=True)
class Check:
    """How far a trace is from what it is checked against.

    Attributes:
        reference: what ran independently: "torch.nn.LSTM".
        largest_difference: of all outputs compared.
    """

    reference: str
    largest_difference: float


@dataclass(frozen=True)
class Trace:
    """Named arrays over time of one example; numpy only, holds no model.

    Attributes:
        cell: the equations that made the values.
        layers: addresses of the layers and directions: "layer0", "layer0.reverse", "layer1", ...
        arrays: everything recorded, by address. "layer0.f" [T, H] is a value, "layer0.W_f@x" [T, H] a matrix product
            in its equation, "layer0.c_prev" [T, H] a previous state, "layer0.x" [T, F] the layer's input,
            "layer0.b_f" [H] a bias. A reverse direction is stored in the order of time too: its previous state is
            that of the step after.
        inputs: [T, F] what the network read, encoded.
        outputs: [T, K] the readout at every time step; None for bare layers without one.
        check: the comparison with an independent computation.
    """

    cell: Cell
    layers: tuple[str, ...]
    arrays: Mapping[str, Array]
    inputs: Array
    outputs: Array | None = None
    check: Check | None = None

    @property
    def steps(self) -> int:
        """Number of time steps T."""
        return int(self.inputs.shape[0])

    @property
    def names(self) -> tuple[str, ...]:
        """The addresses of all values, layer by layer, in the order of the equations."""
        return tuple(f"{layer}.{name}" for layer in self.layers for name in self.cell.names)

    def __getitem__(self, address: str) -> Array:
        if address not in self.arrays:
            raise KeyError(
                f"The trace has no {address!r}; it has {', '.join(self.names)} and their terms: see trace.arrays."
            )
        return self.arrays[address]

    def layer(self, address: str) -> dict[str, Array]:
        """The arrays of one layer and direction by their short names: "f", "W_f@x", "c_prev", "b_f", "x".

        Raises:
            KeyError: there is no such layer.
        """
        if address not in self.layers:
            raise KeyError(f"The trace has no layer {address!r}; it has {', '.join(self.layers)}.")
        own, reverse = f"{address}.", f"{address}.reverse."
        return {
            key.removeprefix(own): array
            for key, array in self.arrays.items()
            if key.startswith(own) and not key.startswith(reverse)
        }

    def to_frame(self) -> pd.DataFrame:
        """A tidy table: one row for each value, unit and time step.

        Returns:
            Columns address, layer (0-based), direction ("forward" or "reverse"), name, unit, step (0-based), value.
        """
        import pandas as pd

        return pd.concat(
            [self._table(layer, name) for layer in self.layers for name in self.cell.names], ignore_index=True
        )

    def _table(self, layer: str, name: str) -> pd.DataFrame:
        import pandas as pd

        array = self.arrays[f"{layer}.{name}"]
        steps, units = array.shape
        table = pd.DataFrame(
            {
                "unit": np.tile(np.arange(units), steps),
                "step": np.repeat(np.arange(steps), units),
                "value": array.reshape(-1),
            }
        )
        table.insert(0, "name", name)
        table.insert(0, "direction", "reverse" if layer.endswith(".reverse") else "forward")
        table.insert(0, "layer", int(layer.removeprefix("layer").removesuffix(".reverse")))
        table.insert(0, "address", f"{layer}.{name}")
        return table


def layer_title(address: str) -> str:
    """A layer and direction as a person counts them: "Layer 1, backward"."""
    number = int(address.removeprefix("layer").removesuffix(".reverse")) + 1
    return t("Layer {n}, backward", n=number) if address.endswith(".reverse") else t("Layer {n}", n=number)
