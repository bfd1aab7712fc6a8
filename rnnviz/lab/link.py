"""A bench as the parameters of an address, and back."""

from __future__ import annotations

import re
from collections.abc import Mapping

import numpy as np

from rnnviz.lab.bench import MOST_FEATURES, MOST_STEPS, MOST_UNITS, Bench, BenchError, blank, known_cell
from rnnviz.tracing.trace import Array
from rnnviz.words import t

_NUMBER = re.compile(r"-?\d{0,4}(?:\.\d{0,8})?(?:e-?\d{1,2})?")
_COUNT = re.compile(r"\d{1,3}")


def to_query(bench: Bench) -> dict[str, str]:
    """The parameters: cell, sizes, all weights, the inputs, and the states where they are not 0."""
    query = {"cell": bench.cell.key, "units": str(bench.units), "w": _text(*bench.weights.values())}
    query |= {"x": _text(bench.inputs), "features": str(bench.features)}
    states = list(bench.states.values())
    return query | ({"start": _text(*states)} if any(array.any() for array in states) else {})


def from_query(query: Mapping[str, str]) -> Bench | None:
    """Read an address; None where it names no bench.

    Raises:
        BenchError: it names one that cannot be; the message says what is wrong.
    """
    if "w" not in query:
        return None
    cell = known_cell(query.get("cell", "lstm"))
    units, features = _count(query, "units", MOST_UNITS), _count(query, "features", MOST_FEATURES)
    inputs = _numbers(query.get("x", ""), "x", MOST_STEPS * features)
    if not len(inputs) or len(inputs) % features:
        raise BenchError(_sentence("x", len(inputs), t("as many numbers for every time step")))
    empty = blank(cell, units, inputs.reshape(-1, features))
    return Bench(
        cell,
        _parts(_numbers(query["w"], "w", 2000), empty.weights, "w"),
        empty.inputs,
        _parts(_numbers(query["start"], "start", 100), empty.states, "start") if "start" in query else empty.states,
    )


def _text(*arrays: Array) -> str:
    return "_".join(_short(float(value)) for array in arrays for value in np.ravel(array))


def _short(value: float) -> str:
    """As short as can be; the leading 0 of a fraction is understood."""
    text = f"{value:.6g}"
    return re.sub(r"^(-?)0\.", r"\1.", text).replace("e-0", "e-").replace("e+", "e")


def _numbers(text: str, label: str, most: int) -> Array:
    parts = text.split("_") if text else []
    wrong = [part for part in parts[: most + 1] if not part.strip("-.") or not _NUMBER.fullmatch(part)]
    if wrong or len(parts) > most:
        value = wrong[0][:20] if wrong else len(parts)
        raise BenchError(_sentence(label, value, t("up to {n} numbers with _ between them", n=most)))
    return np.array([float(part) for part in parts])


def _count(query: Mapping[str, str], name: str, most: int) -> int:
    text = query.get(name, "1")
    if not _COUNT.fullmatch(text) or not 1 <= int(text) <= most:
        raise BenchError(_sentence(name, text[:20], t("a whole number from {low} to {high}", low=1, high=most)))
    return int(text)


def _parts(numbers: Array, like: Mapping[str, Array], label: str) -> dict[str, Array]:
    """The numbers cut into arrays of these names and shapes."""
    wanted = sum(array.size for array in like.values())
    if len(numbers) != wanted:
        raise BenchError(_sentence(label, len(numbers), t("{n} numbers", n=wanted)))
    ends = np.cumsum([array.size for array in like.values()])[:-1]
    return {
        name: part.reshape(array.shape)
        for (name, array), part in zip(like.items(), np.split(numbers, ends), strict=True)
    }


def _sentence(label: str, value: object, allowed: str) -> str:
    return t("{label} is '{value}'; allowed is {allowed}.", label=label, value=value, allowed=allowed)
