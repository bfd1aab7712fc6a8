"""Configurations drawn by hypothesis, from the limits as the documentation states them."""

from typing import Any

from hypothesis import strategies as st

from rnnviz.training.config import MOST_NUMBERS, RunConfig

CELL_VALUES = {"rnn": 1, "rnn_relu": 1, "lstm": 6, "gru": 4}
WHOLE: dict[str, tuple[int, int]] = {
    "hidden": (1, 256),
    "layers": (1, 4),
    "batch": (1, 512),
    "iterations": (1, 100_000),
    "seed": (0, 2**31 - 1),
}
NUMBERS: dict[str, tuple[float, float]] = {"learning_rate": (1e-6, 10), "clip": (0, 1000), "forget_bias": (-10, 10)}
NUMBERS |= {"momentum": (0, 0.99), "input_bias": (-10, 10), "recurrent_scale": (0, 10), "write_price": (0, 10)}
KEYS: dict[str, tuple[str, ...]] = {
    "cell": ("rnn", "rnn_relu", "lstm", "gru"),
    "task": ("sine", "passengers", "recall"),
    "optimiser": ("adam", "sgd", "rmsprop"),
    "device": ("auto", "cpu", "cuda"),
    "engine": ("auto", "nn", "torch", "compiled"),
    "readout": ("linear", "none"),
}

OUTPUTS = {"sine": 1, "passengers": 1, "recall": 4}


def steps(choices: dict[str, Any]) -> int:
    options = dict(choices.get("options", ()))
    return {"sine": 100, "passengers": 12, "recall": int(options.get("steps", 50))}[choices["task"]]


def numbers(choices: dict[str, Any]) -> int:
    """batch · steps · hidden · values · layers · directions."""
    sizes = choices["batch"] * choices["hidden"] * choices["layers"] * (2 if choices["bidirectional"] else 1)
    return int(sizes * steps(choices) * CELL_VALUES[choices["cell"]])


@st.composite
def configurations(draw: st.DrawFn) -> RunConfig:
    """Any configuration that is allowed."""
    choices: dict[str, Any] = {field: draw(st.sampled_from(keys)) for field, keys in KEYS.items()}
    choices |= {field: draw(st.integers(*limits)) for field, limits in WHOLE.items()}
    choices |= {field: draw(st.floats(*limits)) for field, limits in NUMBERS.items()}
    choices["bidirectional"] = draw(st.booleans())
    if choices["readout"] == "none":
        choices |= {"bidirectional": False, "hidden": max(OUTPUTS[choices["task"]], choices["hidden"])}
    if draw(st.booleans()):
        choices |= {"forget_bias": None, "input_bias": None}
    if choices["engine"] in ("nn", "compiled"):
        choices["write_price"] = 0.0
    if choices["task"] == "recall" and draw(st.booleans()):
        choices["options"] = {"steps": draw(st.integers(5, 200))}
    while numbers(choices) > MOST_NUMBERS:
        choices["batch"], choices["hidden"] = choices["batch"] // 2 + 1, choices["hidden"] // 2 + 1
    return RunConfig(**choices)
