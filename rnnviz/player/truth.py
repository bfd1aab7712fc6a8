"""What an ideal memory holds, drawn over the states, and the units that carry it best."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from rnnviz.tracing.truth import Carried, best_first
from rnnviz.words import t

Array = NDArray[np.floating]
SHOWN = 4


@dataclass(frozen=True, eq=False)
class Truth:
    """The task's truth on the example that is played.

    Attributes:
        values: [T] by name, as the task has it.
        carried: how every state carries each of them.
    """

    values: Mapping[str, Array] = field(default_factory=dict)
    carried: tuple[Carried, ...] = ()


def describe_truth(truth: Truth, layer: str, arrays: dict[str, Array]) -> list[dict[str, object]]:
    """Put each truth, and what each state of the layer would be if it carried it, among the arrays.

    Returns:
        Of each truth its name, translated, the states it is drawn over, and the units that carry it best: the best
        state of each, of whichever layer.
    """
    described: list[dict[str, object]] = []
    for index, (name, values) in enumerate(truth.values.items()):
        arrays[f"truth.{index}"] = values
        here = [each for each in truth.carried if each.truth == name and each.address.rpartition(".")[0] == layer]
        for each in here:
            state = each.address.rpartition(".")[2]
            arrays[f"truth.{index}.{state}"] = each.fitted(values)
            arrays[f"truth.{index}.{state}.correlation"] = each.correlation
        carriers = _few(best_first(truth.carried, name))
        described.append({"name": t(name), "carriers": carriers})
    return described


def _few(ranked: Sequence[tuple[Carried, int]]) -> list[dict[str, object]]:
    best: dict[tuple[str, int], dict[str, object]] = {}
    for each, unit in ranked:
        layer, _, state = each.address.rpartition(".")
        entry = {"layer": layer, "state": state, "unit": unit, "correlation": round(float(each.correlation[unit]), 3)}
        best.setdefault((layer, unit), entry)
    return list(best.values())[:SHOWN]
