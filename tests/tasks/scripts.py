"""The source experiments written down in plain PyTorch, without rnnviz, and what it means to give their losses."""

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn import functional

from rnnviz.data import FILES

Losses = NDArray[np.float64]


def assert_same_losses(found: NDArray[np.floating], expected: Losses) -> None:
    """Within 1e-4 while the loss is above 1e-3, and within 2 % after."""
    assert found.shape == expected.shape
    difference = np.abs(found - expected) / expected
    assert difference[expected > 1e-3].max() <= 1e-4
    assert difference.max() <= 0.02


def windows(broadcast: bool, seed: int, epochs: int) -> tuple[Losses, float]:
    """Sine windows: the loss of every update, and the root mean squared error at the last step of the test windows."""
    wave = torch.tensor(np.sin(np.arange(1, 10, 0.01)), dtype=torch.float32)
    inputs = [wave[i : i + 10] for i in range(889)]
    targets = [wave[i + 1 : i + 11] for i in range(889)]
    torch.manual_seed(seed)
    recurrent, linear = nn.LSTM(1, 6, batch_first=True), nn.Linear(6, 1)
    optimiser = torch.optim.SGD([*recurrent.parameters(), *linear.parameters()], lr=0.01)
    losses = []
    for _ in range(epochs):
        for seen, following in zip(inputs[:700], targets[:700], strict=True):
            output = linear(recurrent(seen.reshape(1, 10, 1))[0])[0]  # [10, 1]
            difference = output - following if broadcast else output[:, 0] - following
            loss = (difference**2).mean()
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
            losses.append(loss.item())
    with torch.no_grad():
        said = linear(recurrent(torch.stack(inputs[700:])[:, :, None])[0])[:, -1, 0]
    truth = torch.stack(targets[700:])[:, -1]
    return np.array(losses), float(((said - truth) ** 2).mean().sqrt())


def passengers(seed: int, epochs: int) -> tuple[Losses, Losses]:
    """Airline passengers: the loss of every update, and the forecast [12] of the last year, in thousands."""
    totals = np.loadtxt(FILES / "air_passengers.csv", delimiter=",", skiprows=1, usecols=1)
    low, high = totals[:-12].min(), totals[:-12].max()
    known = torch.tensor(2 * (totals[:-12] - low) / (high - low) - 1, dtype=torch.float32)
    torch.manual_seed(seed)
    recurrent, linear = nn.LSTM(1, 100, batch_first=True), nn.Linear(100, 1)
    optimiser = torch.optim.Adam([*recurrent.parameters(), *linear.parameters()], lr=0.001)
    losses = []
    for _ in range(epochs):
        for first in range(len(known) - 12):
            seen, following = known[first : first + 12], known[first + 12]
            loss = (linear(recurrent(seen[None, :, None])[0])[0, -1, 0] - following) ** 2
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
            losses.append(loss.item())
    window = known[-12:].tolist()
    with torch.no_grad():
        for _ in range(12):
            seen = torch.tensor(window[-12:])[None, :, None]
            window.append(linear(recurrent(seen)[0])[0, -1, 0].item())
    return np.array(losses), (np.array(window[12:]) + 1) / 2 * (high - low) + low


def word(seed: int, iterations: int = 30) -> tuple[Losses, str]:
    """Beyond to ynbode with nn.RNN, whose hidden state is the logits: losses, and the word that is said last."""
    letters = "bdenoy"
    inputs = functional.one_hot(torch.tensor([0, 2, 5, 4, 3, 1]), 6).float()[:, None]
    target = torch.tensor([5, 3, 0, 4, 1, 2])
    torch.manual_seed(seed)
    recurrent = nn.RNN(6, 6)
    optimiser = torch.optim.Adam(recurrent.parameters(), lr=0.05)
    losses = []
    for _ in range(iterations):
        loss = functional.cross_entropy(recurrent(inputs)[0][:, 0], target)
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
        losses.append(loss.item())
    return np.array(losses), _spell(letters, recurrent(inputs)[0][:, 0])


def word_by_cell(letters: str, seed: int, iterations: int = 800) -> tuple[Losses, str]:
    """The same with nn.RNNCell, called once a letter, and the losses of the six steps added up."""
    inputs = functional.one_hot(torch.tensor([letters.index(letter) for letter in "beyond"]), 6).float()
    target = torch.tensor([letters.index(letter) for letter in "ynbode"])
    torch.manual_seed(seed)
    cell = nn.RNNCell(6, 6)
    optimiser = torch.optim.Adam(cell.parameters(), lr=0.001)
    losses = []
    for _ in range(iterations):
        hidden, said, loss = torch.zeros(1, 6), [], torch.zeros(())
        for letter, asked in zip(inputs, target, strict=True):
            hidden = cell(letter[None], hidden)
            loss = loss + functional.cross_entropy(hidden, asked[None])
            said.append(hidden[0])
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
        losses.append(loss.item())
    return np.array(losses), _spell(letters, torch.stack(said))


def tags(seed: int, epochs: int = 300) -> tuple[Losses, list[int]]:
    """The two tagged sentences: the loss of every update, and the tags of the first sentence at the end."""
    sentences = [([0, 1, 2, 3, 4], [0, 1, 2, 0, 1]), ([5, 6, 7, 8], [1, 2, 0, 1])]
    torch.manual_seed(seed)
    embedding, recurrent, linear = nn.Embedding(9, 6), nn.LSTM(6, 6), nn.Linear(6, 3)
    weights = [*embedding.parameters(), *recurrent.parameters(), *linear.parameters()]
    optimiser = torch.optim.SGD(weights, lr=0.1)

    def scores(words: list[int]) -> Tensor:
        hidden = recurrent(embedding(torch.tensor(words)).view(len(words), 1, -1))[0]
        return functional.log_softmax(linear(hidden.view(len(words), -1)), dim=1)

    losses = []
    for _ in range(epochs):
        for words, target in sentences:
            loss = functional.nll_loss(scores(words), torch.tensor(target))
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
            losses.append(loss.item())
    return np.array(losses), scores(sentences[0][0]).argmax(1).tolist()


def _spell(letters: str, logits: Tensor) -> str:
    return "".join(letters[int(k)] for k in logits.argmax(-1))
