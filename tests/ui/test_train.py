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


def test_two_presses_of_train_anew_do_not_meet_another_button(open_train: Open) -> None:
    app = press(open_train(**SHORT), "play")
    before = [button.key for button in app.button]
    assert app.button(key="before").disabled
    app.number_input(key="choice.hidden").set_value(6).run()
    assert "Hidden size 4 → 6" in app.button(key="anew").proto.help
    assert app.button(key="more").label == "Train 20 more", "of the run shown"
    assert "the run that is shown" in app.button(key="more").proto.help
    app = press(app, "anew")
    assert app.button(key="anew").disabled
    assert [button.key for button in app.button] == before, "every button in its place"
    assert (app.button(key="before").label, app.button(key="before").proto.help[-17:]) == ("←", "Hidden size 6 → 4")
    app = press(app, "before")
    assert (app.button(key="before").label, run_of(app).config.hidden) == ("→", 4)
    app = press(app, "before")
    assert (app.button(key="before").label, run_of(app).config.hidden) == ("←", 6)


def test_more_is_of_the_run_shown_also_where_another_task_wants_other_iterations(open_train: Open) -> None:
    app = press(open_train(**SHORT), "play")
    app.selectbox(key="choice.task").select("recall").run()
    assert app.button(key="more").label == "Train 20 more"


def test_scores_of_an_earlier_moment_say_so(open_train: Open) -> None:
    app = press(open_train(**SHORT), "play")
    assert app.markdown[0].value.startswith("RMSE one step ahead")
    app.session_state["player"] = {"moment": 10}
    app.run()
    assert app.markdown[0].value.startswith("At iteration 10: RMSE one step ahead")


def test_a_training_that_learnt_nothing_says_so_and_what_to_try(open_train: Open) -> None:
    app = press(open_train(task="recall", forget_bias="1", iterations="20"), "play")
    assert status(app).endswith("done · loss no better than “guessing”: try forget bias 4, or a shorter sequence")
    assert "(guessing 0.25)" in app.markdown[0].value


def test_the_pace_lets_one_watch_and_an_address_can_carry_another(open_train: Open) -> None:
    app = open_train()
    assert (app.selectbox(key="live.speed").value, run_of(app).pace) == ("0", None)
    assert "pace" not in app.query_params

    app = open_train(pace="easy")
    assert (app.selectbox(key="live.speed").value, run_of(app).pace) == ("easy", 30)
    app.number_input(key="choice.iterations").set_value(3000).run()
    assert run_of(app).pace == 300, "it holds up nothing for more than ten seconds"
    assert app.query_params["pace"] == "easy"
    app.selectbox(key="live.speed").set_value("20").run()
    assert run_of(app).pace == 20
    assert app.query_params["pace"] == "20"

    app = open_train(pace="7")
    assert "Pace is '7'; allowed is one of 0, easy, 100, 20, 5, 1." in app.warning[0].value.replace("\\", "")


def test_a_run_that_is_trained_anew_keeps_the_pace_from_its_first_slice_on(open_train: Open) -> None:
    app = press(open_train(pace="easy", **SHORT), "play")
    app.number_input(key="choice.hidden").set_value(6).run()
    app.button(key="anew").click().run()
    assert run_of(app).pace == 30


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


def test_what_only_sgd_takes_and_what_zero_means_is_read_without_pointing(open_train: Open) -> None:
    app = open_train()
    momentum, clip = app.number_input(key="choice.momentum"), app.number_input(key="choice.clip")
    assert momentum.disabled
    assert momentum.label == "Momentum (for SGD)"
    assert (clip.value, clip.label) == (0.0, "Gradient clipping (0: off)")
    app.selectbox(key="choice.optimiser").set_value("sgd").run()
    assert not app.number_input(key="choice.momentum").disabled
