"""E5: three days of weather, and whether it rains on the fourth: real days in place of the article's invented rows."""

import pytest

from rnnviz.training.link import preset
from tests.tasks.trained import scores, trained

pytestmark = pytest.mark.usefixtures("kernels_are_ready")


def test_the_settings() -> None:
    task = preset("rnn", "rain").make_task()
    assert (task.steps, task.outputs, task.reads) == (3, 2, "last step")


@pytest.mark.parametrize("cell", ["rnn", "lstm", "gru"])
def test_days_that_were_never_trained_on_are_told_apart_better_than_by_chance(cell: str) -> None:
    config, losses, report = trained(cell, "rain")
    assert losses[-20:].mean() < config.make_task().baseline
    assert scores(report)["AUC"] > 0.66
