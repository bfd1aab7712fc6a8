"""Random torch.nn modules of every shape that rnnviz opens."""

from dataclasses import dataclass, replace
from functools import partial
from itertools import product

import torch
from torch import Tensor, nn

from rnnviz.cells import Cell

MAKERS = {
    "rnn": partial(nn.RNN, nonlinearity="tanh"),
    "rnn_relu": partial(nn.RNN, nonlinearity="relu"),
    "lstm": nn.LSTM,
    "gru": nn.GRU,
}
# The LSTM, as somebody else would write it.
OWN = Cell(
    "own",
    "Written by hand",
    """
    o = sigmoid(b_o + U_o @ h_prev + W_o @ x)
    f = sigmoid(b_f + U_f @ h_prev + W_f @ x)
    g = tanh(b_g + U_g @ h_prev + W_g @ x)
    i = sigmoid(b_i + U_i @ h_prev + W_i @ x)
    c = g * i + c_prev * f
    h = tanh(c) * o
    """,
)
FEATURES, HIDDEN, PROJECTED = 3, 5, 2
TOLERANCES = {torch.float32: 1e-5, torch.float64: 1e-10}


@dataclass(frozen=True)
class Shape:
    """One choice of everything that changes what a recurrent module computes."""

    cell: str
    layers: int
    bidirectional: bool = False
    bias: bool = True
    proj_size: int = 0
    dtype: torch.dtype = torch.float64

    def __str__(self) -> str:
        parts = [self.cell, f"{self.layers}layers", str(self.dtype).removeprefix("torch.")]
        parts += ["both-directions"] if self.bidirectional else []
        parts += [] if self.bias else ["no-bias"]
        parts += ["projected"] if self.proj_size else []
        return "-".join(parts)

    @property
    def tolerance(self) -> float:
        return TOLERANCES[self.dtype]

    @property
    def addresses(self) -> list[str]:
        ends = ["", ".reverse"] if self.bidirectional else [""]
        return [f"layer{layer}{end}" for layer in range(self.layers) for end in ends]

    def make(self, seed: int = 0, batch_first: bool = True, dropout: float = 0.0) -> nn.RNNBase:
        """The module, with weights large enough that gates open and close, and small enough that no cell is chaotic."""
        more = {"proj_size": self.proj_size} if self.proj_size else {}
        module = MAKERS[self.cell](
            FEATURES,
            HIDDEN,
            num_layers=self.layers,
            bidirectional=self.bidirectional,
            bias=self.bias,
            batch_first=batch_first,
            dropout=dropout,
            dtype=self.dtype,
            **more,
        )
        generator = torch.Generator().manual_seed(seed)
        bound = {"rnn_relu": 0.5, "rnn": 1.0}.get(self.cell, 1.5)
        with torch.no_grad():
            for parameter in module.parameters():
                parameter.uniform_(-bound, bound, generator=generator)
        return module

    def inputs(self, batch: int = 2, steps: int = 7, seed: int = 1) -> Tensor:
        """Normal random numbers [B, T, F]."""
        return torch.randn(batch, steps, FEATURES, dtype=self.dtype, generator=torch.Generator().manual_seed(seed))


_PLAIN = [Shape(*choice) for choice in product(MAKERS, (1, 2, 3), (False, True), (True, False))]
_PROJECTED = [replace(shape, proj_size=PROJECTED) for shape in _PLAIN if shape.cell == "lstm"]

# Every cell x layers x directions x bias x projection, each in both precisions.
SHAPES = [replace(shape, dtype=dtype) for shape in _PLAIN + _PROJECTED for dtype in TOLERANCES]


def difference(found: Tensor, expected: Tensor) -> float:
    """The largest difference, in units of the largest expected number where that is above 1."""
    assert found.shape == expected.shape
    found, expected = found.detach(), expected.detach()
    return float((found - expected).abs().max()) / max(1.0, float(expected.abs().max()))
