"""A figure shows the trace's own numbers, each on a range that does not depend on the moment."""

import base64
import json
import subprocess
import sys
from dataclasses import replace

import numpy as np
import pytest
import torch

from rnnviz.cells import Cell
from rnnviz.figures import gates, values
from rnnviz.figures.panels import value_title
from rnnviz.figures.theme import PALETTES
from rnnviz.network import NamedRecurrent
from rnnviz.tracing.module import trace_module
from rnnviz.tracing.record import record_layers
from rnnviz.tracing.trace import Trace
from tests.imports import ROOT
from tests.network.modules import HIDDEN, Shape

pytestmark = pytest.mark.filterwarnings("ignore:LSTM with projections is not supported with oneDNN")

CELLS = ["rnn", "rnn_relu", "lstm", "gru"]
PALETTE = PALETTES["light"]


def traced(cell: str = "lstm", proj_size: int = 0) -> Trace:
    shape = Shape(cell, 2, bidirectional=True, proj_size=proj_size, dtype=torch.float32)
    return trace_module(shape.make(), shape.inputs()[0])


def with_values(trace: Trace, **arrays: float) -> Trace:
    """The same trace with some values of layer0 everywhere the same number."""
    given = {f"layer0.{name}": np.full_like(trace[f"layer0.{name}"], number) for name, number in arrays.items()}
    return replace(trace, arrays={**trace.arrays, **given})


@pytest.mark.parametrize("layer", ["layer0", "layer0.reverse", "layer1", "layer1.reverse"])
@pytest.mark.parametrize("cell", CELLS)
def test_heat_maps_hold_the_trace_s_numbers(cell: str, layer: str) -> None:
    trace = traced(cell)
    figure = gates(trace, layer)
    assert [data.name for data in figure.data] == list(trace.cell.names)
    for data in figure.data:
        assert isinstance(data.z, np.ndarray)
        np.testing.assert_array_equal(data.z, trace[f"{layer}.{data.name}"].T)


@pytest.mark.parametrize("unit", [0, HIDDEN - 1])
@pytest.mark.parametrize("cell", CELLS)
def test_curves_hold_the_trace_s_numbers(cell: str, unit: int) -> None:
    trace = traced(cell)
    figure = values(trace, unit, "layer1")
    assert [data.name for data in figure.data] == list(trace.cell.names)
    for data in figure.data:
        np.testing.assert_array_equal(data.y, trace[f"layer1.{data.name}"][:, unit])
        np.testing.assert_array_equal(data.x, np.arange(trace.steps))


def test_what_is_written_to_a_page_is_the_same_numbers() -> None:
    trace = traced()
    written = json.loads(gates(trace).to_json())["data"][1]["z"]
    found = np.frombuffer(base64.b64decode(written["bdata"]), written["dtype"])
    np.testing.assert_array_equal(found.reshape(HIDDEN, -1), trace["layer0.f"].T)


def test_gates_go_from_nothing_to_all_and_states_are_symmetric() -> None:
    trace = with_values(traced(), i=0.4, f=0.5, g=0.1, o=0.6, c=1.7, h=0.01)
    figure = gates(trace)
    ranges = {data.name: (data.zmin, data.zmax) for data in figure.data}
    assert ranges == {"i": (0, 1), "f": (0, 1), "g": (-1, 1), "o": (0, 1), "c": (-2, 2), "h": (-1, 1)}
    for data in figure.data:
        scale = PALETTE.sequential if data.zmin == 0 else PALETTE.diverging
        assert data.colorscale == scale
        assert list(data.colorbar.tickvals) == [data.zmin, (data.zmin + data.zmax) / 2, data.zmax]


def test_a_range_does_not_follow_the_numbers() -> None:
    small, large = (gates(with_values(traced(), c=size, i=gate)) for size, gate in ((2.1, 0.01), (2.9, 0.99)))
    assert [(d.zmin, d.zmax) for d in small.data] == [(d.zmin, d.zmax) for d in large.data]


def test_curves_are_drawn_on_the_ranges_of_the_heat_maps_in_their_own_hues() -> None:
    trace = traced()
    curves, maps = values(trace, 2), gates(trace)
    for row, (curve, heat) in enumerate(zip(curves.data, maps.data, strict=True), start=1):
        low, high = curves.get_subplot(row, 1).yaxis.range
        assert low < heat.zmin < heat.zmax < high
        assert list(curves.get_subplot(row, 1).yaxis.tickvals) == list(heat.colorbar.tickvals)
        assert curve.line.color == PALETTE.names[curve.name]


def test_a_state_that_began_outside_its_bounds_is_not_cut_off() -> None:
    shape = Shape("gru", 1)
    trace = trace_module(shape.make(), shape.inputs()[0], torch.full((1, HIDDEN), 40.0, dtype=torch.float64))
    heat = next(data for data in gates(trace).data if data.name == "h")
    assert trace["layer0.h"].max() > 1
    assert heat.zmax == -heat.zmin >= trace["layer0.h"].max()


def test_a_cell_of_one_s_own() -> None:
    cell = Cell(
        "own", "<b>Mine</b>", "a_in = relu(W @ x)  # <a href='x'>gate</a> & more\nh = tanh(U @ h_prev + 4 * a_in)"
    )
    trace = record_layers(NamedRecurrent(cell, 2, 3), np.ones((4, 2), np.float32))
    figure = gates(trace)
    titles = [annotation.text for annotation in figure.layout.annotations]
    assert titles == ["&lt;a href='x'&gt;gate&lt;/a&gt; &amp; more <i>a</i><sub>in</sub>", "<i>h</i>"]
    assert figure.layout.title.text == "&lt;b&gt;Mine&lt;/b&gt; · Layer 1"
    assert figure.data[0].zmin == -figure.data[0].zmax
    assert {curve.line.color for curve in values(trace).data} == {PALETTE.others[0], PALETTE.names["h"]}


def test_titles_are_words_and_symbols() -> None:
    trace = traced()
    titles = [annotation.text for annotation in gates(trace, "layer1.reverse").layout.annotations]
    assert titles[:2] == ["input gate <i>i</i>", "forget gate <i>f</i>"]
    assert titles[-1] == value_title(trace.cell, "h") == "hidden state <i>h</i>"
    assert gates(trace, "layer1.reverse").layout.title.text == "LSTM · Layer 2, backward"
    assert values(trace, 3).layout.title.text == "LSTM · Layer 1 · unit 3"
    assert gates(trace).layout.xaxis6.title.text == "time step"


def test_the_template_is_light() -> None:
    layout = gates(traced()).layout
    assert layout.paper_bgcolor == layout.plot_bgcolor == PALETTE.paper
    assert layout.font.color == PALETTE.ink


def test_a_projected_output_has_fewer_units() -> None:
    trace = traced(proj_size=2)
    assert gates(trace).data[-1].z.shape == (2, trace.steps)
    assert [data.name for data in values(trace, 1).data] == list("ifgoch")
    assert [data.name for data in values(trace, 2).data] == list("ifgoc")


def test_no_such_layer_or_unit() -> None:
    trace = traced("gru")
    with pytest.raises(KeyError, match=r"The trace has no layer 'layer2'; it has layer0, layer0\.reverse, layer1"):
        gates(trace, "layer2")
    with pytest.raises(KeyError, match="The trace has no layer 'f'"):
        values(trace, 0, "f")
    for unit in (-1, HIDDEN):
        with pytest.raises(ValueError, match=f"unit is {unit}; layer0 has the units 0 to {HIDDEN - 1}."):
            values(trace, unit)


def test_the_colours_alone_load_neither_plotly_nor_torch() -> None:
    code = "import sys, rnnviz.figures.theme; print(*sorted({'torch', 'plotly', 'pandas'} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.split() == []


def test_the_figures_are_part_of_the_notebook_face() -> None:
    import rnnviz

    assert rnnviz.figures.gates is gates
    assert rnnviz.figures.values is values
