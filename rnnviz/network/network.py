"""The whole network: how inputs are written, recurrent layers, readout."""

from __future__ import annotations

from typing import Literal

import torch
from torch import Tensor, nn
from torch.nn import functional

from rnnviz.cells.cell import Cell
from rnnviz.network.engines import choose_engine
from rnnviz.network.recurrent import make_recurrent

Encoding = Literal["plain", "one_hot", "embedding"]
Readout = Literal["linear", "none"]


class OneHot(nn.Module):
    """Symbols [B, T] as vectors [B, T, F] with a single one."""

    def __init__(self, symbols: int) -> None:
        super().__init__()
        self.symbols = symbols

    def forward(self, symbols: Tensor) -> Tensor:
        return functional.one_hot(symbols, self.symbols)


class FirstUnits(nn.Module):
    """The first K hidden units as they are: the readout of a network that has none."""

    def __init__(self, outputs: int) -> None:
        super().__init__()
        self.outputs = outputs

    def forward(self, hidden: Tensor) -> Tensor:
        return hidden[..., : self.outputs]


class Network(nn.Module):
    """Inputs -> recurrent layers -> readout.

    Modules are made in the order in which a plain script makes them (encoder, recurrent, readout), so that the same
    seed gives the same weights.

    Args:
        cell: equations of the recurrent layers.
        encoding: "plain" vectors, "one_hot" symbols, or symbols with a trained "embedding" of the hidden size.
        features: length of a plain input vector, or number of symbols.
        hidden: hidden size H.
        outputs: length K of the readout.
        layers: stacked layers.
        bidirectional: also run from the last time step to the first.
        engine: "auto", "nn", "torch" or "compiled".
        readout: "linear", or "none" for the first K hidden units themselves.

    Raises:
        ValueError: without a readout, there are fewer hidden units than outputs.
    """

    def __init__(
        self,
        cell: Cell,
        encoding: Encoding,
        features: int,
        hidden: int,
        outputs: int,
        layers: int = 1,
        bidirectional: bool = False,
        engine: str = "auto",
        readout: Readout = "linear",
    ) -> None:
        super().__init__()
        self.encoder = _encoder(encoding, features, hidden)
        inputs = hidden if encoding == "embedding" else features
        self.recurrent = make_recurrent(cell, inputs, hidden, layers, bidirectional)
        self.readout = _readout(readout, self.recurrent.output_size, outputs)
        self.engine = choose_engine(self.recurrent, engine)

    @property
    def device(self) -> torch.device:
        """Where the weights are."""
        return next(self.recurrent.parameters()).device

    def encode(self, inputs: Tensor) -> Tensor:
        """What the first recurrent layer reads: [B, T, F]."""
        encoded: Tensor = self.encoder(inputs)
        return encoded.to(next(self.recurrent.parameters()).dtype)

    def forward(self, inputs: Tensor, last_step_only: bool = False) -> Tensor:
        """The readout at every time step, or at the last alone.

        Args:
            inputs: [B, T, F] plain, or symbols [B, T].

        Returns:
            [B, T, K], or [B, K] of the last step.
        """
        hidden = self.engine.run(self.recurrent, self.encode(inputs))
        output: Tensor = self.readout(hidden[:, -1] if last_step_only else hidden)
        return output


def _encoder(encoding: Encoding, features: int, hidden: int) -> nn.Module:
    if encoding == "one_hot":
        return OneHot(features)
    return nn.Embedding(features, hidden) if encoding == "embedding" else nn.Identity()


def _readout(readout: Readout, hidden: int, outputs: int) -> nn.Module:
    if readout == "linear":
        return nn.Linear(hidden, outputs)
    if hidden < outputs:
        raise ValueError(f"without a readout {outputs} outputs need as many hidden units; hidden is {hidden}.")
    return FirstUnits(outputs)
