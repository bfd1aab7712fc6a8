"""The fixed set of functions that an equation may call."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.floating]


@dataclass(frozen=True)
class Function:
    """One function of the equation language.

    Attributes:
        numpy: the function on arrays, unit by unit.
        symbol: how mathematics writes it.
        latex: the same in LaTeX.
        range: (lowest, highest) value it can give; None where it has no bound.
        listing: the body of its Python definition in a NumPy listing, a function of `v`.
    """

    numpy: Callable[[Array], Array]
    symbol: str
    latex: str
    range: tuple[float, float] | None
    listing: str


def _sigmoid(v: Array) -> Array:
    # tanh neither overflows nor loses digits for large |v|, unlike 1 / (1 + exp(-v)).
    half = v.dtype.type(0.5)
    return np.tanh(v * half) * half + half


def _softplus(v: Array) -> Array:
    return np.logaddexp(v, v.dtype.type(0))


FUNCTIONS: dict[str, Function] = {
    "sigmoid": Function(_sigmoid, "σ", r"\sigma", (0.0, 1.0), "0.5 * np.tanh(0.5 * v) + 0.5"),
    "tanh": Function(np.tanh, "tanh", r"\tanh", (-1.0, 1.0), "np.tanh(v)"),
    "relu": Function(lambda v: np.maximum(v, 0), "relu", r"\operatorname{relu}", None, "np.maximum(v, 0)"),
    "softplus": Function(_softplus, "softplus", r"\operatorname{softplus}", None, "np.logaddexp(v, 0)"),
    "exp": Function(np.exp, "exp", r"\exp", None, "np.exp(v)"),
    "abs": Function(np.abs, "abs", r"\operatorname{abs}", None, "np.abs(v)"),
    "sin": Function(np.sin, "sin", r"\sin", (-1.0, 1.0), "np.sin(v)"),
    "cos": Function(np.cos, "cos", r"\cos", (-1.0, 1.0), "np.cos(v)"),
}
