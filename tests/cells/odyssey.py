"""The LSTM of Greff et al. 2017 and its eight variants, in loops, straight from the paper's formulas."""

from collections.abc import Mapping

import numpy as np

Array = np.ndarray


def sigmoid(v: Array) -> Array:
    return 1 / (1 + np.exp(-v))


def forward(xs: Array, p: Mapping[str, Array], variant: str = "") -> dict[str, Array]:
    """Block output y as "h" and cell as "c", [T, H]; p by the catalogue's names: U is the paper's R, g its block input.

    Full gate recurrence uses R_ab for the way from gate a to gate b.
    """
    hidden = len(p["b_o"]) if "b_o" in p else len(p["b_i"])
    y = c = i = f = o = np.zeros(hidden)
    rows: dict[str, list[Array]] = {"c": [], "h": []}
    peephole = variant != "NP"

    def gate(name: str, x: Array, past: Array, cell: Array, gates: tuple[Array, Array, Array]) -> Array:
        total = p[f"W_{name}"] @ x + p[f"U_{name}"] @ past + p[f"b_{name}"]
        if peephole:
            total = total + p[f"p_{name}"] * cell
        if variant == "FGR":
            total = total + sum(p[f"R_{a}{name}"] @ value for a, value in zip("ifo", gates, strict=True))
        return sigmoid(total)

    for x in xs:
        gates = (i, f, o)
        z = p["W_g"] @ x + p["U_g"] @ y + p["b_g"]
        z = z if variant == "NIAF" else np.tanh(z)
        i = np.ones(hidden) if variant == "NIG" else gate("i", x, y, c, gates)
        f = np.ones(hidden) if variant == "NFG" else 1 - i if variant == "CIFG" else gate("f", x, y, c, gates)
        before, c = y, z * i + c * f
        o = np.ones(hidden) if variant == "NOG" else gate("o", x, before, c, gates)
        y = (c if variant == "NOAF" else np.tanh(c)) * o
        rows["c"].append(c)
        rows["h"].append(y)
    return {name: np.array(row) for name, row in rows.items()}
