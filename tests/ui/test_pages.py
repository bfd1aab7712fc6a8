"""Pages without a browser: they run, clamp on the server, follow the task, and speak the language of the visitor."""

import pytest
from streamlit.testing.v1 import AppTest

from rnnviz.training.config import RunConfig
from rnnviz.training.fields import limits
from rnnviz.words import use_language
from tests.ui.conftest import APP, Open


def config(app: AppTest) -> dict[str, object]:
    """The configuration of the session."""
    found: dict[str, object] = app.session_state["config"].model_dump()
    return found


def button_labels(app: AppTest) -> list[str]:
    return [button.label for button in app.button]


def test_the_start_page_runs_and_shows_the_player() -> None:
    app = AppTest.from_file(str(APP), default_timeout=30).run()
    assert not app.exception
    assert app.header[0].value == "See inside a recurrent network while it learns"
    assert app.get("bidi_component")


def test_train_runs_with_its_choices_and_buttons(open_train: Open) -> None:
    app = open_train()
    assert not app.exception
    assert not app.warning
    assert button_labels(app)[:3] == ["Train", "Step", "Reset"]
    assert app.get("bidi_component")
    assert [app.selectbox(key=f"choice.{key}").value for key in ("cell", "task")] == ["lstm", "sine"]


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        (
            {"hidden": "0"},
            "Hidden size is '0'; allowed is a whole number from 1 to 256. Hidden size 16 is used instead.",
        ),
        ({"hidden": "1000000000"}, "Hidden size is '1000000000'; allowed is a whole number from 1 to 256."),
        ({"hidden": "x"}, "Hidden size is 'x'; allowed is a whole number from 1 to 256."),
        ({"cell": "mug"}, "Cell 'mug' is not known; choose one of rnn, rnn_relu, lstm, gru, lstm_1997,"),
        ({"task": "chess"}, "Task 'chess' is not known; choose one of sine, windows, passengers, series,"),
        ({"learning_rate": "nan"}, "Learning rate is 'nan'; allowed is a number from 1e-06 to 10."),
        ({"learning_rate": "inf"}, "Learning rate is 'inf'; allowed is a number from 1e-06 to 10."),
        ({"optimiser": "lbfgs"}, "Optimiser is 'lbfgs'; allowed is one of adam, sgd, rmsprop."),
        ({"task": "recall", "task__steps": "1000"}, "(steps) is 1000.0; allowed is a whole number from 5 to 200"),
        ({"batch": "512", "hidden": "256", "layers": "4"}, "million numbers"),
    ],
)
def test_a_wrong_address_is_told_in_a_sentence(open_train: Open, query: dict[str, str], sentence: str) -> None:
    app = open_train(**query)
    assert not app.exception
    # Every mark is escaped, so that no word of an address becomes a link or a picture.
    assert sentence in app.warning[0].value.replace("\\", "")
    assert "Train" in button_labels(app)
    app.button[button_labels(app).index("Understood")].click().run()
    assert not app.warning


@pytest.mark.parametrize(
    ("key", "value"), [("hidden", 10**9), ("hidden", 0), ("layers", 9), ("batch", -1), ("clip", float("nan"))]
)
def test_what_a_browser_sends_beyond_the_limits_is_not_taken(open_train: Open, key: str, value: float) -> None:
    app = open_train()
    app.number_input(key=f"choice.{key}").set_value(value).run()
    low, high = limits(RunConfig, key)
    assert low <= config(app)[key] <= high  # type: ignore[operator]
    assert app.get("bidi_component")


def test_another_task_brings_its_own_settings_and_keeps_the_cell(open_train: Open) -> None:
    app = open_train(cell="gru", hidden="7")
    app.selectbox(key="choice.task").select("passengers").run()
    assert not app.exception
    chosen = config(app)
    assert (chosen["cell"], chosen["hidden"], chosen["iterations"], chosen["clip"]) == ("gru", 64, 800, 1.0)
    assert app.number_input(key="choice.hidden").value == 64


def test_an_option_in_the_address_is_kept(open_train: Open) -> None:
    app = open_train(task="recall", task__steps="20")
    assert config(app)["options"] == (("steps", 20),)
    assert app.number_input(key="choice.option.steps").value == 20


def test_an_option_of_a_task_is_offered_with_it_only(open_train: Open) -> None:
    app = open_train(task="recall")
    app.number_input(key="choice.option.steps").set_value(20).run()
    assert config(app)["options"] == (("steps", 20),)
    app.selectbox(key="choice.task").select("sine").run()
    assert not app.exception
    assert config(app)["options"] == ()


def test_the_forget_bias_is_for_cells_that_have_a_forget_gate(open_train: Open) -> None:
    app = open_train()
    assert not app.select_slider(key="choice.forget_bias").disabled
    app.selectbox(key="choice.cell").select("gru").run()
    assert app.select_slider(key="choice.forget_bias").disabled


def test_the_language_changes_the_words(open_train: Open) -> None:
    app = open_train()
    app.selectbox(key="shell.choice").select("zh").run()
    assert not app.exception
    assert button_labels(app)[0] == "训练"
    use_language("zh")  # the stand-in for the browser asks for the words of the lists here, outside of the page
    app.selectbox(key="shell.choice").select("en").run()
    assert button_labels(app)[0] == "Train"


def test_the_address_is_written_without_defaults(open_train: Open) -> None:
    app = open_train()
    app.number_input(key="choice.hidden").set_value(8).run()
    written = {key: value for key, value in app.query_params.items() if key != "run"}
    assert written == {"cell": "lstm", "task": "sine", "hidden": "8"}
