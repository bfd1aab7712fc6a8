"""Traces and predictions of a configuration: the numbers of the network that trains."""

import numpy as np
import pytest
import torch

from rnnviz.tracing.run import NetworkPredictor, trace_run
from rnnviz.training.advance import Budget, advance
from rnnviz.training.build import restore, start
from rnnviz.training.checkpoint import Checkpoint
from rnnviz.training.config import RunConfig
from rnnviz.training.link import preset

CELLS = ["rnn", "rnn_relu", "lstm", "gru"]


def trained(config: RunConfig) -> Checkpoint:
    return advance(config, start(config), Budget(3)).checkpoint


@pytest.mark.parametrize("bidirectional", [False, True])
@pytest.mark.parametrize("task", ["sine", "passengers", "recall", "rain", "tags"])
@pytest.mark.parametrize("cell", CELLS)
def test_a_trace_is_of_the_trained_network_on_the_task_s_example(cell: str, task: str, bidirectional: bool) -> None:
    config = preset(cell, task).changed(layers=2, hidden=6, bidirectional=bidirectional)
    checkpoint = trained(config)
    trace = trace_run(config, checkpoint)
    inputs = config.make_task().example(0).inputs
    with torch.no_grad():
        expected = restore(config, checkpoint)(torch.from_numpy(np.array(inputs)))[0].numpy()
    assert trace.outputs is not None
    assert trace.check is not None
    np.testing.assert_allclose(trace.outputs, expected, rtol=0, atol=1e-5)
    assert trace.check.largest_difference < 1e-5
    assert trace.steps == inputs.shape[1]
    assert not np.allclose(trace.outputs, trace_run(config, start(config)).outputs)


def test_a_prediction_is_the_network_s_output() -> None:
    config = preset("lstm", "sine").changed(hidden=6)
    network = restore(config, start(config))
    inputs = config.make_task().example(0).inputs
    with torch.no_grad():
        expected = network(torch.from_numpy(np.array(inputs))).numpy()
    np.testing.assert_array_equal(NetworkPredictor(network).predict(inputs), expected)


def test_a_free_run_feeds_each_prediction_back() -> None:
    config = preset("lstm", "sine").changed(hidden=6)
    network = restore(config, trained(config))
    first = config.make_task().example(0).inputs[0, 0]
    found = NetworkPredictor(network).free_run(first, 8)
    sequence = [torch.from_numpy(np.array(first))]
    with torch.no_grad():
        for _ in range(8):
            sequence.append(network(torch.stack(sequence)[None])[0, -1])
    assert found is not None
    np.testing.assert_allclose(found, torch.stack(sequence[1:]).numpy(), rtol=0, atol=1e-5)


def test_a_network_that_reads_backwards_predicts_nothing_freely() -> None:
    config = preset("gru", "sine").changed(hidden=6, bidirectional=True)
    assert NetworkPredictor(restore(config, start(config))).free_run(np.zeros(1, np.float32), 8) is None
