"""Gate surgery without a browser: rows and controls, undo, presets, and the page itself."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
import streamlit as st
from hypothesis import given
from hypothesis import strategies as st_
from streamlit.testing.v1 import AppTest

from rnnviz.cells import CELLS
from rnnviz.cells.memory import memory, output_gate
from rnnviz.player.payload import unpack
from rnnviz.player.sliders import Said
from rnnviz.tracing.intervention import Intervention, WeightEdit
from rnnviz.training.link import preset
from rnnviz.training.run import Run
from rnnviz.ui.boot import boot
from rnnviz.ui.history import History, begun
from rnnviz.ui.surgery import console, picture, table
from rnnviz.ui.surgery.choice import name
from rnnviz.ui.surgery.operations import MOST_ROWS, Operations
from rnnviz.ui.surgery.presets import PRESETS
from rnnviz.ui.surgery.subject import Subject, of_run, of_showcase
from rnnviz.ui.surgery.units import read_units, write_units
from rnnviz.words import readable
from tests.ui.conftest import APP


@pytest.fixture
def subject() -> Subject:
    return of_showcase(0)


@pytest.fixture(autouse=True)
def session(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(st, "session_state", {})


def start(subject: Subject) -> History[Operations]:
    return begun(Operations().add(Intervention("layer0.f", "scale", 1.0)))


def said(known: History[Operations], subject: Subject, gesture: str = "g.1", **values: Any) -> Said:
    """What the sliders would tell, with these values changed."""
    present = dict(console.panel(known, subject, {}).values(Said()))
    told = {key: list(value) if isinstance(value, tuple) else value for key, value in present.items()}
    told |= {key.replace("_", ".", 1): value for key, value in values.items()}
    return Said(serial=1, revision=known.revision, gesture=gesture, values=told)


def press(*buttons: str) -> Said:
    return Said(serial=2, presses=tuple((f"p.{n}", button) for n, button in enumerate(buttons)))


def test_a_row_becomes_what_its_controls_say(subject: Subject) -> None:
    now = table.take(start(subject), said(start(subject), subject, **{"0_amount": 0.25, "0_steps": [11, 100]}), subject)
    assert now.present.changes == (Intervention("layer0.f", "scale", 0.25, first=10),)
    assert now.revision == 0
    told = said(now, subject, **{"0_amount": 0.25, "0_steps": [11, 20], "0_units": "2, 4-5", "0_on": False})
    now = table.take(now, told, subject)
    assert now.present.changes == (Intervention("layer0.f", "scale", 0.25, (1, 3, 4), 10, 19, on=False),)


def test_another_value_or_operation_begins_anew(subject: Subject) -> None:
    known = table.take(start(subject), said(start(subject), subject, **{"0_amount": 0.25}), subject)
    now = table.take(known, said(known, subject, "g.2", **{"0_operation": "clamp", "0_amount": 0.25}), subject)
    assert now.present.changes == (Intervention("layer0.f", "clamp", 0.0),)
    assert now.revision == known.revision + 1


def test_units_that_are_none_are_told_and_change_nothing(subject: Subject) -> None:
    known = start(subject)
    now = table.take(known, said(known, subject, **{"0_units": "17"}), subject)
    assert now.present.changes == known.present.changes
    panel = console.panel(now, subject, table.texts())
    assert "from 1 to 16" in panel.groups[0].note


def test_one_gesture_is_undone_at_once_and_the_next_by_itself(subject: Subject) -> None:
    now = start(subject)
    for amount in (0.9, 0.5, 0.1):
        now = table.take(now, said(now, subject, "drag", **{"0_amount": amount}), subject)
    now = table.take(now, said(now, subject, "other", **{"0_amount": 0.1, "0_on": False}), subject)
    assert len(now.before) == 2
    now = table.take(now, press("undo"), subject)
    assert now.present.changes == (Intervention("layer0.f", "scale", 0.1),)
    now = table.take(now, Said(presses=(("p.0", "undo"), ("p.1", "undo"), ("p.2", "undo"))), subject)
    assert now.present.changes == (Intervention("layer0.f", "scale", 1.0),)
    assert not now.before


def test_a_press_counts_once(subject: Subject) -> None:
    now = table.take(start(subject), press("value"), subject)
    assert len(now.present.rows) == 2
    assert table.take(now, press("value"), subject).present == now.present
    now = table.take(now, press("value", "weight", "0.remove"), subject)
    assert [type(change) for change in now.present.changes] == [Intervention, WeightEdit]
    assert table.take(now, press("value", "weight", "0.remove", "clear"), subject).present.rows == ()


def test_a_preset_takes_the_place_of_a_row_that_nobody_has_used(subject: Subject) -> None:
    now = start(subject)
    frozen = table.take(now, press("preset.freeze"), subject)
    assert [change.address for change in frozen.present.changes] == ["layer0.f", "layer0.i"]
    assert table.take(frozen, Said(presses=(("p.1", "undo"),)), subject).present == now.present
    used = table.take(now, said(now, subject, **{"0_amount": 0.5}), subject)
    assert len(table.take(used, press("preset.freeze"), subject).present.rows) == 3


def test_there_is_an_end_to_rows(subject: Subject) -> None:
    now = start(subject)
    for number in range(20):
        now = table.take(now, Said(presses=((f"p.{number}", "value"),)), subject)
    assert len(now.present.rows) == MOST_ROWS


def test_a_weight_begins_as_it_is(subject: Subject) -> None:
    now = table.take(start(subject), press("clear", "weight"), subject)
    (edit,) = now.present.changes
    assert isinstance(edit, WeightEdit)
    unchanged, changed = subject.unchanged, subject.operate([edit])
    np.testing.assert_array_equal(changed.trace["layer0.h"], unchanged.trace["layer0.h"])
    told = said(now, subject, **{f"{now.present.rows[0].number}_weight": "readout.weight"})
    (edit,) = table.take(now, told, subject).present.changes
    assert edit == WeightEdit("readout.weight", (0, 0), float(subject.network.weight[0, 0]))


@pytest.mark.parametrize("bidirectional", [False, True])
@pytest.mark.parametrize("cell", CELLS)
def test_presets_do_what_they_say(cell: str, bidirectional: bool) -> None:
    subject = of_run(Run(preset(cell, "sine").changed(hidden=4, bidirectional=bidirectional)), 0)
    found = memory(CELLS[cell])
    state = found.state if found else "h"
    made = {each.key: each.make(CELLS[cell], "layer0", 1, 30) for each in PRESETS}
    assert (made["freeze"] is None) == (cell in {"rnn", "rnn_relu", "indrnn"})
    assert (made["close"] is None) == (output_gate(CELLS[cell]) is None)
    original = subject.unchanged.trace[f"layer0.{state}"]
    for key, changes in made.items():
        if changes is None:
            continue
        trace = subject.operate(changes).trace
        kept = trace[f"layer0.{state}"]
        if key == "freeze":
            np.testing.assert_array_equal(kept[30:], np.broadcast_to(kept[29], kept[30:].shape))
        elif key == "silence":
            assert not trace["layer0.h"][:, 1].any()
        elif key == "close":
            assert not trace["layer0.h"][30:].any()
        else:
            np.testing.assert_array_equal(kept[:30], original[:30])
            assert not np.array_equal(kept[30], original[30])


@pytest.mark.parametrize("task", ["sine", "recall", "tags"])
def test_the_picture_has_both_and_the_scores_are_the_task_s(task: str) -> None:
    run = Run(preset("lstm", task).changed(hidden=4, iterations=2))
    run.play()
    run.train_slice(5)
    subject = of_run(run, 0)
    outcome = subject.operate([Intervention("layer0.f", "clamp", 0.0)])
    original = picture.show(subject.unchanged, "", False)
    header, arrays = unpack(picture.show(outcome, "", False).since(original, picture.ORIGINAL))
    whole, before = unpack(original.block)
    assert header["base"] == {"name": picture.ORIGINAL, "version": whole["version"]}
    assert arrays.keys() - before.keys() == {"given.f"}
    found = outcome.trace.layer("layer0")
    alone = 1 / (1 + np.exp(-(found["W_f@x"] + found["U_f@h_prev"] + found["b_f"])))
    np.testing.assert_allclose(arrays["given.f"], alone, atol=1e-5)
    np.testing.assert_allclose(before["c"], subject.unchanged.trace["layer0.c"], rtol=1e-6)
    np.testing.assert_allclose(arrays["c"], outcome.trace["layer0.c"], rtol=1e-6)
    changes = {value["name"]: value["change"] for value in header["values"]}  # type: ignore[attr-defined]
    assert changes == {name: "set to 0" if name == "f" else "" for name in "ifgoch"}
    told = {fact.label: fact.now for fact in picture.scores(outcome, outcome.report)}
    for score in outcome.report.scores:
        assert told[score.name] == readable(score.value)
    # The changed network's own forward pass, by another road: a batch through the equations.
    alone = subject.network.predict(subject.encode(subject.batch.inputs), outcome.changes)[0]
    np.testing.assert_allclose(alone, outcome.trace.outputs, atol=1e-5)  # type: ignore[arg-type]


UNITS = st_.sets(st_.integers(0, 31), min_size=1).map(lambda found: tuple(sorted(found)))


@given(UNITS)
def test_units_are_read_as_they_are_written(units: tuple[int, ...]) -> None:
    assert read_units(write_units(units), 32) == units


@pytest.mark.parametrize("text", ["x", "0", "33", "3-2", "1-", "-1", "1;x", "1 2", "9999999"])
def test_what_is_no_list_of_units_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        read_units(text, 32)


def test_nothing_written_means_all() -> None:
    assert read_units("", 32) is read_units(" , ", 32) is None
    assert write_units(None) == ""


Page = Callable[[str], AppTest]


@pytest.fixture
def page(monkeypatch: pytest.MonkeyPatch) -> Page:
    monkeypatch.undo()
    boot().begin()
    assert boot().wait(60), boot().error

    def opened(name: str) -> AppTest:
        app = AppTest.from_file(str(APP), default_timeout=30).run()
        return app.switch_page(f"pages/{name}.py").run()

    return opened


@pytest.mark.parametrize("name", ["surgery", "lab"])
def test_a_page_opens(page: Page, name: str) -> None:
    app = page(name)
    assert not app.exception
    app.selectbox(key="shell.choice").set_value("zh").run()
    assert not app.exception


def test_the_lab_s_cells_and_sizes_are_chosen_at_the_side(page: Page) -> None:
    app = page("lab")
    for key in app.selectbox(key="lab.preset").options:
        assert key
    app.selectbox(key="lab.preset").set_value("sample").run()
    assert not app.exception
    assert app.number_input(key="lab.features").value == 2
    app.number_input(key="lab.units").set_value(4).run()
    app.selectbox(key="lab.cell").set_value("gru").run()
    assert not app.exception
    assert app.number_input(key="lab.units").value == 4


def test_the_network_is_named_at_the_top_and_an_earlier_one_can_be_chosen(page: Page) -> None:
    app = page("surgery")
    assert app.selectbox(key="surgery.which").options == ["LSTM · sine wave · 300 iterations · comes with rnnviz"]
    runs = [Run(preset("rnn", "sine").changed(iterations=2)), Run(preset("gru", "sine").changed(iterations=3))]
    for run in runs:
        run.play()
        while run.training:
            run.train_slice(1.0)
    app.session_state["run.previous"], app.session_state["run"] = runs
    app.run()
    assert not app.exception
    found = app.selectbox(key="surgery.which")
    assert (found.value, len(found.options)) == (runs[1].id, 3)
    assert found.options[0].startswith(f"GRU · Sine wave · 3 iterations · loss {readable(runs[1].losses[-1])} · ")
    found.set_value(runs[0].id).run()
    assert app.session_state["surgery.subject"].id.startswith(runs[0].id)
    assert app.query_params["run"] in (runs[0].id, [runs[0].id])
    app.selectbox(key="surgery.which").set_value("").run()
    assert app.session_state["surgery.subject"].id.startswith("showcase")


def test_networks_that_differ_little_are_told_apart_at_the_beginning_of_their_names() -> None:
    config = preset("lstm", "sine").changed(optimiser="sgd", momentum=0.9, iterations=1)
    runs = [Run(config), Run(config.changed(seed=config.seed + 1)), Run(config.changed(seed=config.seed + 2))]
    for run in runs:
        run.play()
        run.train_slice(5)
    for run in runs:
        loss = readable(float(run.losses[-1]))
        start = f"LSTM · Sine wave · seed {run.config.seed} · 1 iterations · loss {loss} · hidden size "
        assert name(run, runs).startswith(start)
    assert name(runs[0], runs[:1]).startswith("LSTM · Sine wave · 1 iterations · loss ")
