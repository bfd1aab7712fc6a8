"""The face for notebooks and scripts: train one of rnnviz's tasks, trace any recurrent module."""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from typing import Any

from torch import Tensor, nn

from rnnviz.network.threads import one_thread
from rnnviz.tracing.intervention import Intervention, WeightEdit
from rnnviz.tracing.module import States0, trace_module
from rnnviz.tracing.run import trace_run
from rnnviz.tracing.trace import Trace
from rnnviz.training.link import preset
from rnnviz.training.run import Run

SLICE_SECONDS = 1.0


def train(cell: str = "lstm", task: str = "sine", **choices: Any) -> Run:
    """Train a network to the end, here and now.

    Args:
        cell: key of a cell, such as "lstm", "gru", "mgu": see `rnnviz.cells.CELLS`; or the equations of your own:
            "h = tanh(W @ x + u * h_prev + b)".
        task: key of a task, such as "sine", "recall", "tags", "text": see `rnnviz.tasks.TASKS`.
        choices: further fields of `RunConfig`, such as hidden, learning_rate, iterations, seed; those left out have
            the task's own defaults.

    Returns:
        A `Run` with `losses` [iterations], `status` and, should it have diverged, `error`.

    Raises:
        ConfigError: a choice is not allowed; the message says what is.
    """
    run = Run(preset(cell, task).changed(**choices))
    run.play()
    with one_thread():
        while run.training:
            # Not all at once: a training that has diverged ends after this slice.
            run.train_slice(SLICE_SECONDS)
    if run.error:
        warnings.warn(run.error, stacklevel=2)
    return run


def trace(
    source: Run | nn.RNNBase,
    inputs: Tensor | None = None,
    states: States0 = None,
    *,
    example: int = 0,
    iteration: int | None = None,
    interventions: Sequence[Intervention | WeightEdit] = (),
) -> Trace:
    """Every named value of a run, or of a recurrent module of your own, over time.

    Args:
        source: a `Run`, or a torch.nn.RNN, LSTM or GRU.
        inputs: for a module: what it takes, [T, F], [T, B, F] or, with `batch_first`, [B, T, F].
        states: for a module: initial states as it takes them; zeros where None.
        example: which example of the run's task, or of the batch.
        iteration: for a run: the moment of training, the nearest one kept; the latest where None.
        interventions: what is changed in the network while it runs, in order: a gate clamped, a unit silenced.

    Raises:
        TypeError: `source` is neither, or `inputs` is missing for a module or given for a run.
        ValueError: `inputs` has another shape, there is no such example, or not what is to be changed.
    """
    if isinstance(source, Run):
        if inputs is not None or states is not None:
            raise TypeError("A run is traced on its own task's examples: leave inputs and states out.")
        with one_thread():
            return trace_run(source.config, source.at(iteration), example, interventions)
    if not isinstance(source, nn.Module):
        raise TypeError(f"source is a {type(source).__name__}; give a Run, or a torch.nn.RNN, LSTM or GRU.")
    if inputs is None:
        raise TypeError("inputs is missing: give the sequence to run the module on, for example torch.randn(50, F).")
    with one_thread():
        return trace_module(source, inputs, states, example, interventions)
