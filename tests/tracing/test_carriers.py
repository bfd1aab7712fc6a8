"""Which units carry the truth of a task."""

import numpy as np
import pytest

from rnnviz.tasks import make_task
from rnnviz.tracing.carriers import EXAMPLES, batch_values, carried
from rnnviz.tracing.record import record
from rnnviz.tracing.truth import best_first, correlate
from rnnviz.training.build import restore, start
from rnnviz.training.config import RunConfig
from rnnviz.training.link import preset


def config(cell: str, task: str, **choices: object) -> RunConfig:
    return preset(cell, task).changed(device="cpu", **choices)


@pytest.mark.parametrize("cell", ["rnn", "lstm", "gru"])
def test_values_of_a_batch_are_those_of_the_traces(cell: str) -> None:
    chosen = config(cell, "dyck", hidden=3, layers=2, bidirectional=True)
    network, task = restore(chosen, start(chosen)), chosen.make_task()
    inputs = np.concatenate([task.example(index).inputs for index in range(3)])
    values = batch_values(network, inputs, chosen.cell_equations.names)
    for index in range(3):
        trace = record(network, inputs[index])
        for address in trace.names:
            np.testing.assert_allclose(values[address][index], trace[address], atol=1e-5)


def test_correlations_are_those_of_numpy() -> None:
    rng = np.random.default_rng(1)
    truth, state = rng.normal(size=50), rng.normal(size=(50, 4))
    state[:, 2] = 3 - 2 * truth
    state[:, 3] = 1.0  # never changes
    found = correlate("count", "layer0.c", truth, state)
    for unit in range(3):
        assert found.correlation[unit] == pytest.approx(np.corrcoef(state[:, unit], truth)[0, 1])
        slope, offset = np.polyfit(truth, state[:, unit], 1)
        assert (found.slope[unit], found.offset[unit]) == pytest.approx((slope, offset))
    assert found.correlation[3] == 0
    np.testing.assert_allclose(found.fitted(truth)[:, 2], state[:, 2])
    assert next(unit for _, unit in best_first((found,), "count")) == 2


def test_a_truth_that_never_changes_is_carried_by_nobody() -> None:
    found = correlate("count", "layer0.c", np.ones(5), np.random.default_rng(1).normal(size=(5, 2)))
    assert not found.correlation.any()
    np.testing.assert_allclose(found.fitted(np.ones(2)), np.tile(found.offset, (2, 1)))


@pytest.mark.parametrize("task", ["anbn", "dyck", "order", "hold"])
def test_every_state_is_held_against_every_truth_over_several_examples(task: str) -> None:
    chosen = config("lstm", task, hidden=3, layers=2)
    network, made = restore(chosen, start(chosen)), chosen.make_task()
    found = carried(network, made)
    truths = list(made.truth(made.example()))
    assert [(each.truth, each.address) for each in found] == [
        (truth, f"layer{layer}.{state}") for truth in truths for layer in range(2) for state in ("c", "h")
    ]
    examples = [made.example(index) for index in range(EXAMPLES)]
    states = np.concatenate([record(network, example.inputs[0])["layer1.c"][:, 2] for example in examples])
    truth = np.concatenate([made.truth(example)[truths[0]] for example in examples])
    [layer1] = [each for each in found if (each.truth, each.address) == (truths[0], "layer1.c")]
    assert layer1.correlation[2] == pytest.approx(np.corrcoef(states, truth)[0, 1], abs=1e-4)


def test_a_task_without_a_truth_has_none_to_carry() -> None:
    chosen = config("gru", "sine")
    assert carried(restore(chosen, start(chosen)), make_task("sine")) == ()
