"""The page Map without a browser: what it trains, what colours say, what is kept."""

import time
from pathlib import Path
from typing import Any

import numpy as np
from streamlit.testing.v1 import AppTest

from rnnviz.player.payload import unpack
from rnnviz.training.advance import Budget, advance
from rnnviz.training.build import start
from rnnviz.ui.boot import boot
from rnnviz.ui.map.field import LAST, Field
from rnnviz.ui.map.live import DECADES, colours
from rnnviz.words import readable

ROOT = Path(__file__).parents[2]
SMALL = {"task": "recall", "task.steps": "5", "across": "seed", "up": "clip", "iterations": "12", "device": "cpu"}


def opened(**query: str) -> AppTest:
    boot().begin()
    assert boot().wait(60) is not None
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60).run()
    app.switch_page("pages/map.py")
    for name, value in query.items():
        app.query_params[name] = value
    app.run()
    assert not app.exception
    return app


def sent(app: AppTest) -> tuple[dict[str, Any], dict[str, np.ndarray]]:
    """What the tiles were sent."""
    for block in (part.proto.bytes for part in app.get("bidi_component")):
        length = int.from_bytes(block[:4], "little")
        if block[4 : 4 + length] == b"map-tiles":
            return unpack(block[4 + length :])
    raise AssertionError("nothing was sent to the tiles")


def trained(app: AppTest) -> Field:
    app.button(key="map-play").click().run()
    field: Field = app.session_state["map.field"]
    begun = time.monotonic()
    while not field.over:
        assert time.monotonic() - begun < 60
        time.sleep(0.05)
    app.run()
    assert not app.exception
    return field


def test_every_place_is_a_complete_training() -> None:
    field = trained(opened(**SMALL))
    losses = field.losses()
    assert losses.shape == (5, 8)
    for row, column in [(0, 0), (2, 5), (4, 7)]:
        config = field.sweep.config(row, column)
        assert (config.clip, config.seed) == (field.sweep.rows[row], field.sweep.columns[column])
        alone = advance(config, start(config), Budget(12))
        assert losses[row, column] == float(alone.losses[-LAST:].mean())


def test_a_tile_says_that_it_is_a_mean_and_what_the_opened_training_will_show() -> None:
    app = opened(**SMALL)
    field = trained(app)
    header, _ = sent(app)
    assert f"mean of its last {LAST} iterations" in header["title"]
    run = field.runs[2][5]
    assert run is not None
    mean, last = readable(float(field.losses()[2, 5])), readable(float(run.losses[-1]))
    assert mean != last
    assert f"loss {mean} after 12 iterations, {last} in the last one" in header["readings"][2][5]


def test_colours_are_decades_from_the_simple_rule() -> None:
    losses = np.array([0.5, 0.5 / 10**DECADES, 0.5 * 10**DECADES, 0.05, np.inf, np.nan])
    expected = [0, 1, -1, 1 / DECADES, -1, np.nan]
    np.testing.assert_allclose(colours(losses, 0.5), expected, atol=1e-12)


def test_a_reset_brings_untrained_networks_and_a_change_waits_for_train_anew() -> None:
    app = opened(**SMALL)
    first = trained(app)
    app.number_input(key="map.choice.iterations").set_value(8).run()
    assert app.session_state["map.field"] is first
    app.button(key="map-anew").click().run()
    assert app.session_state["map.field"].sweep.base.iterations == 8
    app.button(key="map-reset").click().run()
    assert not app.session_state["map.field"].started


def test_choosing_the_axis_of_the_other_swaps_them() -> None:
    app = opened(**SMALL)
    app.selectbox(key="map.across").set_value("clip").run()
    sweep = app.session_state["map.sweep"]
    assert (sweep.across, sweep.up) == ("clip", "seed")


def test_what_is_wrong_in_the_address_is_said() -> None:
    app = opened(across="moon")
    assert "moon" in app.warning[0].value
    app.button(key="understood").click().run()
    assert not app.warning
