"""The page Compare without a browser: what it trains, what it draws, what it says and what it keeps."""

import time
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest
from torch import nn

from rnnviz.player.payload import unpack
from rnnviz.tracing.run import NetworkPredictor
from rnnviz.training.advance import Budget, advance
from rnnviz.training.build import restore, start
from rnnviz.training.checkpoint import Checkpoint
from rnnviz.training.comparison import Comparison
from rnnviz.training.config import RunConfig
from rnnviz.training.link import preset
from rnnviz.ui.boot import boot
from rnnviz.ui.compare.contest import Contest
from rnnviz.words import grouped

ROOT = Path(__file__).parents[2]
SMALL = {"hidden": "4", "iterations": "12", "device": "cpu"}
MODULES = {"RNN (tanh)": nn.RNN, "LSTM": nn.LSTM, "GRU": nn.GRU}


def opened(**query: str) -> AppTest:
    """The page at this address, with torch loaded."""
    boot().begin()
    assert boot().wait(60) is not None
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60).run()
    app.switch_page("pages/compare.py")
    for name, value in query.items():
        app.query_params[name] = value
    app.run()
    assert not app.exception
    return app


def given(app: AppTest, key: str) -> tuple[dict[str, Any], dict[str, np.ndarray]]:
    """What the component of this name was sent."""
    for block in (part.proto.bytes for part in app.get("bidi_component")):
        length = int.from_bytes(block[:4], "little")
        if block[4 : 4 + length] == key.encode():
            return unpack(block[4 + length :])
    raise AssertionError(f"nothing was sent to {key}")


def press(app: AppTest, key: str) -> None:
    app.button(key=key).click().run()
    assert not app.exception


def trained(app: AppTest, patience: float = 60) -> AppTest:
    """Train all to the end."""
    press(app, "compare-play")
    begun = time.monotonic()
    while "runs are done" not in said(app) or not contest(app).over or contest(app).unscored():
        assert time.monotonic() - begun < patience
        time.sleep(0.1)
        app.run()
    return app.run()


def contest(app: AppTest) -> Contest:
    found = app.session_state["compare.contest"]
    assert isinstance(found, Contest)
    return found


def said(app: AppTest) -> str:
    parts = [part.value for kind in (app.markdown, app.caption, app.error, app.warning) for part in kind]
    return " ".join([*parts, *(bar.proto.text for bar in app.get("progress"))]).replace("\\", "")


def alone(config: RunConfig) -> tuple[Checkpoint, np.ndarray]:
    """What this configuration gives where nothing else is on the page."""
    progress = advance(config, start(config), Budget(config.iterations))
    return progress.checkpoint, progress.losses


def test_before_training_it_says_what_to_do_and_how_large_the_cells_are() -> None:
    app = opened()
    assert "Press Train all" in said(app)
    assert "RNN (tanh), LSTM, GRU see the same data in the same order, 3 times each, from seed 1 on." in said(app)
    header, arrays = given(app, "compare-board")
    for row in header["table"]["rows"]:
        modules = [MODULES[row["name"]](1, 16), nn.Linear(16, 1)]
        count = sum(p.numel() for module in modules for p in module.parameters())
        assert [figure["text"] for figure in row["values"]] == ["16", grouped(count), "–", "–"]
    assert len(arrays["panels.0.0.x"]) == 0


def test_losses_and_scores_are_those_of_each_run_alone() -> None:
    app = trained(opened(**SMALL))
    header, arrays = given(app, "compare-board")
    for place, cell in enumerate(("rnn", "lstm", "gru")):
        configs = [preset(cell, "sine").changed(hidden=4, iterations=12, device="cpu", seed=seed) for seed in (1, 2, 3)]
        ends, losses = zip(*map(alone, configs), strict=True)
        for part, expected in (("low", np.min), ("middle", np.median), ("high", np.max)):
            assert np.array_equal(arrays[f"panels.0.{place}.{part}"], expected(losses, 0).astype(np.float32))
        reports = [
            config.make_task().report(NetworkPredictor(restore(config, end)))
            for config, end in zip(configs, ends, strict=True)
        ]
        free = sorted(report.scores[1].value for report in reports)
        column = [each["name"] for each in header["table"]["columns"]].index("free running") - 1
        shown = header["table"]["rows"][place]["values"][column]
        assert float(shown["text"]) == pytest.approx(free[1], rel=6e-3)
        assert [float(end) for end in shown["small"].split(" … ")] == pytest.approx([free[0], free[2]], rel=6e-3)


def test_the_verdict_follows_the_chosen_score() -> None:
    app = trained(opened(**SMALL, cells="rnn,lstm"))
    assert "RMSE one step ahead" in said(app)
    app.selectbox(key="compare.judged").select("free running").run()
    assert "Median free running" in said(app)


def test_one_seed_claims_nothing() -> None:
    app = trained(opened(**SMALL, seeds="1"))
    assert "With one seed nobody can tell skill from luck." in said(app)
    assert "better than" not in said(app)


def test_matched_sizes_are_shown_and_trained() -> None:
    app = opened(matched="1")
    header, _ = given(app, "compare-board")
    sizes = [int(row["values"][0]["text"]) for row in header["table"]["rows"]]
    assert sizes == [16, 7, 9]
    assert [run.config.hidden for run in contest(app).all_runs[:3]] == sizes


def test_the_predictions_of_all_stand_in_one_chart_and_the_players_have_one_clock() -> None:
    app = opened()
    header, arrays = given(app, "compare-player")
    assert [line["name"] for line in header["strip"]["lines"]] == ["input", "next value", "RNN (tanh)", "LSTM", "GRU"]
    assert [line["cell"] for line in header["strip"]["lines"]] == [None, None, "rnn", "lstm", "gru"]
    assert all(np.isfinite(arrays[f"strip.{line}.y"]).all() for line in range(5))
    for cell, values in (("rnn", "h"), ("lstm", "ifgoch"), ("gru", "rznh")):
        part, numbers = given(app, f"compare-player-{cell}")
        assert [value["name"] for value in part["values"]] == list(values)
        assert set(numbers) == set(values)


def test_the_forecasts_of_all_stand_in_one_chart_once_they_are_computed() -> None:
    app = opened(task="passengers", cells="lstm,gru", seeds="1", hidden="3", iterations="5")
    assert given(app, "compare-player")[0]["charts"] == []
    header, arrays = given(trained(app), "compare-player")
    names = [line["name"] for line in header["charts"][0]["lines"]]
    assert names[-2:] == ["LSTM", "GRU"]
    assert names.count("held-out year") == 1
    assert not np.array_equal(arrays[f"charts.0.{len(names) - 2}.y"], arrays[f"charts.0.{len(names) - 1}.y"])


def test_symbols_have_a_strip_for_each_cell() -> None:
    app = opened(task="recall", hidden="4", iterations="5", batch="4")
    assert given(app, "compare-player")[0]["strip"] is None
    assert given(app, "compare-player-gru")[0]["strip"]["kind"] == "symbols"


def test_every_run_is_watched_and_kept_on_other_pages() -> None:
    app = opened(hidden="4", iterations="100000", device="cpu")
    press(app, "compare-play")
    shown = contest(app)
    runner = boot().runner
    assert runner is not None
    app.switch_page("pages/train.py").run()
    app.switch_page("pages/compare.py").run()
    assert contest(app) is shown
    assert shown.training
    assert all(runner.find(run.id) is None for run in shown.all_runs)  # somebody watches each
    assert given(app, "compare-board")[0]["run"] == shown.id
    press(app, "compare-pause")
    assert not shown.training
    press(app, "compare-reset")
    assert {run.status for run in shown.all_runs} == {"ready"}


def test_other_choices_ask_for_new_runs_and_let_the_old_ones_go() -> None:
    app = trained(opened(**SMALL))
    before = contest(app)
    app.number_input(key="compare.choice.hidden").set_value(5).run()
    assert contest(app) is before
    assert "The settings have changed" in said(app)
    press(app, "compare-anew")
    after = contest(app)
    assert after is not before
    assert {run.config.hidden for run in after.all_runs} == {5}
    after.pause()


def test_too_many_seeds_are_fewer_and_too_few_cells_are_said() -> None:
    app = opened(cells="rnn,lstm", seeds="30", hidden="1")
    assert len(contest(app).all_runs) == 60
    app.multiselect(key="compare.cells").set_value(["rnn", "lstm", "gru", "rnn_relu"]).run()
    assert len(contest(app).all_runs) == 88
    app.multiselect(key="compare.cells").set_value(["rnn"]).run()
    assert "Choose at least two cells to compare." in said(app)
    assert len(contest(app).all_runs) == 88


def test_a_bad_address_is_said_and_its_sound_parts_are_taken() -> None:
    app = opened(cells="rnn,elman", seeds="0", hidden="8")
    assert "'rnn, elman'; allowed are 2 to 4 different ones" in said(app)
    assert "Seeds is '0'" in said(app)
    assert contest(app).comparison.base.hidden == 8
    press(app, "understood")
    assert "elman" not in said(app)


def test_the_cells_stand_in_line_in_turn() -> None:
    contest = Contest(Comparison(preset("rnn", "sine").changed(hidden=2), seeds=2))
    assert [(run.config.cell, run.config.seed) for run in contest.all_runs] == [
        ("rnn", 1), ("lstm", 1), ("gru", 1), ("rnn", 2), ("lstm", 2), ("gru", 2),
    ]  # fmt: skip


def test_a_run_that_diverged_has_no_score_and_the_others_go_on() -> None:
    app = trained(opened(cells="rnn_relu,lstm", hidden="64", iterations="60", learning_rate="10", device="cpu"))
    statuses = {cell: {run.status for run in runs} for cell, runs in contest(app).runs.items()}
    assert statuses["lstm"] == {"done"}
    if "failed" in statuses["rnn_relu"]:
        assert "The loss of iteration" in said(app)
    assert "RMSE one step ahead" in said(app)
