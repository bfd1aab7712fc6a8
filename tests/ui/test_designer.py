"""The page Cell designer without a browser: typing, mending, and the ways to the pages that train."""

import pytest
from streamlit.testing.v1 import AppTest
from torch import nn

from rnnviz.cells import CELLS
from rnnviz.cells.address import packed, unpacked
from rnnviz.training.build import parameters
from rnnviz.training.link import preset
from rnnviz.ui.designer.draft import start_text
from rnnviz.ui.designer.sidebar import CHANGES
from rnnviz.words import grouped
from tests.ui.conftest import APP, Open

OWN = "# Mine\nh = tanh(W @ x + U @ h_prev + b)  # state: all there is\nc = h * 2"


def opened(**query: str) -> AppTest:
    app = AppTest.from_file(str(APP), default_timeout=30)
    for name, value in query.items():
        app.query_params[name] = value
    return app.run().switch_page("pages/designer.py").run()


def type_in(app: AppTest, text: object, load: object = None, rests: object = True) -> AppTest:
    """What the text box sends."""
    draft = app.session_state["designer.draft"]
    sent = {"text": text, "load": draft.load if load is None else load, "rests": rests}
    app.session_state["designer.editor"] = {"typed": sent}
    return app.run()


def shown(app: AppTest) -> str:
    return " ".join([*(m.value for m in app.markdown), *(c.value for c in app.caption), *(x.value for x in app.latex)])


def address(app: AppTest) -> str:
    found = app.query_params["cell"]
    return unpacked(found[0] if isinstance(found, list) else found)


def test_it_opens_with_the_lstm_and_everything_that_follows() -> None:
    app = opened()
    assert not app.exception
    assert "My LSTM" in shown(app)
    assert "which torch has as a module of its own" in shown(app)
    assert r"i_{t} &= \sigma(W_{i} x_{t}" in app.latex[0].value
    assert "def step(x, c_prev, h_prev, p):" in app.code[0].value
    assert address(app) == start_text("lstm")


@pytest.mark.parametrize(("cell", "module"), [("rnn", nn.RNN), ("lstm", nn.LSTM), ("gru", nn.GRU)])
def test_the_numbers_of_torch_and_of_the_readout_make_those_of_compare(cell: str, module: type[nn.RNNBase]) -> None:
    app = type_in(opened(), start_text(cell))
    own, readout = [sum(p.numel() for p in part.parameters()) for part in (module(1, 16), nn.Linear(16, 1))]
    assert f"two biases where the equations have their sum: {grouped(own)} numbers in all." in shown(app)
    assert f"The readout has {readout} more." in shown(app)
    assert own + readout == parameters(preset(cell, "sine"))
    assert "torch.nn keeps" not in shown(type_in(app, OWN))


def test_what_is_typed_is_followed_and_what_is_wrong_is_told() -> None:
    app = type_in(opened(), OWN)
    assert not app.exception
    assert "Mine" in shown(app)
    assert "nothing in the catalogue has the same equations" in shown(app)
    assert address(app) == OWN
    app = type_in(app, OWN + " +")
    assert "The text is not a cell at the moment" in shown(app)
    assert app.button(key="designer-train").disabled
    assert address(app) == OWN
    app.button(key="designer-undo").click().run()
    assert app.session_state["designer.draft"].text == OWN
    app.button(key="designer-reset").click().run()
    assert app.session_state["designer.draft"].text == start_text("lstm")


def test_while_it_is_typed_the_address_waits() -> None:
    app = type_in(opened(), OWN, rests=False)
    assert address(app) == start_text("lstm")
    assert "Mine" in shown(app)


@pytest.mark.parametrize(
    "sent", [(OWN, -1, True), (OWN, "x", True), (7, 0, True), (None, None, None), ("h" * 10**6, 0, 1)]
)
def test_what_no_text_box_sends_changes_nothing(sent: tuple[object, object, object]) -> None:
    app = type_in(opened(), *sent)
    assert not app.exception
    assert app.session_state["designer.draft"].sound == start_text("lstm")
    assert len(app.session_state["designer.draft"].text) < 5000


@pytest.mark.parametrize("key", CHANGES)
def test_well_known_changes_are_one_press_away(key: str) -> None:
    app = opened()
    app.button(key=f"designer.{key}").click().run()
    assert not app.exception
    assert app.session_state["designer.draft"].cell.names == CELLS[key].names
    assert app.selectbox(key="designer.start").value == key


@pytest.mark.parametrize(
    ("choice", "title"), [("gru", "My GRU"), (OWN, "Mine"), ("transformer", "My LSTM"), ("own.x", "My LSTM")]
)
def test_a_link_opens_a_cell(choice: str, title: str) -> None:
    app = opened(cell=packed(choice))
    assert not app.exception
    assert app.session_state["designer.draft"].cell.title == title


def test_a_name_is_no_markdown() -> None:
    app = type_in(opened(), "# [x](http://example.org) **bold** $a$\nh = W @ x")
    assert r"\[x\]\(http\:\/\/example\.org\) \*\*bold\*\* \$a\$" in shown(app)


def test_train_trains_it_at_once(open_train: Open) -> None:
    del open_train  # torch is loaded with it
    app = type_in(opened(), OWN)
    app.button(key="designer-train").click().run()
    app = app.switch_page("pages/train.py").run()
    assert not app.exception
    assert app.session_state["config"].cell == OWN
    assert app.selectbox(key="choice.cell").value == OWN
    run = app.session_state["run"]
    assert run.config.cell == OWN
    assert run.status in ("training", "done")
    run.pause()
    assert address(app) == OWN
    app.selectbox(key="choice.cell").select("gru").run()
    assert app.session_state["config"].cell == "gru"
    assert OWN in app.selectbox(key="choice.cell").options or "✎ Mine" in app.selectbox(key="choice.cell").options


def test_compare_sets_it_against_lstm_and_gru(open_train: Open) -> None:
    del open_train
    app = type_in(opened(), OWN)
    app.button(key="designer-compare").click().run()
    app = app.switch_page("pages/compare.py").run()
    assert not app.exception
    assert app.session_state["compare.comparison"].cells == (OWN, "lstm", "gru")
    assert app.multiselect(key="compare.cells").value == [OWN, "lstm", "gru"]
    cells = app.query_params["cells"]
    text = (cells[0] if isinstance(cells, list) else cells).split(",")
    assert [unpacked(cell) for cell in text] == [OWN, "lstm", "gru"]


@pytest.mark.parametrize("part", ["equations", "scratch"])
def test_reference_shows_it_too(part: str, open_train: Open) -> None:
    del open_train
    app = AppTest.from_file(str(APP), default_timeout=30)
    app.query_params["part"] = part
    app.query_params["cell"] = packed(OWN)
    app = app.run().switch_page("pages/reference.py").run()
    if part == "scratch":
        app = app.selectbox(key="scratch.cell").select("mingru").run()
    assert not app.exception


def test_a_cell_with_too_much_for_the_task_is_told_where_it_was_pressed(open_train: Open) -> None:
    app = open_train(task="text", batch="512", hidden="64")
    heavy = "\n".join(f"a{n} = tanh(" + " + ".join(["W @ x"] * 12) + ")" for n in range(12)) + "\nh = a1 + a11"
    app = type_in(app.switch_page("pages/designer.py").run(), heavy)
    app.button(key="designer-train").click().run()
    assert "million numbers" in app.error[0].value


@pytest.mark.parametrize(
    ("page", "query"),
    [
        ("map", {"cell": OWN}),
        ("gradients", {"cells": f"{OWN},lstm"}),
        ("compare", {"cells": f"{OWN},mgu,fgr,nig"}),
        ("train", {"cell": "fgr"}),
    ],
)
def test_every_page_takes_cells_of_one_s_own_and_of_the_catalogue(
    page: str, query: dict[str, str], open_train: Open
) -> None:
    del open_train
    app = AppTest.from_file(str(APP), default_timeout=60)
    for name, value in query.items():
        app.query_params[name] = ",".join(map(packed, value.split(",")))
    app = app.run().switch_page(f"pages/{page}.py").run()
    assert not app.exception
    assert not app.warning
    assert not app.error


def test_gates_of_a_trained_cell_of_one_s_own_can_be_operated_on(open_train: Open) -> None:
    del open_train
    app = type_in(opened(), OWN)
    app.button(key="designer-train").click().run()
    app = app.switch_page("pages/train.py").run()
    app.session_state["run"].pause()
    app = app.switch_page("pages/surgery.py").run()
    assert not app.exception
