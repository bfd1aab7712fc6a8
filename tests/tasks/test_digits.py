"""Digits row by row: order of the images, brightness, and the article's outcome."""

import numpy as np
import pytest
import torch
from numpy.typing import NDArray
from torch import nn
from torch.nn import functional

from rnnviz.data import FILES
from rnnviz.network.threads import one_thread
from rnnviz.tasks import Image, make_task
from rnnviz.tasks.task import Glancing
from rnnviz.training.advance import Budget, advance
from rnnviz.training.build import start
from rnnviz.training.link import preset

TASK = make_task("digits")


@pytest.fixture(scope="module")
def raw() -> dict[str, NDArray[np.uint8]]:
    with np.load(FILES / "mnist.npz") as file:
        return {name: file[name] for name in ("train_x", "train_y", "test_x", "test_y")}


def keys(images: NDArray[np.float32]) -> list[bytes]:
    return [image.tobytes() for image in np.round(images * 255).astype(np.uint8)]


def test_an_epoch_holds_every_image_once(raw: dict[str, NDArray[np.uint8]]) -> None:
    expected = sorted(image.tobytes() for image in raw["train_x"])
    size = 1000
    for epoch in (0, 1):
        batches = [TASK.batch(size, 3, epoch * 60 + iteration) for iteration in range(60)]
        assert sorted(key for batch in batches for key in keys(batch.inputs)) == expected


def test_images_keep_their_labels(raw: dict[str, NDArray[np.uint8]]) -> None:
    labels: dict[bytes, set[int]] = {}
    for image, label in zip(raw["train_x"], raw["train_y"], strict=True):
        labels.setdefault(image.tobytes(), set()).add(int(label))
    for iteration in (0, 500, 937, 5000):
        batch = TASK.batch(64, 2, iteration)
        for key, label in zip(keys(batch.inputs), batch.targets, strict=True):
            assert label in labels[key]


def test_the_batch_at_the_end_of_an_epoch_is_filled_from_the_next() -> None:
    last = TASK.batch(64, 1, 937)
    assert len(last.inputs) == 64
    one_by_one = [TASK.batch(1, 1, place).inputs[0] for place in range(937 * 64, 938 * 64)]
    np.testing.assert_array_equal(last.inputs, one_by_one)


def test_the_order_follows_from_the_seed_and_the_epoch() -> None:
    first = TASK.batch(64, 1, 0).inputs
    assert not np.array_equal(first, TASK.batch(64, 2, 0).inputs)
    assert not np.array_equal(TASK.batch(60_000, 1, 0).targets, TASK.batch(60_000, 1, 1).targets)


def test_a_batch_larger_than_the_training_images() -> None:
    assert len(TASK.batch(130_000, 1, 0).targets) == 130_000


def test_brightness_as_the_article_scales_it(raw: dict[str, NDArray[np.uint8]]) -> None:
    for index in range(TASK.examples):
        expected = torch.from_numpy(raw["test_x"][index]).float().div(255)
        np.testing.assert_array_equal(TASK.example(index).inputs[0], expected.numpy())
        assert TASK.example(index).targets[0] == raw["test_y"][index]


class Knowing:
    """Says the label of what it is shown, but for the images whose number is in `wrong`."""

    def __init__(self, raw: dict[str, NDArray[np.uint8]], wrong: range) -> None:
        self.labels = dict(zip((image.tobytes() for image in raw["test_x"]), raw["test_y"], strict=True))
        self.wrong = {raw["test_x"][index].tobytes() for index in wrong}
        self.asked = 0

    def predict(self, inputs: NDArray[np.generic]) -> NDArray[np.float32]:
        self.asked += len(inputs)
        outputs = np.zeros((*inputs.shape[:2], 10), np.float32)
        for row, key in enumerate(keys(inputs.astype(np.float32))):
            outputs[row, -1, (self.labels[key] + (key in self.wrong)) % 10] = 1
        return outputs

    def free_run(self, first: NDArray[np.floating], steps: int) -> None:
        return None


def test_the_report_reads_the_first_2000_test_images(raw: dict[str, NDArray[np.uint8]]) -> None:
    network = Knowing(raw, range(1990, 2010))
    report = TASK.report(network)
    [score] = report.scores
    assert network.asked == 2000
    assert score.value == 1990 / 2000
    assert "2000" in score.note
    assert report.answer == "first 10 test images: 7 2 1 0 4 1 4 9 5 9 → 7 2 1 0 4 1 4 9 5 9"


def test_a_glance_reads_the_first_500_and_says_so(raw: dict[str, NDArray[np.uint8]]) -> None:
    assert isinstance(TASK, Glancing)
    network = Knowing(raw, range(2))
    report = TASK.glance(network)
    [score] = report.scores
    assert network.asked == 500
    assert score.value == 498 / 500
    assert "500" in score.note
    assert report.answer.endswith("→ 8 3 1 0 4 1 4 9 5 9")


def test_the_strip_shows_the_image_and_a_probability_for_each_digit() -> None:
    example = TASK.example(3)
    strip = TASK.strip(example, np.zeros((28, 10)))
    assert isinstance(strip, Image)
    assert strip.target == 0
    np.testing.assert_array_equal(strip.pixels, example.inputs[0])
    np.testing.assert_allclose(strip.probabilities, 0.1)


def plain_losses(seed: int, iterations: int) -> NDArray[np.float64]:
    """The article's script: nn.LSTM and nn.Linear on the batches of the task."""
    torch.manual_seed(seed)
    recurrent, linear = nn.LSTM(28, 64, batch_first=True), nn.Linear(64, 10)
    optimiser = torch.optim.Adam([*recurrent.parameters(), *linear.parameters()], lr=0.01)
    losses = []
    for iteration in range(iterations):
        batch = TASK.batch(64, seed, iteration)
        output = linear(recurrent(torch.from_numpy(batch.inputs))[0][:, -1, :])
        loss = functional.cross_entropy(output, torch.from_numpy(batch.targets))
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
        losses.append(loss.item())
    return np.array(losses)


@pytest.mark.parametrize("seed", [0, 1])
def test_losses_of_the_plain_script(seed: int) -> None:
    config = preset("lstm", "digits").changed(seed=seed, device="cpu")
    with one_thread():
        expected = plain_losses(seed, 100)
        ours = advance(config, start(config), Budget(100)).losses
    np.testing.assert_allclose(ours, expected, rtol=1e-4)
