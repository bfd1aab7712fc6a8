"""Train & watch without a browser: what is said of a run whose settings have changed, and what its buttons do."""

import time

from streamlit.testing.v1 import AppTest

from rnnviz.training.run import Run
from tests.ui.conftest import Open

SHORT = {"iterations": "20", "hidden": "4"}


def run_of(app: AppTest) -> Run:
    found: Run = app.session_state["run"]
    return found


def press(app: AppTest, key: str) -> AppTest:
    """Press a button and let the training that it began, if any, come to its end."""
    app.button(key=key).click().run()
    end = time.monotonic() + 20
    while run_of(app).training and time.monotonic() < end:
        time.sleep(0.01)
    return app.run()


def offers_anew(app: AppTest) -> bool:
    return not app.button(key="anew").disabled


def status(app: AppTest) -> str:
    text: str = app.get("progress")[0].proto.text
    return text


def test_a_rate_that_trained_nothing_is_a_change_and_not_a_fact(open_train: Open) -> None:
    app = press(open_train(**SHORT), "play")
    assert not offers_anew(app)
    app.select_slider(key="choice.learning_rate").set_value(0.001).run()
    assert offers_anew(app)
    assert "settings changed since" in status(app)
    assert run_of(app).view().rates == ((0, 0.01),)
    app = press(app, "more")
    assert run_of(app).view().rates == ((0, 0.01), (20, 0.001)), "more goes on with the rate of now"
    assert not offers_anew(app)


def test_the_run_before_comes_back_with_the_rate_that_trained_it(open_train: Open) -> None:
    app = press(open_train(**SHORT), "play")
    app.select_slider(key="choice.learning_rate").set_value(0.001).run()
    app = press(app, "anew")
    assert run_of(app).view().rates == ((0, 0.001),)
    app = press(app, "before")
    assert app.select_slider(key="choice.learning_rate").value == 0.01
    assert not offers_anew(app)


def trained(app: AppTest) -> tuple[float, ...]:
    """The learning rates that the run shown was trained with, once it is done."""
    end = time.monotonic() + 20
    while run_of(app).training and time.monotonic() < end:
        time.sleep(0.01)
    assert run_of(app).status == "done"
    return tuple(rate for _, rate in run_of(app).view().rates)


def test_while_sliders_retrain_the_sidebar_does_and_both_say_the_same(open_train: Open) -> None:
    app = press(open_train(**SHORT), "play")
    app.toggle(key="instant.on").set_value(True).run()
    first = run_of(app)
    app.select_slider(key="choice.learning_rate").set_value(0.03).run()
    assert run_of(app) is not first
    assert trained(app) == (0.03,)
    assert not offers_anew(app)
    drag = app.session_state["instant.drag"]
    assert drag.base.learning_rate == 0.03, "the slider above the picture moves along"

    app.session_state["instant"] = {
        "said": {"serial": 1, "revision": drag.revision, "values": {"learning_rate": 0.003}}
    }
    app.run()
    assert trained(app) == (0.003,)
    assert app.run().select_slider(key="choice.learning_rate").value == 0.003

    app.number_input(key="choice.hidden").set_value(6).run()
    assert (run_of(app).config.hidden, trained(app)) == (6, (0.003,))
    app.selectbox(key="choice.cell").select("gru").run()
    assert offers_anew(app), "what no slider sets is as always"
