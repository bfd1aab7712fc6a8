"""The arguments of torch.nn's recurrent modules, as a person may give them: sound or not."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

KINDS = ("RNN", "LSTM", "GRU")


@dataclass(frozen=True)
class Arguments:
    """All arguments of nn.RNN, nn.LSTM and nn.GRU, and the input that the module is run on; nothing is checked.

    Attributes:
        kind: "RNN", "LSTM" or "GRU".
        nonlinearity: None leaves it out; only an RNN takes it.
        steps: time steps T of the input.
        batch: sequences B of the input; None for one sequence without a batch axis.
        features: length of the input's last axis where it is not `input_size`: a mistake made on purpose.
    """

    kind: str = "LSTM"
    input_size: int = 4
    hidden_size: int = 16
    num_layers: int = 1
    nonlinearity: str | None = None
    bias: bool = True
    batch_first: bool = False
    dropout: float = 0.0
    bidirectional: bool = False
    proj_size: int = 0
    steps: int = 7
    batch: int | None = 3
    features: int | None = None

    @property
    def directions(self) -> int:
        """1, or 2 for a bidirectional module."""
        return 2 if self.bidirectional else 1

    def given(self) -> dict[str, Any]:
        """The module's own arguments, those left out that are as torch has them anyway."""
        usual = Arguments()
        optional = ("num_layers", "nonlinearity", "bias", "batch_first", "dropout", "bidirectional", "proj_size")
        changed = {name: getattr(self, name) for name in optional if getattr(self, name) != getattr(usual, name)}
        return {"input_size": self.input_size, "hidden_size": self.hidden_size, **changed}

    def code(self) -> str:
        """A program that makes the module, runs it, and prints the shapes that come out."""
        size = [self.steps] if self.batch is None else [self.steps, self.batch]
        order = size[::-1] if self.batch_first else size
        last = self.input_size if self.features is None else self.features
        values = [f"{name}={value!r}" for name, value in self.given().items()]
        call = ", ".join(values) if len(values) < 3 else "\n    " + ",\n    ".join(values) + ",\n"
        states = "(h_n, c_n)" if self.kind == "LSTM" else "h_n"
        shapes = "output.shape, h_n.shape" + (", c_n.shape" if self.kind == "LSTM" else "")
        return (
            "import torch\nfrom torch import nn\n\n"
            f"module = nn.{self.kind}({call})\n"
            f"inputs = torch.randn({', '.join(map(str, [*order, last]))})\n"
            f"output, {states} = module(inputs)\n"
            f"print({shapes})\n"
            "print(sum(p.numel() for p in module.parameters()))\n"
        )
