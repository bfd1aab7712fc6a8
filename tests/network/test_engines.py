"""The equations, run line by line, against torch.nn: outputs and the gradients of everything."""

import pytest
import torch
from torch import Tensor, nn

from rnnviz.cells import CELLS, Cell
from rnnviz.network import ENGINES, FusedRecurrent, NamedRecurrent
from rnnviz.network.engines import choose_engine
from rnnviz.network.packing import PACKINGS, pack
from tests.network.modules import FEATURES, HIDDEN, MAKERS, OWN, SHAPES, Shape, difference

pytestmark = pytest.mark.filterwarnings("ignore:LSTM with projections is not supported with oneDNN")


def weighted(output: Tensor) -> Tensor:
    """A scalar loss with another random weight for each number, so that no two gradients cancel."""
    generator = torch.Generator().manual_seed(2)
    return (output * torch.randn(output.shape, dtype=output.dtype, generator=generator)).sum()


def gradients(output: Tensor, of: list[Tensor]) -> list[Tensor]:
    return list(torch.autograd.grad(weighted(output), of))


@pytest.mark.parametrize("shape", SHAPES, ids=str)
def test_equations_give_the_outputs_and_gradients_of_torch_nn(shape: Shape) -> None:
    module, inputs = shape.make(), shape.inputs().requires_grad_()
    learned = [inputs, *module.parameters()]
    expected = module(inputs)[0]
    found = ENGINES["torch"].run(FusedRecurrent(module), inputs)
    assert difference(found, expected) < shape.tolerance
    pairs = zip(gradients(found, learned), gradients(expected, learned), strict=True)
    for ours, theirs in pairs:
        assert theirs.abs().max() > 1e-3
        assert difference(ours, theirs) < shape.tolerance


@pytest.mark.parametrize("bidirectional", [False, True])
@pytest.mark.parametrize("layers", [1, 2, 3])
@pytest.mark.parametrize("cell", [OWN, CELLS["lstm"]], ids=["own", "lstm"])
def test_a_cell_written_by_hand_is_the_lstm(cell: Cell, layers: int, bidirectional: bool) -> None:
    torch.manual_seed(3)
    recurrent = NamedRecurrent(cell, FEATURES, HIDDEN, layers, bidirectional).double()
    shape = Shape("lstm", layers, bidirectional)
    module, inputs = shape.make(), shape.inputs()
    for address in shape.addresses:
        for name, packed in pack(PACKINGS["lstm"], recurrent.named(address)).items():
            module.get_parameter(torch_name(name, address)).data = packed.detach().clone()
    expected = module(inputs)[0]
    found = choose_engine(recurrent).run(recurrent, inputs)
    assert difference(found, expected) < 1e-10
    weighted(found).backward()
    weighted(expected).backward()
    for address in shape.addresses:
        ours = pack(PACKINGS["lstm"], {name: grad(p) for name, p in recurrent.named(address).items()})
        for name in ("weight_ih", "weight_hh", "bias_ih"):
            assert difference(ours[name], grad(module.get_parameter(torch_name(name, address)))) < 1e-10


def torch_name(name: str, address: str) -> str:
    return f"{name}_l" + address.removeprefix("layer").replace(".", "_")


def grad(tensor: Tensor) -> Tensor:
    assert tensor.grad is not None
    return tensor.grad


@pytest.mark.parametrize("cell", MAKERS)
def test_both_engines_name_themselves(cell: str) -> None:
    recurrent = FusedRecurrent(Shape(cell, 1).make())
    assert ENGINES["nn"].reference(recurrent) == f"torch.nn.{cell.partition('_')[0].upper()}"
    assert ENGINES["torch"].reference(recurrent) == "torch"


def test_auto_takes_torch_nn_where_it_has_the_cell() -> None:
    assert choose_engine(FusedRecurrent(Shape("gru", 1).make())) is ENGINES["nn"]
    assert choose_engine(NamedRecurrent(OWN, 1, 2)) is ENGINES["torch"]
    assert choose_engine(FusedRecurrent(Shape("gru", 1).make()), "torch") is ENGINES["torch"]


def test_an_unknown_engine_is_named_with_those_there_are() -> None:
    with pytest.raises(ValueError, match="engine is 'jax'; choose 'auto', 'nn', 'torch'"):
        choose_engine(NamedRecurrent(OWN, 1, 2), "jax")


def test_the_fused_engine_says_what_runs_a_cell_that_torch_nn_has_not() -> None:
    with pytest.raises(TypeError, match="no module for the cell 'Written by hand'; use the engine 'torch'"):
        ENGINES["nn"].run(NamedRecurrent(OWN, 1, 2), torch.zeros(1, 3, 1))


def test_a_module_that_is_not_recurrent_is_refused() -> None:
    with pytest.raises(TypeError, match=r"LSTMCell is not known; rnnviz opens torch\.nn\.RNN"):
        FusedRecurrent(nn.LSTMCell(2, 3))  # type: ignore[arg-type]
