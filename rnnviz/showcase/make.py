"""Trains the network of the start page again and writes its file: python -m rnnviz.showcase.make"""

from __future__ import annotations

from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from safetensors.numpy import save_file

from rnnviz.network.threads import one_thread
from rnnviz.showcase import CELL, FILE, MOMENTS, TASK
from rnnviz.training.advance import Budget, advance
from rnnviz.training.build import restore, start
from rnnviz.training.link import preset


def make(path: Path = FILE) -> None:
    """Train and write the losses and the named weights of each moment."""
    config = preset(CELL, TASK)
    checkpoint = start(config)
    losses: list[NDArray[np.float32]] = []
    arrays: dict[str, NDArray[np.floating]] = {}
    with one_thread():
        for moment in MOMENTS:
            if moment > checkpoint.iteration:
                progress = advance(config, checkpoint, Budget(moment - checkpoint.iteration))
                checkpoint = progress.checkpoint
                losses.append(progress.losses)
            network = restore(config, checkpoint)
            named = network.recurrent.named("layer0")
            readout = {f"readout.{name}": tensor for name, tensor in network.readout.named_parameters()}
            for name, tensor in (named | readout).items():
                arrays[f"{moment}/{name}"] = np.ascontiguousarray(tensor.detach().numpy())
    save_file({"losses": np.concatenate(losses), **arrays}, path)


if __name__ == "__main__":
    make()
