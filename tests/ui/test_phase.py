"""The phase portrait below the player: only of two units, drawn when asked for."""

from tests.ui.conftest import Open

QUIET = "·"


def test_it_is_offered_for_two_units_only(open_train: Open) -> None:
    assert not [toggle for toggle in open_train(task="latch", hidden="3").toggle if toggle.key == "phase.shown"]
    app = open_train(task="latch")
    assert not app.toggle(key="phase.shown").value
    assert not app.get("plotly_chart")


def test_it_is_drawn_for_a_symbol(open_train: Open) -> None:
    app = open_train(task="latch", cell="gru")
    app.toggle(key="phase.shown").set_value(True).run()
    assert not app.exception
    assert app.get("plotly_chart")
    assert app.selectbox(key="phase.input").value == QUIET
    assert any("Fixed points: " in caption.value for caption in app.caption)
    app.selectbox(key="phase.input").select("↑").run()
    assert not app.exception


def test_it_is_drawn_for_the_input_of_a_step(open_train: Open) -> None:
    app = open_train(task="hold", hidden="2", layers="2")
    app.toggle(key="phase.shown").set_value(True).run()
    assert not app.exception
    assert app.slider(key="phase.step").value == 40
    assert any("In the field h is what it settles at" in caption.value for caption in app.caption)
    assert any("Layer 1 · iteration 0" in caption.value for caption in app.caption)
