"""The cells of the catalogue: what each is said to be, and what is known to be equal among them."""

import re

import numpy as np
import pytest

from rnnviz.cells import CELLS
from rnnviz.cells.catalogue.odyssey import ODYSSEY
from rnnviz.cells.own import twin
from tests.cells.odyssey import forward
from tests.cells.reference import Arrays, random_parameters, unroll

FEATURES, HIDDEN, STEPS = 3, 5, 12
SIZES = {"F": FEATURES, "H": HIDDEN}
EXACT = {"rtol": 0, "atol": 1e-12}
OPEN = 60.0
"""The sigmoid of this is 1 in 64 bits."""


@pytest.fixture
def rng() -> np.random.Generator:
    return np.random.default_rng(7)


@pytest.fixture
def xs(rng: np.random.Generator) -> np.ndarray:
    return rng.standard_normal((STEPS, FEATURES))


def weights(key: str, rng: np.random.Generator) -> Arrays:
    return random_parameters(CELLS[key], SIZES, rng)


def run(key: str, xs: np.ndarray, p: Arrays) -> Arrays:
    return unroll(CELLS[key], xs, p, HIDDEN)


def shut(p: Arrays, gate: str, bias: float) -> Arrays:
    """The same weights, but one gate that always is the sigmoid of its bias."""
    own = [f"W_{gate}", f"U_{gate}", f"p_{gate}"]
    return p | {name: np.zeros_like(p[name]) for name in own if name in p} | {f"b_{gate}": np.full(HIDDEN, bias)}


def swapped(p: Arrays, old: str, new: str, sign: int = 1) -> Arrays:
    """The weights of one gate under the name of another."""
    return {re.sub(rf"_{old}$", f"_{new}", name): sign * array for name, array in p.items() if name.endswith(f"_{old}")}


def test_every_cell_says_where_it_is_from_and_what_it_changes() -> None:
    for cell in CELLS.values():
        assert re.search(r"\b(19|20)\d\d\b", cell.source), cell.key
        assert re.fullmatch(r"[^.]+(\.[^ ][^.]*)*\.", cell.change), cell.key
        assert len(cell.change) <= 120, cell.key
    assert len({cell.title for cell in CELLS.values()}) == len(CELLS) == 22


@pytest.mark.parametrize("cell", ODYSSEY, ids=lambda cell: cell.key)
def test_the_variants_of_the_study_are_those_of_the_paper(
    cell: object, xs: np.ndarray, rng: np.random.Generator
) -> None:
    key = cell.key  # type: ignore[attr-defined]
    p = weights(key, rng)
    found, expected = run(key, xs, p), forward(xs, p, key.upper())
    for name in ("c", "h"):
        np.testing.assert_allclose(found[name], expected[name], **EXACT)


def test_the_lstm_with_peepholes_is_that_of_the_paper(xs: np.ndarray, rng: np.random.Generator) -> None:
    p = weights("lstm_peephole", rng)
    np.testing.assert_allclose(run("lstm_peephole", xs, p)["h"], forward(xs, p)["h"], **EXACT)


def test_without_peepholes_it_is_the_lstm() -> None:
    assert twin(CELLS["np"]) is CELLS["lstm"]


@pytest.mark.parametrize(
    ("key", "gate", "bias"), [("nig", "i", OPEN), ("nfg", "f", OPEN), ("nog", "o", OPEN)], ids=["nig", "nfg", "nog"]
)
def test_a_gate_that_is_left_out_is_one_that_is_always_open(
    key: str, gate: str, bias: float, xs: np.ndarray, rng: np.random.Generator
) -> None:
    p = weights("lstm_peephole", rng)
    own = {parameter.name: p[parameter.name] for parameter in CELLS[key].parameters}
    np.testing.assert_allclose(run(key, xs, own)["h"], run("lstm_peephole", xs, shut(p, gate, bias))["h"], **EXACT)


def test_peepholes_of_zero_are_none(xs: np.ndarray, rng: np.random.Generator) -> None:
    p = weights("lstm", rng)
    none = {f"p_{gate}": np.zeros(HIDDEN) for gate in "ifo"}
    found, expected = run("lstm_peephole", xs, p | none), run("lstm", xs, p)
    for name in "ifgoch":
        np.testing.assert_allclose(found[name], expected[name], **EXACT)


def test_gates_that_see_no_gates_are_usual_ones(xs: np.ndarray, rng: np.random.Generator) -> None:
    p = weights("lstm_peephole", rng)
    none = {f"R_{a}{b}": np.zeros((HIDDEN, HIDDEN)) for a in "ifo" for b in "ifo"}
    np.testing.assert_allclose(run("fgr", xs, p | none)["h"], run("lstm_peephole", xs, p)["h"], **EXACT)


@pytest.mark.parametrize(
    ("coupled", "free", "kept", "made"),
    [("lstm_coupled", "lstm", "f", "i"), ("cifg", "lstm_peephole", "i", "f")],
    ids=["coupled", "cifg"],
)
def test_coupled_gates_are_two_with_opposite_weights(
    coupled: str, free: str, kept: str, made: str, xs: np.ndarray, rng: np.random.Generator
) -> None:
    p = weights(coupled, rng)
    found, expected = run(coupled, xs, p), run(free, xs, p | swapped(p, kept, made, -1))
    np.testing.assert_allclose(expected["i"], 1 - expected["f"], **EXACT)
    for name in "ifgoch":
        np.testing.assert_allclose(found[name], expected[name], **EXACT)


def test_the_lstm_of_1997_forgets_nothing(xs: np.ndarray, rng: np.random.Generator) -> None:
    p = weights("lstm", rng)
    own = {parameter.name: p[parameter.name] for parameter in CELLS["lstm_1997"].parameters}
    np.testing.assert_allclose(run("lstm_1997", xs, own)["c"], run("lstm", xs, shut(p, "f", OPEN))["c"], **EXACT)


def test_both_conventions_of_the_gru_are_one_network(xs: np.ndarray, rng: np.random.Generator) -> None:
    p = weights("gru", rng)
    found, expected = run("gru_z_replaces", xs, p | swapped(p, "z", "z", -1)), run("gru", xs, p)
    np.testing.assert_allclose(found["z"], 1 - expected["z"], **EXACT)
    np.testing.assert_allclose(found["h"], expected["h"], **EXACT)


def test_a_reset_gate_that_is_open_is_the_same_before_and_after_the_product(
    xs: np.ndarray, rng: np.random.Generator
) -> None:
    p = shut(weights("gru_reset_first", rng), "r", OPEN)
    after = run("gru", xs, p | {"d_n": np.zeros(HIDDEN)})
    np.testing.assert_allclose(run("gru_reset_first", xs, p)["h"], after["h"], **EXACT)


def test_the_minimal_gated_unit_is_a_gru_with_one_gate_for_two(xs: np.ndarray, rng: np.random.Generator) -> None:
    p = weights("mgu", rng)
    both = swapped(p, "f", "r") | swapped(p, "f", "z", -1) | swapped(p, "n", "n")
    np.testing.assert_allclose(run("mgu", xs, p)["h"], run("gru_reset_first", xs, both)["h"], **EXACT)


def test_the_mingru_is_a_linear_recurrence(xs: np.ndarray, rng: np.random.Generator) -> None:
    p = weights("mingru", rng)
    found = run("mingru", xs, p)
    z, n = 1 / (1 + np.exp(-(xs @ p["W_z"].T + p["b_z"]))), xs @ p["W_n"].T + p["b_n"]
    for last in range(STEPS):
        kept = [np.prod(1 - z[k + 1 : last + 1], axis=0) for k in range(last + 1)]
        np.testing.assert_allclose(found["h"][last], sum(kept[k] * z[k] * n[k] for k in range(last + 1)), **EXACT)


def test_the_minlstm_shares_out_a_whole(xs: np.ndarray, rng: np.random.Generator) -> None:
    p = weights("minlstm", rng)
    found = run("minlstm", xs, p)
    forget, write = (1 / (1 + np.exp(-(xs @ p[f"W_{gate}"].T + p[f"b_{gate}"]))) for gate in "fi")
    np.testing.assert_allclose(found["f"], forget / (forget + write), **EXACT)
    np.testing.assert_allclose(found["i"], write / (forget + write), **EXACT)
    np.testing.assert_allclose(found["f"] + found["i"], 1, **EXACT)


def test_each_unit_of_an_indrnn_is_a_geometric_sum(rng: np.random.Generator) -> None:
    xs = rng.uniform(0.1, 1, (STEPS, FEATURES))
    p = {name: np.abs(array) for name, array in weights("indrnn", rng).items()}
    drive = xs @ p["W_h"].T + p["b_h"]
    found = run("indrnn", xs, p)["h"]
    for last in range(STEPS):
        powers = p["u_h"] ** np.arange(last, -1, -1)[:, None]
        np.testing.assert_allclose(found[last], (powers * drive[: last + 1]).sum(0), rtol=1e-12)


def test_a_leaky_rnn_without_leak_is_an_rnn_and_leaks_by_its_half_life(
    xs: np.ndarray, rng: np.random.Generator
) -> None:
    p = weights("rnn_leaky", rng)
    quick = run("rnn_leaky", xs, p | {"v_a": np.full(HIDDEN, -OPEN)})["h"]
    np.testing.assert_allclose(quick, run("rnn", xs, swapped(p, "n", "h"))["h"], **EXACT)
    alone = p | {"U_n": np.zeros((HIDDEN, HIDDEN)), "b_n": np.zeros(HIDDEN)}
    once = np.vstack([np.ones((1, FEATURES)), np.zeros((STEPS - 1, FEATURES))])
    found = run("rnn_leaky", once, alone)["h"]
    keep = 1 / (1 + np.exp(-p["v_a"]))
    np.testing.assert_allclose(found, found[0] * keep ** np.arange(STEPS)[:, None], rtol=1e-10, atol=1e-15)
