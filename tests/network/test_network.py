"""The whole network against the plain script that a person would write."""

import pytest
import torch
from torch import Tensor, nn
from torch.nn import functional

from rnnviz.cells import CELLS
from rnnviz.network import Network
from rnnviz.network.network import Encoding
from tests.network.modules import MAKERS, OWN

SYMBOLS, HIDDEN, OUTPUTS = 4, 6, 3


class Script(nn.Module):
    """Embedding or one-hot or nothing, torch.nn, a linear readout: as in any tutorial."""

    def __init__(self, cell: str, encoding: str, layers: int, bidirectional: bool) -> None:
        super().__init__()
        self.embedding = nn.Embedding(SYMBOLS, HIDDEN) if encoding == "embedding" else None
        features = HIDDEN if encoding == "embedding" else SYMBOLS
        self.rnn = MAKERS[cell](features, HIDDEN, num_layers=layers, bidirectional=bidirectional, batch_first=True)
        self.linear = nn.Linear(HIDDEN * (2 if bidirectional else 1), OUTPUTS)
        self.encoding = encoding

    def forward(self, inputs: Tensor) -> Tensor:
        if self.embedding is not None:
            inputs = self.embedding(inputs)
        elif self.encoding == "one_hot":
            inputs = functional.one_hot(inputs, SYMBOLS).float()
        output: Tensor = self.linear(self.rnn(inputs)[0])
        return output


def batch(encoding: str) -> Tensor:
    generator = torch.Generator().manual_seed(4)
    if encoding == "plain":
        return torch.randn(2, 9, SYMBOLS, generator=generator)
    return torch.randint(SYMBOLS, (2, 9), generator=generator)


@pytest.mark.parametrize(("layers", "bidirectional"), [(1, False), (2, True), (3, False)])
@pytest.mark.parametrize("encoding", ["plain", "one_hot", "embedding"])
@pytest.mark.parametrize("cell", MAKERS)
def test_the_same_seed_gives_the_script_s_weights_and_outputs(
    cell: str, encoding: Encoding, layers: int, bidirectional: bool
) -> None:
    torch.manual_seed(5)
    script = Script(cell, encoding, layers, bidirectional)
    after = torch.rand(1)
    torch.manual_seed(5)
    network = Network(CELLS[cell], encoding, SYMBOLS, HIDDEN, OUTPUTS, layers, bidirectional)
    assert torch.rand(1) == after, "the random state after building differs: a task's batches would too"
    pairs = zip(network.parameters(), script.parameters(), strict=True)
    assert all(torch.equal(ours, theirs) for ours, theirs in pairs)
    inputs = batch(encoding)
    assert torch.equal(network(inputs), script(inputs))
    # The readout of one step alone is another matrix product, so it may round differently.
    assert torch.allclose(network(inputs, last_step_only=True), script(inputs)[:, -1], rtol=0, atol=1e-6)


@pytest.mark.parametrize("cell", MAKERS)
def test_the_engine_is_a_choice_that_changes_nothing(cell: str) -> None:
    found = []
    for engine in ("nn", "torch"):
        torch.manual_seed(6)
        network = Network(CELLS[cell], "embedding", SYMBOLS, HIDDEN, OUTPUTS, 2, True, engine)
        found.append(network(batch("embedding")))
    assert torch.allclose(*found, rtol=0, atol=1e-6)


def test_a_cell_of_one_s_own_learns() -> None:
    torch.manual_seed(7)
    network = Network(OWN, "one_hot", SYMBOLS, HIDDEN, SYMBOLS)
    optimiser = torch.optim.Adam(network.parameters(), lr=0.05)
    symbols = batch("one_hot")
    losses = []
    for _ in range(60):
        optimiser.zero_grad()
        previous = network(symbols)[:, 1:]  # say the symbol of the step before: no network without memory can
        loss = functional.cross_entropy(previous.flatten(0, 1), symbols[:, :-1].flatten())
        loss.backward()
        optimiser.step()
        losses.append(loss.item())
    assert losses[-1] < 0.2 < 1 < losses[0]


def test_starting_weights_are_as_wide_as_torch_s() -> None:
    torch.manual_seed(8)
    recurrent = Network(OWN, "plain", 3, 400, 1).recurrent
    bound = 400**-0.5
    numbers = torch.cat([p.flatten() for p in recurrent.parameters()])
    assert 0.999 * bound < numbers.abs().max() <= bound
    assert abs(numbers.mean()) < 0.01 * bound


@pytest.mark.parametrize("layers", [1, 2])
@pytest.mark.parametrize("cell", MAKERS)
def test_without_a_readout_the_first_hidden_units_are_the_outputs(cell: str, layers: int) -> None:
    torch.manual_seed(5)
    script = MAKERS[cell](SYMBOLS, HIDDEN, num_layers=layers, batch_first=True)
    torch.manual_seed(5)
    network = Network(CELLS[cell], "plain", SYMBOLS, HIDDEN, OUTPUTS, layers, readout="none")
    inputs = batch("plain")
    assert torch.equal(network(inputs), script(inputs)[0][:, :, :OUTPUTS])
    assert torch.equal(network(inputs, last_step_only=True), script(inputs)[0][:, -1, :OUTPUTS])
    assert [name for name, _ in network.named_parameters() if "readout" in name] == []


def test_without_a_readout_there_are_as_many_hidden_units_as_outputs() -> None:
    with pytest.raises(ValueError, match="7 outputs need as many hidden units; hidden is 6"):
        Network(CELLS["gru"], "plain", SYMBOLS, HIDDEN, 7, readout="none")
