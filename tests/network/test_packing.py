"""Named parameters and torch's packed ones, there and back."""

import torch
from hypothesis import given
from hypothesis import strategies as st
from torch import Tensor

from rnnviz.network.packing import PACKINGS, pack, unpack
from tests.network.modules import MAKERS

SIZES = st.integers(1, 6)
CELLS = st.sampled_from(sorted(PACKINGS))


@st.composite
def named_parameters(draw: st.DrawFn) -> tuple[str, dict[str, Tensor]]:
    """A cell and random parameters for the names in its equations, with and without biases and projection."""
    cell, features, hidden = draw(CELLS), draw(SIZES), draw(SIZES)
    bias = draw(st.booleans())
    projected = draw(st.integers(1, 4)) if cell == "lstm" and hidden > 4 and draw(st.booleans()) else 0
    torch.manual_seed(draw(st.integers(0, 1000)))
    named = {}
    for gate in {"lstm": "ifgo", "gru": "rzn"}.get(cell, "h"):
        named[f"W_{gate}"] = torch.randn(hidden, features, dtype=torch.float64)
        named[f"U_{gate}"] = torch.randn(hidden, projected or hidden, dtype=torch.float64)
        if bias:
            named[f"b_{gate}"] = torch.randn(hidden, dtype=torch.float64)
    if bias and cell == "gru":
        named["d_n"] = torch.randn(hidden, dtype=torch.float64)
    if projected:
        named["W_hr"] = torch.randn(projected, hidden, dtype=torch.float64)
    return cell, named


@given(named_parameters())
def test_unpacking_what_was_packed_gives_it_back(cell_and_named: tuple[str, dict[str, Tensor]]) -> None:
    cell, named = cell_and_named
    found = unpack(PACKINGS[cell], pack(PACKINGS[cell], named))
    assert found.keys() == named.keys()
    assert all(torch.equal(found[name], array) for name, array in named.items())


@given(CELLS, SIZES, st.integers(2, 6), st.booleans(), st.booleans(), st.integers(0, 1000))
def test_a_module_packed_anew_computes_the_same(
    cell: str, features: int, hidden: int, bias: bool, projected: bool, seed: int
) -> None:
    torch.manual_seed(seed)
    more = {"proj_size": hidden - 1} if projected and cell == "lstm" else {}
    module = MAKERS[cell](features, hidden, bias=bias, dtype=torch.float64, **more)
    packed = {name.removesuffix("_l0"): p.detach() for name, p in module.named_parameters()}
    inputs = torch.randn(4, features, dtype=torch.float64)
    expected = module(inputs)[0]
    repacked = pack(PACKINGS[cell], unpack(PACKINGS[cell], packed))
    assert {name: p.shape for name, p in repacked.items()} == {name: p.shape for name, p in packed.items()}
    module.load_state_dict({f"{name}_l0": p for name, p in repacked.items()})
    assert torch.allclose(module(inputs)[0], expected, rtol=0, atol=1e-12)


def test_torch_stacks_the_gates_in_the_order_that_its_documentation_gives() -> None:
    rows = torch.arange(8.0)[:, None]
    named = unpack(PACKINGS["lstm"], {"weight_ih": rows, "weight_hh": rows})
    assert {name: p[:, 0].tolist() for name, p in named.items() if name[0] == "W"} == {
        "W_i": [0, 1],
        "W_f": [2, 3],
        "W_g": [4, 5],
        "W_o": [6, 7],
    }


def test_two_biases_are_shown_as_their_sum_and_trained_as_two() -> None:
    biases = {name: torch.full((3,), value, requires_grad=True) for name, value in (("bias_ih", 2.0), ("bias_hh", 3.0))}
    packed = {"weight_ih": torch.zeros(3, 1), "weight_hh": torch.zeros(3, 1), **biases}
    named = unpack(PACKINGS["gru"], packed)
    assert [named[name].item() for name in ("b_r", "b_z", "b_n", "d_n")] == [5, 5, 2, 3]
    (named["b_r"].sum() + 10 * named["d_n"].sum()).backward()
    assert biases["bias_ih"].grad is not None
    assert biases["bias_ih"].grad.tolist() == [1, 0, 0]
    assert biases["bias_hh"].grad is not None
    assert biases["bias_hh"].grad.tolist() == [1, 0, 10]


def test_unpacked_weights_are_views_and_not_copies() -> None:
    packed = {"weight_ih": torch.zeros(4, 1), "weight_hh": torch.zeros(4, 1)}
    named = unpack(PACKINGS["lstm"], packed)
    packed["weight_ih"][1] = 7
    assert named["W_f"].item() == 7
