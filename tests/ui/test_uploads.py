"""The upload widgets in a session without a browser: files go in, sentences and configurations come out."""

import gc

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from rnnviz.data.uploads import find
from rnnviz.ui.plain import plain
from tests.data.hostile import FILES, SOUND

PAGE = """
import streamlit as st
from rnnviz.training.config import RunConfig
from rnnviz.training.link import preset
from rnnviz.ui.form import Form

def read():
    return st.session_state.setdefault("config", preset("lstm", "{task}"))

def write(config):
    st.session_state["config"] = config

form = Form("choice.", read, write)
form.task()
form.take()
"""
STORY = "It was a bright cold day in April, and the clocks were striking thirteen.\n" * 30
NAME = "![x](http://example.org/x.png) :red[a] $b$ <b>c</b> `d` *e*.csv"


def page(task: str = "series") -> AppTest:
    return AppTest.from_string(PAGE.format(task=task), default_timeout=30).run()


def upload(app: AppTest, data: bytes, name: str = "my.csv") -> AppTest:
    app.file_uploader[0].upload(name, data).run()
    assert not app.exception
    return app


def option(app: AppTest, name: str) -> str:
    return str(dict(app.session_state["config"].options).get(name, ""))


def test_a_file_becomes_the_task() -> None:
    app = upload(page(), SOUND.encode())
    assert app.error == []
    [held] = app.session_state["config"].uploads
    assert held.key == option(app, "file")
    assert held.values is not None
    np.testing.assert_array_equal(held.values, [100 + i * i % 37 for i in range(60)])
    assert plain("In use: my.csv · sales, 60 values.") in [caption.value for caption in app.caption]


def test_another_column_and_back_to_what_is_shipped() -> None:
    rows = "".join(f"{i * i % 11},{i * i % 7}\n" for i in range(50))
    app = upload(page(), f"first,second\n{rows}".encode())
    first = option(app, "file")
    app.selectbox(key="choice.option.file.column").select(1).run()
    second = option(app, "file")
    assert second not in ("", first)
    app.file_uploader[0].set_value(None).run()
    assert option(app, "file") == ""
    assert app.session_state["config"].uploads == ()


def test_a_file_that_cannot_be_read_gets_its_sentence_and_what_is_shipped_stands_in() -> None:
    app = upload(page(), SOUND.encode())
    before = app.session_state["config"]
    upload(app, SOUND.encode() + b"2010-01,seven\n")
    [error] = app.error
    assert error.value == plain(
        "my.csv, column 'sales', line 62: 'seven' is no number. Correct it, or leave the cell empty where the value is "
        "not known."
    )
    assert app.session_state["config"] == before.changed(options={})
    upload(app, SOUND.encode())
    assert app.error == []
    assert app.session_state["config"] == before


def test_a_column_that_cannot_be_read_leaves_the_one_before() -> None:
    rows = "".join(f"{i * i % 11},{'' if 20 < i < 30 else i * i % 7}\n" for i in range(50))
    app = upload(page(), f"first,second\n{rows}".encode())
    before = option(app, "file")
    app.selectbox(key="choice.option.file.column").select(1).run()
    assert "9 of 50 cells are empty (lines 23, 24, 25, 26, 27 and 4 more)" in app.error[0].value.replace("\\", "")
    assert option(app, "file") == before


def test_a_series_too_short_for_the_window_is_told_and_works_with_a_shorter_one() -> None:
    app = upload(page(), b"v\n" + b"".join(b"%d\n" % (i * i % 11) for i in range(24)))
    assert "too long for the 22 values" in app.error[0].value
    app.number_input(key="choice.option.window").set_value(8).run()
    assert app.error == []
    assert len(app.session_state["config"].uploads) == 1


def test_what_is_uploaded_goes_with_the_session() -> None:
    app = upload(page(), SOUND.replace("sales", "gone").encode())
    key = option(app, "file")
    assert find(key, "series") is not None
    del app
    gc.collect()
    assert find(key, "series") is None


def test_a_name_is_shown_as_text() -> None:
    app = upload(page(), b"nothing", NAME)
    assert app.error[0].value.startswith(r"\!\[x\]\(http\:\/\/example\.org\/x\.png\) \:red\[a\] \$b\$ \<b\>c")


def test_a_text_as_file_and_pasted() -> None:
    app = upload(page("text"), STORY.encode(), "story.txt")
    [held] = app.session_state["config"].uploads
    assert (held.text, held.title) == (STORY, "story.txt")
    app.file_uploader[0].set_value(None).run()
    assert app.session_state["config"].uploads == ()
    app.text_area[0].set_value(STORY.upper()).run()
    assert app.session_state["config"].uploads[0].text == STORY.upper()
    app.text_area[0].set_value("too short").run()
    assert "needs at least" in app.error[0].value
    app.text_area[0].set_value("").run()
    assert app.error == []
    assert app.session_state["config"].uploads == ()


@pytest.mark.parametrize("task", ["series", "text"])
def test_no_hostile_file_raises(task: str) -> None:
    app = page(task)
    for name, make in FILES.items():
        upload(app, make(), name)
        assert app.error or app.session_state["config"].uploads
