"""The picture of a cell: complete, backed by its equations, and readable."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from itertools import combinations, pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rnnviz.cells import catalogue
from rnnviz.cells.catalogue import CELLS
from rnnviz.cells.cell import Cell
from rnnviz.cells.drawing.diagram import Diagram, Node, diagram
from rnnviz.cells.errors import CellError
from rnnviz.cells.expression import Name, walk

PEEPHOLE = """
i = sigmoid(W_i @ x + U_i @ h_prev + p_i * c_prev + b_i)
f = sigmoid(W_f @ x + U_f @ h_prev + p_f * c_prev + b_f)
g = tanh(W_g @ x + U_g @ h_prev + b_g)
c = f * c_prev + i * g
o = sigmoid(W_o @ x + U_o @ h_prev + p_o * c + b_o)
h = o * tanh(c)
"""
COUPLED = """
f = sigmoid(W_f @ x + U_f @ h_prev + b_f)
g = tanh(W_g @ x + U_g @ h_prev + b_g)
o = sigmoid(W_o @ x + U_o @ h_prev + b_o)
c = f * c_prev + (1 - f) * g
h = o * tanh(c)
"""
MINIMAL = """
f = sigmoid(W_f @ x + U_f @ h_prev + b_f)
n = tanh(W_n @ x + U_n @ (f * h_prev) + b_n)
h = (1 - f) * h_prev + f * n
"""
MANY_STATES = """
a = sigmoid(W_a @ x + U_a @ h_prev + b_a)
b1 = tanh(W_b @ x + U_b @ (a * h_prev))
forget = sigmoid(U_c @ c_prev + V @ a)
m = forget * c_prev + a * b1 - 0.5 * m_prev
k = relu(W_k @ x + U_k @ m)
q = exp(-abs(k) * a)
c = m + q * tanh(b1 + k)
s = softplus(c) - softplus(m)
u = sigmoid(U_u @ s + W_u @ x)
v = u * s_prev + (1 - u) * s
w = sin(v) * cos(c)
h = tanh(v * w) * u + (1 - u) * h_prev
"""
CHAIN = "\n".join(["v0 = tanh(W @ x)", *(f"v{n} = v{n - 1} * b{n}" for n in range(1, 39)), "h = v38 + h_prev"])
DENSE = "\n".join(
    [
        "v0 = tanh(W @ x + h_prev)",
        *(f"v{n} = tanh({' + '.join(f'v{m} * v{n - 1}_prev' for m in range(n))})" for n in range(1, 12)),
        "h = v11",
    ]
)
TEXTS = {
    "peephole": PEEPHOLE,
    "coupled": COUPLED,
    "minimal": MINIMAL,
    "many states": MANY_STATES,
    "chain": CHAIN,
    "dense": DENSE,
    "copy": "h = h_prev",
    "parameters only": "a = sigmoid(b)\nh = a * h_prev",
    "unread value": "a = tanh(W @ x)\nh = tanh(U @ h_prev)",
    "same twice": "h = h_prev * h_prev + W @ x",
}
BASIC = {cell.key for cell in catalogue.BASIC}
ALL = {**CELLS, **{key: Cell(key=key, title=key, text=text) for key, text in TEXTS.items()}}
every_cell = pytest.mark.parametrize("cell", ALL.values(), ids=ALL.keys())


def expressions(names: list[str]) -> st.SearchStrategy[str]:
    leaf = st.sampled_from([*names, "W @ x", "U @ h_prev", "b * h_prev", "(1 - h_prev)"])
    return st.recursive(
        leaf,
        lambda inner: st.one_of(
            st.tuples(inner, st.sampled_from("+-*"), inner).map(lambda p: f"({p[0]} {p[1]} {p[2]})"),
            st.tuples(st.sampled_from(["sigmoid", "tanh", "exp"]), inner).map(lambda p: f"{p[0]}({p[1]})"),
            inner.map(lambda p: f"(-{p})"),
            inner.map(lambda p: f"(V @ {p})"),
        ),
        max_leaves=8,
    )


@st.composite
def cells(draw: st.DrawFn) -> Cell | None:
    names = ["h_prev"]
    lines = []
    for name in [*[f"v{n}" for n in range(draw(st.integers(0, 7)))], "h"]:
        lines.append(f"{name} = {draw(expressions(names))}")
        names += [name, f"{name}_prev"] if name != "h" else []
    try:
        return Cell(key="made", title="made", text="\n".join(lines))
    except CellError:
        return None


def box(node: Node) -> tuple[float, float, float, float]:
    return node.x - node.w / 2, node.y - node.h / 2, node.x + node.w / 2, node.y + node.h / 2


def check_readable(picture: Diagram) -> None:
    """No overlap, no wire through a node that is not its end, nothing outside, all corners right-angled."""
    nodes = {node.id: node for node in picture.nodes}
    for a, b in combinations(map(box, picture.nodes), 2):
        assert a[2] < b[0] or b[2] < a[0] or a[3] < b[1] or b[3] < a[1]
    for node in picture.nodes:
        left, top, right, bottom = box(node)
        assert 0 <= left < right <= picture.width
        assert 0 <= top < bottom <= picture.height
        assert node.w >= 34
        assert node.h >= 30
    for wire in picture.wires:
        assert all(0 <= x <= picture.width and 0 <= y <= picture.height for x, y in wire.points)
        for (ax, ay), (bx, by) in pairwise(wire.points):
            assert (ax == bx) != (ay == by)
            for node in picture.nodes:
                left, top, right, bottom = box(node)
                left += 12 if node.kind == "op" and node.id == wire.target else 0  # up to its round end
                apart = max(ax, bx) <= left or min(ax, bx) >= right or max(ay, by) <= top or min(ay, by) >= bottom
                assert apart, f"{wire.id} runs through {node.id}"
        check_touches(nodes[wire.source], wire.points[0])
        if wire.target:
            check_touches(nodes[wire.target], wire.points[-1])
        else:
            assert wire.points[-1][0] > max(node.x for node in picture.nodes)


def check_touches(node: Node, point: tuple[float, float]) -> None:
    left, top, right, bottom = box(node)
    x, y = point
    radius = min(node.w, node.h) / 2 if node.kind == "op" else 0.0
    beyond = max(abs(y - node.y) - node.h / 2 + radius, 0.0)
    inset = radius - (radius**2 - beyond**2) ** 0.5
    on_side = min(abs(x - left - inset), abs(x - right)) < 0.2 and top <= y <= bottom
    on_end = min(abs(y - top), abs(y - bottom)) < 0.2 and left <= x <= right
    assert on_side or on_end


def overlaps(picture: Diagram) -> list[str]:
    """Wires of different sources that lie on one another for a stretch."""
    stretches = [
        (wire, *map(min, zip(a, b, strict=True)), *map(max, zip(a, b, strict=True)))
        for wire in picture.wires
        for a, b in pairwise(wire.points)
    ]
    found = []
    for (a, *one), (b, *two) in combinations(stretches, 2):
        left, top = max(one[0], two[0]), max(one[1], two[1])
        right, bottom = min(one[2], two[2]), min(one[3], two[3])
        if a.source != b.source and left <= right and top <= bottom and (left < right or top < bottom):
            found.append(f"{a.id} on {b.id} at {left}, {top}")
    return found


def check_complete(cell: Cell, picture: Diagram) -> None:
    """The values that each value reads, found by following wires back, are those in its equation."""
    ids = [node.id for node in picture.nodes]
    assert len(set(ids)) == len(ids)
    assert len({wire.id for wire in picture.wires}) == len(picture.wires)
    assert [node.id for node in picture.nodes if node.id in cell.names] == list(cell.names)
    reads = defaultdict(set)
    for wire in picture.wires:
        reads[wire.target].add(wire.source)
    operations = {node.id for node in picture.nodes if node.kind == "op"}
    for equation in cell.equations:
        named: set[str] = set()
        waiting = list(reads[equation.name])
        while waiting:
            source = waiting.pop()
            if source in operations:
                waiting += reads[source]
            else:
                named.add(source)
        written = {node.name for node in walk(equation.expression) if isinstance(node, Name)}
        assert named == {name for name in written if not cell.is_parameter(name)}
    assert reads[""] == set(cell.states)
    assert all(any(operation in sources for sources in reads.values()) for operation in operations)


@every_cell
def test_every_dependency_is_a_path_and_every_wire_is_backed_by_one(cell: Cell) -> None:
    check_complete(cell, diagram(cell))


@every_cell
def test_nothing_overlaps_and_no_wire_runs_through_a_node(cell: Cell) -> None:
    check_readable(diagram(cell))


@every_cell
def test_wires_of_different_sources_never_lie_on_one_another(cell: Cell) -> None:
    assert overlaps(diagram(cell)) == []


@settings(max_examples=60, deadline=None)
@given(cells())
def test_any_cell_gives_a_complete_and_readable_picture(cell: Cell | None) -> None:
    if cell is not None:
        check_complete(cell, diagram(cell))
        check_readable(diagram(cell))


def points(picture: Diagram, source: str, target: str) -> tuple[tuple[float, float], ...]:
    return next(w.points for w in picture.wires if (w.source, w.target) == (source, target))


@pytest.mark.parametrize(("key", "state"), [("lstm", "c"), ("gru", "h"), ("rnn", "h")])
def test_the_state_runs_straight_along_the_top(key: str, state: str) -> None:
    picture = diagram(CELLS[key])
    nodes = {node.id: node for node in picture.nodes}
    lane = nodes[f"{state}_prev"].y
    assert lane == nodes[state].y == min(node.y for node in picture.nodes)
    assert len(points(picture, state, "")) == 2
    place = f"{state}_prev"
    while place != state:
        place, way = next(
            (w.target, w.points)
            for w in picture.wires
            if w.source == place and w.target and {y for _, y in w.points} == {lane}
        )
        assert len(way) == 2


@pytest.mark.parametrize("key", CELLS)
def test_the_input_enters_at_the_bottom_left_and_the_output_leaves_at_the_right(key: str) -> None:
    picture = diagram(CELLS[key])
    nodes = {node.id: node for node in picture.nodes}
    entries = [node for node in picture.nodes if node.kind in ("input", "prev")]
    assert {node.x for node in entries} == {min(node.x for node in picture.nodes)}
    assert max(entries, key=lambda node: node.y).id == "x"
    assert nodes["h"].x == max(node.x for node in picture.nodes)
    assert points(picture, "h", "")[-1][0] == max(x for w in picture.wires for x, _ in w.points)
    assert picture.width == 640 or key not in BASIC
    assert picture.height <= (300 if key in BASIC else 540)


def test_operations_and_wires_name_the_values_that_light_them() -> None:
    picture = diagram(CELLS["lstm"])
    assert {(w.source, w.value) for w in picture.wires if w.target.startswith("c.")} >= {
        ("f", "f"), ("i", "i"), ("g", "g"), ("c_prev", "c_prev")
    }  # fmt: skip
    labels = Counter((node.label, node.value) for node in picture.nodes if node.kind == "op")
    assert labels == {("×", "c"): 2, ("+", "c"): 1, ("tanh", "h"): 1, ("×", "h"): 1}
    assert {node.id: node.function for node in picture.nodes if node.kind in ("gate", "candidate")} == {
        "i": "σ", "f": "σ", "o": "σ", "g": "tanh"
    }  # fmt: skip


def test_a_product_outside_a_box_is_an_operation_lit_by_its_own_value() -> None:
    cell = Cell(key="made", title="made", text="r = sigmoid(W @ x)\nh = tanh(r * (U @ h_prev))")
    product = next(node for node in diagram(cell).nodes if node.label == "U")
    assert (product.kind, product.value) == ("op", "U@h_prev")


def test_a_cell_too_large_to_read_is_drawn_by_its_named_values() -> None:
    assert all(node.kind != "op" for node in diagram(ALL["dense"]).nodes)


@every_cell
def test_joints_lie_where_wires_of_one_source_part(cell: Cell) -> None:
    picture = diagram(cell)
    for joint in picture.joints:
        through = [w for w in picture.wires if w.value == joint.value and passes(w.points, (joint.x, joint.y))]
        assert len(through) > 1


def passes(way: tuple[tuple[float, float], ...], point: tuple[float, float]) -> bool:
    return any(
        min(ax, bx) <= point[0] <= max(ax, bx) and min(ay, by) <= point[1] <= max(ay, by)
        for (ax, ay), (bx, by) in pairwise(way)
    )


@every_cell
def test_the_picture_is_plain_data_and_always_the_same(cell: Cell) -> None:
    picture = diagram(cell)
    assert json.loads(json.dumps(picture.as_dict())) == picture.as_dict()
    diagram.cache_clear()
    assert diagram(cell) == picture
