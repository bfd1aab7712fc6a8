"""Rain on the fourth day against the files themselves, read with pandas, and against a logistic regression."""

import math

import numpy as np
import pandas as pd
import pytest
import torch

from rnnviz.data import FILES
from rnnviz.tasks import Batch, make_task
from rnnviz.tasks.rain import LOGISTIC, Rain
from tests.tasks.trained import scores, trained

PLACES = pytest.mark.parametrize("place", ["nyc", "seattle"])
COLUMNS = {
    "nyc": ["temp_mean_c", "pressure_hpa", "humidity_pct", "precip_mm"],
    "seattle": ["temp_max", "temp_min", "wind", "precipitation"],
}


def stations(place: str) -> list[pd.DataFrame]:
    """The days of each station with the logarithm of the precipitation, and whether it rained."""
    names = {"nyc": "weather_nyc_2013_daily.csv", "seattle": "weather_seattle_2012_2015_daily.csv"}
    frame = pd.read_csv(FILES / names[place])
    frame["wet"] = (frame[COLUMNS[place][-1]] > 0).astype(int)
    frame[COLUMNS[place][-1]] = np.log(1 + frame[COLUMNS[place][-1]])
    return [days.reset_index(drop=True) for _, days in frame.groupby("station")] if place == "nyc" else [frame]


def loop(place: str) -> tuple[Batch, Batch]:
    """All windows, one by one: those trained on, and those of later days."""
    last = 273 if place == "nyc" else 1095  # three quarters of 364 and of 1461 days
    known = pd.concat([days.iloc[:last] for days in stations(place)])[COLUMNS[place]]
    parts: tuple[list[np.ndarray], list[np.ndarray]] = ([], [])
    rain: tuple[list[int], list[int]] = ([], [])
    for days in stations(place):
        numbers = ((days[COLUMNS[place]] - known.mean()) / known.std(ddof=0)).to_numpy()
        for first in range(len(days) - 3):
            if first + 3 < last or first >= last:
                part = int(first >= last)
                parts[part].append(numbers[first : first + 3])
                rain[part].append(int(days["wet"][first + 3]))
    trained, tested = (Batch(np.array(p, np.float32), np.array(r)) for p, r in zip(parts, rain, strict=True))
    return trained, tested


@PLACES
def test_training_sees_each_window_of_the_first_days_once_an_epoch_and_no_other(place: str) -> None:
    expected, _ = loop(place)
    count = len(expected.targets)
    batches = [Rain(place).batch(1, 0, iteration) for iteration in range(count)]
    np.testing.assert_allclose(np.concatenate([b.inputs for b in batches]), expected.inputs, atol=1e-5)
    np.testing.assert_array_equal(np.concatenate([b.targets for b in batches]), expected.targets)
    many = Rain(place).batch(count, 4, 2)
    np.testing.assert_allclose(np.sort(many.inputs.sum((1, 2))), np.sort(expected.inputs.sum((1, 2))), atol=1e-4)
    assert many.targets.sum() == expected.targets.sum()


class Says:
    """Keeps what it is asked, and says that it will rain where the last day was damp."""

    def predict(self, inputs: np.ndarray) -> np.ndarray:
        self.inputs = inputs
        return np.stack([np.zeros(inputs.shape[:2]), inputs[:, :, 3]], -1)

    def free_run(self, first: np.ndarray, steps: int) -> None:
        return None


def area(scores: np.ndarray, labels: np.ndarray) -> float:
    """Pair by pair."""
    wins = [np.sign(one - other) for one in scores[labels == 1] for other in scores[labels == 0]]
    return float(np.mean(wins) / 2 + 0.5)


@PLACES
def test_the_report_is_on_later_days_alone(place: str) -> None:
    _, tested = loop(place)
    says = Says()
    found = scores(Rain(place).report(says))
    np.testing.assert_allclose(says.inputs, tested.inputs, atol=1e-5)
    damp = tested.inputs[:, -1, 3].astype(np.float64)
    assert found["AUC"] == pytest.approx(area(damp, tested.targets))
    assert found["accuracy"] == pytest.approx(np.mean((damp > 0) == tested.targets))
    share = tested.targets.mean()
    assert found["accuracy of always saying the same"] == pytest.approx(max(share, 1 - share))


@PLACES
def test_the_baseline_is_the_cross_entropy_of_the_share(place: str) -> None:
    share = loop(place)[0].targets.mean()
    expected = np.mean([-math.log(share if wet else 1 - share) for wet in loop(place)[0].targets])
    assert Rain(place).baseline == pytest.approx(expected)


@PLACES
def test_the_logistic_regression_of_the_notes(place: str) -> None:
    trained_on, tested = loop(place)
    inputs = torch.from_numpy(trained_on.inputs.reshape(len(trained_on.targets), -1)).double()
    rain = torch.from_numpy(trained_on.targets).double()
    weights = torch.zeros(12, dtype=torch.float64, requires_grad=True)
    bias = torch.zeros(1, dtype=torch.float64, requires_grad=True)
    optimiser = torch.optim.LBFGS([weights, bias], max_iter=300)

    def cost() -> torch.Tensor:
        optimiser.zero_grad()
        loss = torch.nn.functional.binary_cross_entropy_with_logits(inputs @ weights + bias, rain)
        loss = loss + (weights**2).sum() / 2 / len(rain)
        loss.backward()
        return loss

    optimiser.step(cost)
    logits = tested.inputs.reshape(len(tested.targets), -1) @ weights.detach().numpy() + bias.detach().numpy()
    accuracy, under = LOGISTIC[place]
    assert np.mean((logits > 0) == tested.targets) == pytest.approx(accuracy, abs=0.006)
    assert area(logits, tested.targets) == pytest.approx(under, abs=0.006)


@PLACES
def test_the_strip_says_the_days_in_their_own_units(place: str) -> None:
    task = Rain(place)
    for index in (0, 11, 23):
        example = task.example(index)
        strip = task.strip(example, np.zeros((3, 2)))
        assert strip.classes == ("dry", "rain")
        assert strip.target == (None, None, int(example.targets[0]))
        month, day = strip.tokens[0].split()[0].split("/")
        found = [
            days.iloc[place_of : place_of + 4]
            for days in stations(place)
            for place_of in days.index[pd.to_datetime(days["date"]).dt.strftime("%-m/%-d") == f"{month}/{day}"]
        ]
        rows = [[round(v) for v in part[COLUMNS[place][:-1]].iloc[0]] for part in found]
        told = [float(text.split()[0]) for text in strip.tokens[0].split(" ", 1)[1].split(" · ")]
        assert told[:-1] in rows
        assert "-0 mm" not in " ".join(strip.tokens)


def test_the_examples_are_of_days_that_are_not_trained_on() -> None:
    _, tested = loop("nyc")
    rows = tested.inputs.reshape(len(tested.targets), -1)
    for index in range(24):
        example = Rain().example(index)
        assert np.abs(rows - example.inputs.reshape(1, -1)).sum(1).min() < 1e-4


@pytest.mark.parametrize("cell", ["rnn", "lstm", "gru"])
@PLACES
def test_the_defaults_order_days_better_than_chance_where_accuracy_says_little(place: str, cell: str) -> None:
    config, losses, report = trained(cell, "rain", {"place": place})
    assert losses[-20:].mean() < config.make_task().baseline
    assert scores(report)["AUC"] > (0.66 if place == "nyc" else 0.76)
    assert scores(report)["accuracy"] > (0.66 if place == "nyc" else 0.69)


def test_a_place_that_is_not_there() -> None:
    with pytest.raises(ValueError, match=r"Place \(place\) is paris; allowed is one of nyc, seattle"):
        make_task("rain", {"place": "paris"})
