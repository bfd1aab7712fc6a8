"""The series task against the files themselves and plain pandas."""

import gc

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from rnnviz.data import FILES
from rnnviz.data.uploads import find, keep
from rnnviz.tasks import make_task
from rnnviz.tasks.column import Column
from rnnviz.training.config import ConfigError, RunConfig
from rnnviz.training.link import from_query, to_query
from tests.tasks.plain import train

pytestmark = pytest.mark.usefixtures("kernels_are_ready")

SUNSPOTS = pd.read_csv(FILES / "sunspots_yearly.csv")["sunspots"].astype(float)
KNOWN, HELD_OUT = SUNSPOTS.iloc[:-31], SUNSPOTS.iloc[-31:]
SCALED = 2 * (SUNSPOTS - KNOWN.min()) / (KNOWN.max() - KNOWN.min()) - 1


class LastValue:
    """Says the value that it reads again, at every step."""

    def predict(self, inputs: NDArray[np.generic]) -> NDArray[np.generic]:
        return inputs

    def free_run(self, first: NDArray[np.floating], steps: int) -> None:
        return None


def test_windows_one_at_a_time_in_order() -> None:
    task = Column(window=10)
    for iteration in (0, 1, 267, 268):
        batch, begin = task.batch(1, 0, iteration), iteration % (278 - 10)
        np.testing.assert_allclose(batch.inputs[0, :, 0], SCALED.iloc[begin : begin + 10], atol=1e-6)
        np.testing.assert_allclose(batch.targets[0, 0], SCALED.iloc[begin + 10], atol=1e-6)


def test_training_sees_nothing_that_is_held_out() -> None:
    task = Column(window=10)
    marked = keep("series", "marked", np.append(np.sin(np.arange(90.0)), np.full(10, 5.0)))
    task = Column(file=marked.key, window=10)
    seen = [task.batch(size, seed, i) for size in (1, 7, 100) for seed in (0, 1) for i in range(120)]
    assert all(np.append(batch.inputs, batch.targets).max() <= 1 for batch in seen)
    assert task.example(0).targets[0, 0] > 1  # the first held-out value
    assert all(task.example(i).targets.max() <= 1 for i in range(1, task.examples))


@pytest.mark.parametrize("period", [0, 7, 11, 100])
def test_scores_beside_naive_forecasts(period: int) -> None:
    report = Column(period=period).report(LastValue())
    network, last, *season = (score.value for score in report.scores)
    assert last == pytest.approx(float(((HELD_OUT - KNOWN.iloc[-1]) ** 2).mean() ** 0.5))
    assert network == pytest.approx(last, rel=1e-5)
    if period:
        again = [KNOWN.iloc[-period + i % period] for i in range(31)]
        assert season == [pytest.approx(float(((HELD_OUT - again) ** 2).mean() ** 0.5))]
    else:
        assert season == []
    assert report.chart is not None
    lines = {line.role: line for line in report.chart.lines}
    np.testing.assert_array_equal(lines["target"].y, SUNSPOTS.iloc[-32:])
    np.testing.assert_allclose(lines["prediction"].y, KNOWN.iloc[-1], rtol=1e-5)
    assert lines["target"].x is not None
    np.testing.assert_array_equal(lines["target"].x, np.arange(278, 310))


@pytest.mark.parametrize(("period", "name"), [(0, "last value"), (11, "last value"), (2, "last value")])
def test_baseline(period: int, name: str) -> None:
    scaled = SCALED.iloc[:278]
    errors = [((scaled - scaled.shift(lag)) ** 2).iloc[24:].mean() for lag in (1, period) if lag]
    task = Column(period=period)
    assert task.baseline == pytest.approx(min(errors), rel=1e-5)
    assert name in task.baseline_name


def test_baseline_of_a_series_that_repeats_itself() -> None:
    wave = keep("series", "wave", np.sin(np.arange(200) * 2 * np.pi / 8))
    task = Column(file=wave.key, window=8, period=8)
    assert task.baseline == pytest.approx(0, abs=1e-10)
    assert "period" in task.baseline_name
    assert task.report(LastValue()).scores[2].value == pytest.approx(0, abs=1e-6)


@given(
    st.lists(st.floats(-1e30, 1e30), min_size=20, max_size=80),
    st.integers(4, 60),
    st.integers(5, 50),
    st.integers(0, 100),
)
def test_any_numbers_give_finite_batches_or_a_sentence(
    values: list[float], window: int, held_out: int, period: int
) -> None:
    upload = keep("series", "any", np.array(values))
    known = len(values) - max(1, round(len(values) * held_out / 100))
    if window + 4 > known or period >= known:
        with pytest.raises(ValueError, match="too long"):
            Column(upload.key, "sunspots", window, held_out, period)
        return
    task = Column(upload.key, "sunspots", window, held_out, period)
    for batch in (task.batch(8, 0, 3), task.example(0), task.example(task.examples - 1)):
        assert np.isfinite(batch.inputs).all()
        assert np.isfinite(batch.targets).all()
    assert np.isfinite(task.baseline)
    report = task.report(LastValue())
    assert all(np.isfinite(score.value) for score in report.scores)
    strip = task.strip(task.example(0), task.example(0).inputs[0])
    assert strip.y_range[0] < min(values) <= max(values) < strip.y_range[1]


@pytest.mark.parametrize(
    ("options", "says"),
    [
        ({"window": 3}, "from 4 to 60"),
        ({"window": "x"}, "from 4 to 60"),
        ({"held_out": 51}, "from 5 to 50"),
        ({"period": -1}, "from 0 to 1000"),
        ({"period": 278}, "Window 24 and period 278 are too long for the 278 values that are trained on"),
        ({"series": "moon"}, "allowed is one of sunspots, mackey_glass"),
        ({"file": "u123"}, "upload the file again"),
        ({"file": 5.0}, "upload the file again"),
    ],
)
def test_options_that_are_not_allowed_get_a_sentence(options: dict[str, object], says: str) -> None:
    with pytest.raises(ValueError, match=says):
        make_task("series", options)
    config, sentences = from_query({"task": "series"} | {f"task.{name}": str(v) for name, v in options.items()})
    assert config.task == "series"
    assert len(sentences) == 1
    assert says in sentences[0]


def test_a_configuration_holds_the_upload_and_its_address_opens_it_for_nobody() -> None:
    upload = keep("series", "mine", np.sin(np.arange(100.0)))
    key = upload.key
    config = RunConfig(task="series", options={"file": key})
    del upload
    gc.collect()
    other = config.changed(hidden=4)
    del config
    gc.collect()
    assert [held.key for held in other.uploads] == [key]
    assert other.make_task().report(LastValue()).chart is not None
    query = to_query(other)
    assert query["task.file"] == key
    opened, sentences = from_query(query)
    assert (opened.options, opened.uploads) == ((), ())
    assert "upload the file again" in sentences[0]
    del other
    gc.collect()
    assert find(key, "series") is None
    with pytest.raises(ConfigError, match="upload the file again"):
        RunConfig(task="series", options={"file": key})


@pytest.mark.slow
@pytest.mark.parametrize("series", ["sunspots", "mackey_glass"])
@pytest.mark.parametrize("cell", ["lstm", "gru"])
def test_the_defaults_beat_the_naive_forecast(cell: str, series: str) -> None:
    task = make_task("series", {"series": series})
    for seed in range(3):
        network, last = (score.value for score in task.report(train(task, cell, seed)).scores)
        assert network < last
