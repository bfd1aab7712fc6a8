"""Everything needed to go on with a training; saved without pickle."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from safetensors import SafetensorError, safe_open
from safetensors.torch import save_file
from torch import Tensor

from rnnviz.training.config import RunConfig

FORMAT = "rnnviz checkpoint 1"


@dataclass(frozen=True, eq=False)
class Checkpoint:
    """A moment of a training.

    Batches are a pure function of seed and iteration, and nothing else in a training is random, so these two are the
    whole random state.

    Attributes:
        iteration: updates made so far; 0 before the first.
        weights: the network's parameters by name, on the CPU.
        optimiser: the optimiser's state by "parameter name/state name", on the CPU.
    """

    iteration: int
    weights: Mapping[str, Tensor]
    optimiser: Mapping[str, Tensor]

    @property
    def bytes(self) -> int:
        """Memory that the arrays take."""
        return sum(tensor.nbytes for part in (self.weights, self.optimiser) for tensor in part.values())


def save(path: Path, config: RunConfig, checkpoint: Checkpoint) -> None:
    """Write one file: the arrays as safetensors, configuration and iteration as JSON in its header."""
    tensors = {f"weights/{name}": tensor for name, tensor in checkpoint.weights.items()}
    tensors |= {f"optimiser/{name}": tensor for name, tensor in checkpoint.optimiser.items()}
    note = {"iteration": checkpoint.iteration, "config": config.model_dump()}
    save_file(tensors, path, {"format": FORMAT, "json": json.dumps(note)})


def load(path: Path) -> tuple[RunConfig, Checkpoint]:
    """Read what `save` wrote.

    Raises:
        ValueError: the file is not such a file.
        ConfigError: its configuration is not allowed.
    """
    try:
        with safe_open(path, framework="pt") as file:
            header = file.metadata() or {}
            tensors = {key: file.get_tensor(key) for key in file.keys()}  # noqa: SIM118 (not a dict)
    except SafetensorError as error:
        raise ValueError(
            f"{path.name} is not a safetensors file ({error}); choose a file that rnnviz saved."
        ) from error
    if header.get("format") != FORMAT:
        raise ValueError(f"{path.name} is not of the form '{FORMAT}'; choose a file that rnnviz saved.")
    try:
        note = json.loads(header["json"])
        choices, iteration = dict(note["config"]), int(note["iteration"])
    except (KeyError, TypeError, ValueError) as error:
        raise ValueError(f"{path.name} has a damaged header ({error!r}); choose a file that rnnviz saved.") from error
    return RunConfig(**choices), Checkpoint(iteration, _part(tensors, "weights"), _part(tensors, "optimiser"))


def _part(tensors: Mapping[str, Tensor], part: str) -> dict[str, Tensor]:
    # Cloned: memory that torch lays out itself is aligned, and alignment may change the last digit of a sum.
    return {key.removeprefix(f"{part}/"): t.clone() for key, t in tensors.items() if key.startswith(f"{part}/")}
