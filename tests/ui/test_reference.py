"""The page Reference: what it shows is what is computed elsewhere, and every part opens."""

import re
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from rnnviz.cells import CELLS
from rnnviz.network.arguments import Arguments
from rnnviz.network.shapes import Shapes, describe
from rnnviz.showcase import MOMENTS, showcase
from rnnviz.tracing.update_gate import readings
from rnnviz.ui.boot import boot
from rnnviz.ui.reference import tables
from rnnviz.ui.reference.cell_drawing import cell_drawing
from rnnviz.ui.reference.drawing import NAMESPACE, Drawing
from rnnviz.ui.reference.stack_drawing import stack_drawing
from rnnviz.ui.reference.stages import STAGES, _filled, _values, telling_moment
from rnnviz.words import grouped

ROOT = Path(__file__).parents[2]


def sigmoid(v: np.ndarray) -> np.ndarray:
    return 1 / (1 + np.exp(-v))


def texts(drawing: Drawing) -> list[str]:
    root = ElementTree.fromstring(drawing.svg())
    return ["".join(text.itertext()) for text in root.iter(f"{{{NAMESPACE}}}text")]


def opened(**query: str) -> AppTest:
    """The page at this address, with torch loaded."""
    boot().begin()
    assert boot().wait(60) is not None
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60).run()
    app.switch_page("pages/reference.py")
    for name, value in query.items():
        app.query_params[name.replace("_", "-")] = value
    app.run()
    assert not app.exception
    return app


def words(app: AppTest) -> str:
    shown = [block.proto.body for block in app.get("html")]
    return " ".join([*shown, *(part.value for kind in (app.markdown, app.caption, app.code) for part in kind)])


def test_the_shapes_on_the_page_are_torch_s() -> None:
    shown = words(opened())
    found = describe(Arguments(num_layers=2))
    assert isinstance(found, Shapes)
    for shape in found.inputs + found.outputs + found.parameters:
        assert f"<code>{shape.name}</code></td><td><code>{list(shape.size)}</code>" in shown
    assert grouped(found.total) in shown


def test_an_unsound_choice_is_told_in_plain_words_beside_torch_s() -> None:
    app = opened()
    app.number_input(key="shapes.proj_size").set_value(16)
    app.run()
    assert not app.exception
    assert "give less than that" in app.error[0].value
    assert any("ValueError: proj_size has to be smaller than hidden_size" in code.value for code in app.code)


def test_sizes_are_bounded_by_the_server_too() -> None:
    app = opened()
    app.number_input(key="shapes.hidden_size").set_value(10**9)
    app.run()
    assert not app.exception
    sizes = [int(n) for shape in re.findall(r"<code>\[([\d, ]+)\]", words(app)) for n in shape.split(", ")]
    assert 4 <= max(sizes) <= 4 * 4096


@pytest.mark.parametrize("key", CELLS)
def test_every_cell_is_shown_with_all_its_values_and_parameters(key: str) -> None:
    app = opened(part="equations", cell=key)
    shown, cell = words(app), CELLS[key]
    assert all(f"<code>{name}</code>" in shown for name in cell.names)
    assert all(parameter.name in shown for parameter in cell.parameters)
    assert cell.source in shown
    assert len(app.latex) == 1
    assert app.latex[0].value.count("&=") == len(cell.equations)


def test_the_stages_lead_on_and_back() -> None:
    app = opened(part="equations", cell="lstm", lstm_view="stages")
    for title in [stage.title for stage in STAGES[1:]]:
        app.button(key="stages.next").click().run()
        assert any(title in part.value for part in app.markdown)
    assert app.button(key="stages.next").disabled
    app.button(key="stages.back").click().run()
    assert any(STAGES[-2].title in part.value for part in app.markdown)


def test_the_story_is_told_on_numbers_that_suit_it() -> None:
    trace = showcase().trace(MOMENTS[-1])
    step, unit = telling_moment(trace)
    values = _values(trace, step, unit)
    assert values["c_prev"] > 0.3
    assert values["g"] > 0.3
    assert 0.6 < values["f"] < 0.8
    assert 0.7 < values["i"] < 0.9
    for step in range(1, trace.steps):
        for unit in range(16):
            found = _values(trace, step, unit)
            assert found["kept"] + found["read"] == pytest.approx(found["c"], abs=1e-6)
            assert found["o"] * found["squashed"] == pytest.approx(found["h"], abs=1e-6)


def test_a_stage_s_formula_holds_for_the_numbers_in_it() -> None:
    trace = showcase().trace(MOMENTS[-1])
    for step, unit in [(5, 0), (75, 15), (40, 3)]:
        for stage in STAGES:
            formula = _filled(stage.formula, _values(trace, step, unit))
            *_, term, result = formula.removesuffix(r" \end{aligned}").replace("&=", "=").split("= ")
            numbers = [float(n) for n in re.findall(r"-?\d+\.\d+", term)]
            value = numbers[0] * numbers[1] if r"\cdot" in term else numbers[0] + numbers[1]
            assert value == pytest.approx(float(result.strip("() ")), abs=2e-3)


def test_both_conventions_of_the_update_gate_give_one_result() -> None:
    found = readings()
    keeps, replaces = found.keeps, found.replaces
    z, other = keeps["layer0.z"], replaces["layer0.z"]
    np.testing.assert_allclose(other, 1 - z, atol=1e-6)
    n, before = keeps["layer0.n"], keeps["layer0.h_prev"]
    np.testing.assert_allclose(other * n + (1 - other) * before, keeps["layer0.h"], atol=1e-6)
    summed = keeps["layer0.W_z@x"] + keeps["layer0.U_z@h_prev"] + keeps["layer0.b_z"]
    np.testing.assert_allclose(z, sigmoid(summed), atol=1e-6)
    assert found.difference < 1e-5
    assert z.max() - z.min() > 0.3, "a network whose gate says something"


@pytest.mark.parametrize("view", ["step", "program", "weights"])
def test_from_scratch_opens(view: str) -> None:
    assert len(words(opened(part="scratch", show=view))) > 500


@pytest.mark.parametrize(("layers", "bidirectional"), [(1, False), (2, True), (6, True)])
def test_the_stack_has_a_box_for_every_layer_and_direction(layers: int, bidirectional: bool) -> None:
    arguments = Arguments(num_layers=layers, bidirectional=bidirectional, dropout=0.2 if layers > 1 else 0.0)
    found = describe(arguments)
    assert isinstance(found, Shapes)
    shown = texts(stack_drawing(arguments, found)[0])
    boxes = [text for text in shown if text.startswith("layer ")]
    assert len(boxes) == layers * (2 if bidirectional else 1)
    # torch counts the rows of h_n layer by layer, forward before backward
    rows = [int(text[4 : text.index("]")]) for text in shown if text.startswith("h_n[")]
    assert rows == list(range(len(boxes)))
    assert sum("dropout" in text for text in shown) == layers - 1
    assert f"output {list(found.outputs[0].size)}" in shown


@pytest.mark.parametrize("key", CELLS)
def test_the_diagram_names_every_value(key: str) -> None:
    assert set(CELLS[key].names) <= set(texts(cell_drawing(CELLS[key])))


def test_texts_in_pictures_and_tables_are_escaped() -> None:
    nasty = '<script>alert(1)</script>"&'
    drawing = Drawing(10, 10)
    drawing.text(1, 1, nasty)
    assert texts(drawing) == [nasty]
    assert "<script>" not in drawing.svg()
    assert "<script>" not in tables.table([nasty], [[nasty], [tables.code(nasty)]])


def test_numbers_as_people_read_them() -> None:
    assert tables.number(-0.0001) == "0.000"
    assert tables.number(-0.25) == "\u22120.250"
    assert tables.number(0.0) == "0.000"
    assert tables.number(-10, 0) == "\u221210"
    assert grouped(4194304) == "4\u202f194\u202f304"
