"""E2: windows of the sine wave, with the loss that broadcasts by mistake and with the right one."""

import pytest

from rnnviz.training.link import preset
from tests.tasks import scripts
from tests.tasks.trained import scores, trained

pytestmark = pytest.mark.usefixtures("kernels_are_ready")

LOSSES = pytest.mark.parametrize("compared", ["right", "article"])


@LOSSES
def test_the_settings(compared: str) -> None:
    config = preset("lstm", "windows", {"compared": compared})
    assert (config.hidden, config.layers, config.batch, config.readout) == (6, 1, 1, "linear")
    assert (config.optimiser, config.learning_rate, config.iterations) == ("sgd", 0.01, 10 * 700)
    assert config.make_task().loss == {"right": "mse", "article": "mse_broadcast"}[compared]


@LOSSES
def test_the_losses_of_the_script_in_the_first_epoch(compared: str) -> None:
    _, losses, _ = trained("lstm", "windows", {"compared": compared}, iterations=700)
    expected, _ = scripts.windows(compared == "article", seed=1, epochs=1)
    scripts.assert_same_losses(losses, expected)


@pytest.mark.slow
@LOSSES
def test_ten_epochs(compared: str) -> None:
    _, losses, report = trained("lstm", "windows", {"compared": compared})
    expected, error = scripts.windows(compared == "article", seed=1, epochs=10)
    scripts.assert_same_losses(losses, expected)
    assert 0.011 <= round(float(losses[-1]), 3) <= 0.012
    assert 0.32 < scores(report)["test RMSE"] < 0.33
    assert scores(report)["test RMSE"] == pytest.approx(error, rel=1e-3)
