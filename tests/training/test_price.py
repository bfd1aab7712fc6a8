"""What a network begins with, and what writing costs it."""

import numpy as np
import pytest
import torch
from torch import nn

from rnnviz.tracing.carriers import batch_values
from rnnviz.training.advance import task_loss
from rnnviz.training.build import restore, start
from rnnviz.training.config import ConfigError, RunConfig
from rnnviz.training.price import mean_input_gate
from tests.training.trainings import same_bits, small, train


@pytest.mark.parametrize("engine", ["nn", "torch"])
def test_the_input_bias_is_the_sum_of_both_and_nothing_else_changes(engine: str) -> None:
    drawn = start(small(engine=engine, layers=2, bidirectional=True)).weights
    chosen = start(small(engine=engine, layers=2, bidirectional=True, input_bias=-3)).weights
    for name, tensor in chosen.items():
        if ".bias_" in name:
            gates = tensor.reshape(4, 4)  # input, forget, candidate, output gate
            assert set(gates[0].tolist()) == {-3.0 if "bias_ih" in name else 0.0}
            assert torch.equal(gates[1:], drawn[name].reshape(4, 4)[1:])
        else:
            assert torch.equal(tensor, drawn[name])


@pytest.mark.parametrize("cell", ["rnn", "lstm", "gru"])
@pytest.mark.parametrize("factor", [0.0, 2.5])
def test_the_recurrent_weights_are_scaled_and_nothing_else(cell: str, factor: float) -> None:
    drawn = start(small(cell=cell, layers=2, bidirectional=True)).weights
    chosen = start(small(cell=cell, layers=2, bidirectional=True, recurrent_scale=factor)).weights
    for name, tensor in chosen.items():
        expected = drawn[name] * factor if "weight_hh" in name else drawn[name]
        assert torch.equal(tensor, expected)


def test_the_price_is_the_mean_of_the_input_gate() -> None:
    config = small(task="latch", layers=2, bidirectional=True, write_price=0.5)
    network = restore(config, start(config))
    inputs = config.make_task().batch(5, 1, 0).inputs
    outputs, mean = mean_input_gate(network, torch.from_numpy(inputs), False)
    gates = batch_values(network, inputs, ["i"])
    assert float(mean.detach()) == pytest.approx(float(np.mean(list(gates.values()))), rel=1e-5)
    torch.testing.assert_close(outputs, network(torch.from_numpy(inputs)))


def test_one_update_follows_the_gradient_of_loss_and_price() -> None:
    """A step of plain gradient descent, against torch's own LSTM cell."""
    config = small(task="latch", optimiser="sgd", learning_rate=0.1, write_price=0.7, batch=6)
    task, begin = config.make_task(), start(config)
    module, linear = nn.LSTM(3, 4, batch_first=True), nn.Linear(4, 2)
    module.load_state_dict(
        {name.removeprefix("recurrent.module."): t for name, t in begin.weights.items() if "l0" in name}
    )
    linear.load_state_dict({name.removeprefix("readout."): t for name, t in begin.weights.items() if "readout" in name})
    batch = task.batch(6, config.seed, 0)
    x = nn.functional.one_hot(torch.from_numpy(batch.inputs), 3).float()
    h = c = torch.zeros(6, 4)
    gates, outputs = [], []
    for time in range(x.shape[1]):
        sums = x[:, time] @ module.weight_ih_l0.T + h @ module.weight_hh_l0.T + module.bias_ih_l0 + module.bias_hh_l0
        i, f, g, o = sums.chunk(4, 1)
        c = torch.sigmoid(f) * c + torch.sigmoid(i) * torch.tanh(g)
        h = torch.sigmoid(o) * torch.tanh(c)
        gates.append(torch.sigmoid(i))
        outputs.append(linear(h))
    loss = task_loss(task, torch.stack(outputs, 1), torch.from_numpy(batch.targets))
    (loss + 0.7 * torch.stack(gates).mean()).backward()
    checkpoint, losses = train(config, [1])
    assert losses[0] == pytest.approx(float(loss.detach()), rel=1e-5)  # the task's loss alone
    stepped = module.weight_ih_l0.detach() - 0.1 * module.weight_ih_l0.grad
    torch.testing.assert_close(checkpoint.weights["recurrent.module.weight_ih_l0"], stepped)


def test_a_price_changes_nothing_where_there_is_no_input_gate() -> None:
    with_price, without = (train(small(cell="gru", write_price=price), [5])[0] for price in (1.0, 0.0))
    assert same_bits(with_price, without)


def test_slices_with_a_price_give_the_same_numbers_in_any_cut() -> None:
    config = small(task="latch", write_price=0.1, batch=4)
    (one, losses), (other, others) = train(config, [9]), train(config, [2, 3, 4])
    assert same_bits(one, other)
    np.testing.assert_array_equal(losses, others)


def test_a_price_on_writing_lowers_the_input_gate() -> None:
    config = small(task="latch", hidden=2, batch=16, iterations=60, learning_rate=0.03)
    means = []
    for price in (0.0, 1.0):
        chosen = config.changed(write_price=price)
        network = restore(chosen, train(chosen, [60])[0])
        means.append(float(batch_values(network, chosen.make_task().batch(16, 9, 9).inputs, ["i"])["layer0.i"].mean()))
    assert means[1] < means[0] - 0.1


def test_an_engine_that_hides_the_gates_takes_no_price() -> None:
    with pytest.raises(ConfigError, match=r"a price on writing is 0\.1 and the engine is 'nn'.*Allowed are"):
        RunConfig(write_price=0.1, engine="nn")
    assert RunConfig(cell="gru", write_price=0.1, engine="nn").pays_for_writing is False
    assert RunConfig(write_price=0.1).pays_for_writing
