"""Traces and predictions of a configuration at a checkpoint."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray

from rnnviz.network import Network
from rnnviz.tracing.intervention import Change
from rnnviz.tracing.record import record, record_free_run
from rnnviz.tracing.trace import Array, Trace
from rnnviz.training.build import restore
from rnnviz.training.checkpoint import Checkpoint
from rnnviz.training.config import RunConfig


@dataclass(frozen=True)
class NetworkPredictor:
    """A network as the tasks see it: arrays in, arrays out."""

    network: Network

    def predict(self, inputs: NDArray[np.generic]) -> Array:
        """The readout at every time step: [B, T, F] or symbols [B, T] -> [B, T, K]."""
        with torch.no_grad():
            batch = torch.from_numpy(np.ascontiguousarray(inputs)).to(self.network.device)
            outputs: Array = self.network(batch).cpu().numpy()
        return outputs

    def free_run(self, first: Array, steps: int) -> Array | None:
        """Predictions [steps, K] of a network that feeds on them, from the input `first` [F]; None where it cannot."""
        trace = record_free_run(self.network, first, steps)
        return None if trace is None else trace.outputs


def trace_run(
    config: RunConfig, checkpoint: Checkpoint, example: int = 0, interventions: Sequence[Change] = ()
) -> Trace:
    """Every named value on one of the task's examples, with `interventions` made in order.

    Raises:
        InterventionError: there is not what is to be changed.
    """
    return record(restore(config, checkpoint), config.make_task().example(example).inputs[0], interventions)
