"""The passengers task against the file itself, read with pandas."""

import numpy as np
import pandas as pd
import pytest

from rnnviz.data import FILES
from rnnviz.tasks import make_task
from rnnviz.tasks.passengers import Passengers
from tests.tasks.plain import train

pytestmark = pytest.mark.usefixtures("kernels_are_ready")

FRAME = pd.read_csv(FILES / "air_passengers.csv", index_col="month")
SERIES = FRAME["passengers_thousands"].astype(float)
KNOWN, HELD_OUT = SERIES.iloc[:132], SERIES.iloc[132:]
SCALED = 2 * (SERIES - KNOWN.min()) / (KNOWN.max() - KNOWN.min()) - 1


class LastYear:
    """Says the first month of its window again: the same month of the year before."""

    def predict(self, inputs: np.ndarray) -> np.ndarray:
        return np.repeat(inputs[:, :1], inputs.shape[1], 1)

    def free_run(self, first: np.ndarray, steps: int) -> None:
        return None


def test_one_at_a_time_the_windows_come_in_order_epoch_after_epoch() -> None:
    task = Passengers()
    for iteration in (0, 1, 57, 119, 120, 241):
        batch = task.batch(1, 5, iteration)
        begin = iteration % 120
        np.testing.assert_allclose(batch.inputs[0, :, 0], SCALED.iloc[begin : begin + 12], atol=1e-6)
        np.testing.assert_allclose(batch.targets[0, 0], SCALED.iloc[begin + 12], atol=1e-6)


def test_training_sees_no_held_out_month() -> None:
    batches = [Passengers().batch(size, seed, i) for size in (1, 7, 120, 300) for seed in (0, 1) for i in range(130)]
    # every passenger count after scaling that the held-out year alone holds
    unseen = set(SCALED.iloc[132:].astype(np.float32)) - set(SCALED.iloc[:132].astype(np.float32))
    assert len(unseen) > 6
    assert not any(unseen & set(np.append(b.inputs, b.targets).tolist()) for b in batches)
    assert max(b.targets.max() for b in batches) == 1  # the largest training month; the held-out year goes above it


def test_the_first_example_asks_for_the_first_held_out_month() -> None:
    example = Passengers().example()
    np.testing.assert_allclose(example.inputs[0, :, 0], SCALED.loc["1959-01":"1959-12"], atol=1e-6)
    np.testing.assert_allclose(example.targets[0, 0], SCALED.loc["1960-01"], atol=1e-6)
    np.testing.assert_array_equal(Passengers().example(1).inputs, Passengers().batch(1, 0, 0).inputs)


def test_baseline_is_the_better_of_the_two_naive_rules_on_the_training_windows() -> None:
    scaled = SCALED.iloc[:132]
    errors = {lag: ((scaled - scaled.shift(lag)) ** 2).iloc[12:].mean() for lag in (1, 12)}
    assert Passengers().baseline == pytest.approx(errors[1], rel=1e-5)
    assert errors[1] < errors[12]


def test_naive_forecasts_and_the_forecast_of_a_known_predictor() -> None:
    report = Passengers().report(LastYear())
    network, last, season = (score.value for score in report.scores)
    difference = HELD_OUT - SERIES.shift(12).iloc[132:]
    assert season == pytest.approx(float((difference**2).mean() ** 0.5))
    assert last == pytest.approx(float(((HELD_OUT - KNOWN.iloc[-1]) ** 2).mean() ** 0.5))
    assert network == pytest.approx(season, rel=1e-5)
    assert {score.unit for score in report.scores} == {"thousand passengers"}


def test_chart_of_the_held_out_year_is_in_passengers() -> None:
    chart = Passengers().report(LastYear()).chart
    assert chart is not None
    lines = {line.role: line for line in chart.lines}
    np.testing.assert_array_equal(lines["context"].y, KNOWN.iloc[-24:])  # two years are enough to see the third
    np.testing.assert_array_equal(lines["season"].y[1:], KNOWN.iloc[-12:])
    np.testing.assert_array_equal(lines["naive"].y, [KNOWN.iloc[-1]] * 13)
    np.testing.assert_array_equal(lines["target"].y, SERIES.iloc[131:])
    np.testing.assert_allclose(lines["prediction"].y[1:], KNOWN.iloc[-12:], rtol=1e-5)
    years = [int(month[:4]) + (int(month[5:]) - 1) / 12 for month in SERIES.index]
    np.testing.assert_allclose(lines["target"].x, years[131:])
    assert chart.y_range[0] < SERIES.min() < SERIES.max() < chart.y_range[1]


@pytest.mark.parametrize(("index", "first"), [(0, "1959-01"), (1, "1949-01"), (120, "1958-12")])
def test_strip_is_in_passengers_and_says_which_months(index: int, first: str) -> None:
    task = Passengers()
    strip = task.strip(task.example(index), np.linspace(-1, 1, 12)[:, None])
    seen, target, prediction = strip.lines
    place = list(SERIES.index).index(first)
    np.testing.assert_allclose(seen.y, SERIES.iloc[place : place + 12], rtol=1e-5)
    np.testing.assert_allclose(target.y, SERIES.iloc[place + 11 : place + 13], rtol=1e-5)
    np.testing.assert_allclose(prediction.y, [SERIES.iloc[place + 11], KNOWN.max()], rtol=1e-5)
    np.testing.assert_array_equal(prediction.x, [11, 12])
    assert strip.x_label == f"months since {first}"


@pytest.mark.slow
@pytest.mark.parametrize("cell", ["lstm", "gru", "rnn"])
def test_the_defaults_beat_both_naive_forecasts_on_most_seeds(cell: str) -> None:
    task = make_task("passengers")
    wins = 0
    for seed in range(5):
        network, last, season = (score.value for score in task.report(train(task, cell, seed)).scores)
        wins += network < min(season, last)
    assert wins >= 3
