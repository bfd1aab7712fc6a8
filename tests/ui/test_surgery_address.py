"""The address of Gate surgery: what it asks for is made, trained again where need be, or refused with a sentence."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest
from streamlit.testing.v1 import AppTest

from rnnviz.tracing.intervention import Change, Intervention, WeightEdit
from rnnviz.tracing.link import to_text
from rnnviz.training.run import Run
from rnnviz.ui.boot import boot
from tests.ui.conftest import APP

Open = Callable[..., AppTest]


@pytest.fixture
def open_surgery() -> Open:
    boot().begin()
    assert boot().wait(60), boot().error

    def opened(**query: str) -> AppTest:
        app = AppTest.from_file(str(APP), default_timeout=30)
        for name, value in query.items():
            app.query_params[name] = value
        app.run().switch_page("pages/surgery.py").run()
        assert not app.exception
        return app

    return opened


def changes(app: AppTest) -> tuple[Change, ...]:
    found: tuple[Change, ...] = app.session_state["surgery.operations"].present.changes
    return found


def warnings(app: AppTest) -> str:
    return " ".join(warning.value.replace("\\", "") for warning in app.warning)


HALF = Intervention("layer0.f", "clamp", 0.5, (0, 2), 10, 49)


def test_changes_of_the_shipped_network_are_made_at_once(open_surgery: Open) -> None:
    edit = WeightEdit("readout.bias", (0,), 0.25)
    told = to_text([HALF, edit])
    app = open_surgery(changes=told)
    assert changes(app) == (HALF, edit)
    assert not app.warning
    assert app.query_params["changes"] == [to_text([HALF, edit])] or app.query_params["changes"] == to_text(
        [HALF, edit]
    )


def test_a_network_is_trained_again_and_then_changed(open_surgery: Open) -> None:
    text = to_text([HALF])
    app = open_surgery(
        cell="gru",
        task="sine",
        hidden="3",
        iterations="7",
        changes=to_text([Intervention("layer0.z", "clamp", 0.5)]),
        run="gone",
    )
    assert "surgery.operations" not in app.session_state
    assert "GRU" in app.info[0].value
    assert "trained again" in app.info[0].value
    app.button(key="surgery-again").click().run()
    run: Run = app.session_state["run"]
    end = time.monotonic() + 30
    while run.training and time.monotonic() < end:
        time.sleep(0.05)
    app.run()
    assert not app.exception
    assert (run.config.cell, run.config.hidden, run.checkpoint.iteration) == ("gru", 3, 7)
    assert changes(app) == (Intervention("layer0.z", "clamp", 0.5),)
    query = {name: value[0] if isinstance(value, list) else value for name, value in app.query_params.items()}
    assert query == {
        "cell": "gru",
        "task": "sine",
        "hidden": "3",
        "iterations": "7",
        "run": run.id,
        "changes": "layer0.z~clamp~.5",
    }
    assert text not in query.values()


def test_what_cannot_be_is_said_and_the_rest_is_made(open_surgery: Open) -> None:
    wrong = [
        "layer7.f~clamp~0",
        "layer0.f~clamp~0~u99",
        "layer0.f~clamp~0~s900-901",
        "layer0.U_f~set~1~r99.1",
        "nonsense",
        "layer0.f~clamp~77",
    ]
    app = open_surgery(changes="~~".join([*wrong, to_text([HALF])]))
    assert changes(app) == (Intervention("layer0.f", "clamp", 1.0), HALF)
    told = warnings(app)
    assert told.count("A change of the address is left out") == 5
    assert "layer0.f is '77'; allowed is a number from 0 to 1. layer0.f 1 is used instead." in told
    app.button(key="surgery-understood").click().run()
    assert not app.warning
    assert changes(app) == (Intervention("layer0.f", "clamp", 1.0), HALF)


def test_a_wrong_configuration_is_said_too(open_surgery: Open) -> None:
    app = open_surgery(cell="gru", task="sine", hidden="-3", changes="layer0.z~clamp~.5")
    assert "Hidden size is '-3'" in warnings(app)
    assert "hidden size 16" in app.info[0].value


def test_nothing_is_written_while_nothing_is_changed(open_surgery: Open) -> None:
    assert "changes" not in open_surgery().query_params


def test_steps_beyond_the_last_are_cut_and_said(open_surgery: Open) -> None:
    app = open_surgery(changes="layer0.f~clamp~0~s90-900~~layer0.i~clamp~0~s90-100")
    assert changes(app) == tuple(Intervention(f"layer0.{name}", "clamp", 0.0, first=89) for name in "fi")
    assert warnings(app).count("is used instead") == 1


def test_one_can_do_without_the_network_of_the_address(open_surgery: Open) -> None:
    app = open_surgery(cell="gru", task="sine", changes="layer0.z~clamp~.5")
    app.button(key="surgery-without").click().run()
    assert not app.exception
    assert changes(app) == (Intervention("layer0.f", "scale", 1.0),)
