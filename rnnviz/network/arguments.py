"""The arguments of torch.nn's recurrent modules, as a person may give them: sound or not."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from rnnviz.words import t

KINDS = ("RNN", "LSTM", "GRU")
NONLINEARITIES = ("tanh", "relu", "sigmoid")
"""Those that can be asked for; torch knows the first two."""


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

    def to_query(self) -> dict[str, str]:
        """The parameters of an address: what differs from the module that is shown at first."""
        values = {name: getattr(self, name) for name in ARGUMENTS if getattr(self, name) != getattr(USUAL, name)}
        texts = {name: "none" if value is None else value for name, value in values.items()}
        return {name: str(int(value) if isinstance(value, bool) else value) for name, value in texts.items()}

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


USUAL = Arguments(num_layers=2)
"""What the page of shapes shows at first."""


def arguments_from_query(query: Mapping[str, str]) -> Arguments:
    """Read the parameters of an address, such as {"kind": "GRU", "num_layers": "2"}.

    Sizes are not bounded here: what torch refuses is to be shown, what is too large the page bounds.

    Raises:
        ValueError: a name is unknown, or a value cannot be read.
    """
    found: dict[str, Any] = {}
    for name, text in query.items():
        if name not in _READ:
            raise ValueError(
                t("{name} is no argument; allowed is one of {names}.", name=name[:40], names=", ".join(_READ))
            )
        try:
            found[name] = _READ[name](text)
        except (ValueError, KeyError):
            raise ValueError(
                t(
                    "{name} is '{value}', which cannot be read; write it as in {example}.",
                    name=name,
                    value=text[:40],
                    example="input_size=4&bias=0&dropout=0.5&kind=GRU",
                )
            ) from None
    return replace(USUAL, **found)


def _finite(text: str) -> float:
    number = float(text)
    if not math.isfinite(number):
        raise ValueError(text)
    return number


_SWITCH = {"0": False, "1": True}.__getitem__
_WHOLE: Callable[[str], int] = int
_READ: dict[str, Callable[[str], Any]] = {
    "kind": {kind: kind for kind in KINDS}.__getitem__,
    "nonlinearity": {"none": None, **{name: name for name in NONLINEARITIES}}.__getitem__,
    "dropout": _finite,
    "bias": _SWITCH,
    "batch_first": _SWITCH,
    "bidirectional": _SWITCH,
    **dict.fromkeys(("input_size", "hidden_size", "num_layers", "proj_size", "steps"), _WHOLE),
    "batch": lambda text: None if text == "none" else int(text),
    "features": lambda text: None if text == "none" else int(text),
}
ARGUMENTS = tuple(_READ)
"""The names of all arguments, as an address has them."""
