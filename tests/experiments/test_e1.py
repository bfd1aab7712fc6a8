"""E1: the sine wave with RNN, LSTM and GRU, and the network that runs freely."""

from functools import lru_cache

import numpy as np
import pytest

from rnnviz.training.link import preset
from tests.tasks.scripts import assert_same_losses
from tests.tasks.trained import scores, trained
from tests.training import script

pytestmark = pytest.mark.usefixtures("kernels_are_ready")

CELLS = pytest.mark.parametrize("cell", ["rnn", "lstm", "gru"])

# Loss at iteration 0, 100, 200 and after 300 updates, and the free-running error.
MEASURED = {
    "rnn": (0.4465, 9.84e-5, 3.99e-5, 4.9e-5, 0.104),
    "lstm": (0.4296, 2.36e-5, 1.04e-5, 6.0e-6, 0.058),
    "gru": (0.5687, 1.92e-4, 6.37e-5, 2.9e-5, 0.024),
}
LATE = 0.02
"""Late losses differ in their last digits between machines."""

plain = lru_cache(script.sine)


@lru_cache
def ours(cell: str) -> tuple[np.ndarray, dict[str, float]]:
    _, losses, report = trained(cell, "sine", seed=1, iterations=301)
    return losses, scores(report)


@lru_cache
def free_running(cell: str) -> float:
    return scores(trained(cell, "sine", seed=1)[2])["free running"]


@CELLS
def test_the_settings(cell: str) -> None:
    config = preset(cell, "sine")
    assert (config.hidden, config.layers, config.batch, config.readout) == (16, 1, 1, "linear")
    assert (config.optimiser, config.learning_rate, config.iterations, config.clip) == ("adam", 0.01, 300, 0)
    batch = config.make_task().batch(1, 1, 0)
    wave = np.sin(np.linspace(0, 10, 101)).astype(np.float32)
    assert np.array_equal(batch.inputs[0, :, 0], wave[:-1])
    assert np.array_equal(batch.targets[0, :, 0], wave[1:])


@CELLS
def test_the_losses_of_the_script(cell: str) -> None:
    assert_same_losses(ours(cell)[0], plain(cell).losses.astype(np.float64))


@CELLS
def test_the_losses(cell: str) -> None:
    losses = ours(cell)[0]
    first, hundredth, two_hundredth, last, _ = MEASURED[cell]
    assert losses[0] == pytest.approx(first, rel=1e-3)
    assert losses[[100, 200, 300]] == pytest.approx([hundredth, two_hundredth, last], rel=LATE)


OFF = "0.5688 here and in the plain script: 2e-4 away, though early losses agree to 1e-4 between machines"


@pytest.mark.parametrize("cell", ["rnn", "lstm", pytest.param("gru", marks=pytest.mark.xfail(strict=True, reason=OFF))])
def test_the_first_loss_to_its_last_digit(cell: str) -> None:
    assert ours(cell)[0][0] == pytest.approx(MEASURED[cell][0], abs=5e-5 + 1e-4 * MEASURED[cell][0])


@CELLS
def test_the_free_running_error_of_the_script(cell: str) -> None:
    expected = plain(cell)
    error = float(np.sqrt(np.mean((expected.free - expected.truth) ** 2)))
    assert free_running(cell) == pytest.approx(error, rel=0.01)


@pytest.mark.parametrize("cell", ["lstm", "gru"])
def test_the_free_running_error(cell: str) -> None:
    assert free_running(cell) == pytest.approx(MEASURED[cell][4], abs=5e-4)


@pytest.mark.xfail(
    reason="0.121 here, and in the plain script on the same machine: a hundred steps fed with predictions add up the "
    "last digits of the weights, which differ between processors. Not strict: elsewhere it may be 0.104, as measured."
)
def test_the_free_running_error_of_the_rnn() -> None:
    assert free_running("rnn") == pytest.approx(MEASURED["rnn"][4], abs=5e-4)
