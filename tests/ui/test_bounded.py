"""Numbers that come past the bounds of the browser: kept within, and said; nothing else changes."""

import pytest
from streamlit.testing.v1 import AppTest

from rnnviz.ui.plain import plain

PAGE = """
import streamlit as st
from rnnviz.training.link import preset
from rnnviz.ui.form import Form

def read():
    return st.session_state.setdefault("config", preset("lstm", "recall"))

def write(config):
    st.session_state["config"] = config

form = Form("choice.", read, write)
form.take()
form.task()
form.number("hidden")
form.number("clip", step=0.5)
"""


@pytest.mark.parametrize(
    ("field", "given", "kept", "allowed"),
    [
        ("hidden", 10**9, 256, "a whole number from 1 to 256"),
        ("hidden", -3, 1, "a whole number from 1 to 256"),
        ("clip", 1e7, 1000.0, "a number from 0 to 1000"),
    ],
)
def test_the_nearest_bound_and_a_sentence(field: str, given: float, kept: float, allowed: str) -> None:
    app = AppTest.from_string(PAGE).run()
    before = app.session_state["config"]
    app.number_input(key=f"choice.{field}").set_value(given).run()
    assert not app.exception
    assert app.session_state["config"] == before.changed(**{field: kept})
    [said] = app.warning
    assert plain(allowed) in said.value
    assert plain(f"is '{given if isinstance(given, int) else f'{given:g}'}'") in said.value
    app.run()
    assert app.warning == []  # said once


def test_an_option_of_the_task() -> None:
    app = AppTest.from_string(PAGE).run()
    app.number_input(key="choice.option.steps").set_value(10**6).run()
    assert not app.exception
    assert plain("allowed is a whole number from") in app.warning[0].value
    assert app.error == []
    option = next(o for o in app.session_state["config"].make_task().options if o.name == "steps")
    assert dict(app.session_state["config"].options)["steps"] == option.high
