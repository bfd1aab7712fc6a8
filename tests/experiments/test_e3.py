"""E3: airline passengers, one window at a time, and the forecast of the last year that feeds on itself."""

import numpy as np
import pytest

from rnnviz.training.link import preset
from tests.tasks import scripts
from tests.tasks.trained import scores, trained

pytestmark = pytest.mark.usefixtures("kernels_are_ready")

CHOICES = {"hidden": 100, "batch": 1, "learning_rate": 0.001, "clip": 0.0}


def test_the_settings() -> None:
    config = preset("lstm", "passengers").changed(**CHOICES)
    assert (config.optimiser, config.layers, config.readout) == ("adam", 1, "linear")
    task = config.make_task()
    assert task.steps == 12
    in_order = [float(task.batch(1, 1, iteration).targets[0, 0]) for iteration in range(240)]
    assert in_order[:120] == in_order[120:]
    assert max(in_order) == 1  # scaled on the training part alone


def test_the_losses_and_the_forecast_of_the_script_after_one_epoch() -> None:
    _, losses, report = trained("lstm", "passengers", seed=1, iterations=120, **CHOICES)
    expected, forecast = scripts.passengers(seed=1, epochs=1)
    scripts.assert_same_losses(losses, expected)
    compare(report, forecast, rel=1e-3)


@pytest.mark.slow
def test_the_losses_and_the_forecast_of_the_script_after_ten_epochs() -> None:
    _, losses, report = trained("lstm", "passengers", seed=1, iterations=1200, **CHOICES)
    expected, forecast = scripts.passengers(seed=1, epochs=10)
    np.testing.assert_allclose(losses[:300], expected[:300], rtol=1e-3)  # near zero a loss keeps few digits
    assert losses[-120:].mean() == pytest.approx(expected[-120:].mean(), rel=0.02)
    compare(report, forecast, rel=0.02)


def compare(report: object, forecast: np.ndarray, rel: float) -> None:
    """The chart's last twelve months are the script's forecast, and the score is the error of them."""
    lines = {line.role: line.y for line in report.chart.lines}  # type: ignore[attr-defined]
    np.testing.assert_allclose(lines["prediction"][1:], forecast, rtol=rel)
    error = np.sqrt(np.mean((lines["target"][1:] - forecast) ** 2))
    assert scores(report)["forecast RMSE"] == pytest.approx(error, rel=10 * rel)  # type: ignore[arg-type]
