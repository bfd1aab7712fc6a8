"""Gradients through time, against torch's own modules, finite differences and closed forms."""

import numpy as np
import pytest
import torch
from torch import Tensor, nn

from rnnviz.network import Network
from rnnviz.tasks.task import Batch, Task
from rnnviz.tracing.gradients import gradients, lengths, step_loss
from rnnviz.training.build import restore, start
from rnnviz.training.config import RunConfig
from rnnviz.training.link import preset
from tests.tracing.slow import values

CELLS = ("rnn", "rnn_relu", "lstm", "gru")
EVERY = pytest.mark.parametrize("cell", CELLS)


def made(cell: str, task: str = "latch", **choices: object) -> tuple[RunConfig, Network, Task, Batch]:
    config = preset(cell, task, {"steps": 12}).changed(device="cpu", **{"hidden": 4, "recurrent_scale": 2, **choices})
    task_ = config.make_task()
    return config, restore(config, start(config)), task_, task_.example(1)


def states_of(cell: str) -> tuple[str, ...]:
    return ("c", "h") if cell == "lstm" else ("h",)


class Walk:
    """A cell of torch, called a step at a time, which leaves a step's state open to be changed."""

    def __init__(self, network: Network, cell: str, kind: torch.dtype) -> None:
        module, hidden = network.recurrent.module, network.recurrent.sizes["H"]  # type: ignore[union-attr]
        make = {"rnn": nn.RNNCell, "rnn_relu": nn.RNNCell, "lstm": nn.LSTMCell, "gru": nn.GRUCell}[cell]
        options = {"nonlinearity": "relu"} if cell == "rnn_relu" else {}
        self.cell = make(network.recurrent.sizes["F"], hidden, dtype=kind, **options)
        self.cell.load_state_dict({name.removesuffix("_l0"): t for name, t in module.state_dict().items()})
        self.readout, self.hidden, self.kind = network.readout, hidden, kind

    def run(self, x: Tensor, change: tuple[int, str, Tensor] | None = None) -> tuple[Tensor, list[dict[str, Tensor]]]:
        state: tuple[Tensor, ...] = (torch.zeros(1, self.hidden, dtype=self.kind),) * 2
        kept, outputs = [], []
        for time in range(x.shape[1]):
            after = self.cell(x[:, time], state if isinstance(self.cell, nn.LSTMCell) else state[0])
            state = after if isinstance(after, tuple) else (after,)
            if change and change[0] == time:
                state = tuple(s + change[2] if name == change[1] else s for name, s in zip("hc", state, strict=False))
            for each in state:
                if each.requires_grad:
                    each.retain_grad()
            kept.append(dict(zip("hc", state, strict=False)))
            outputs.append(self.readout(state[0]))
        return torch.stack(outputs, 1), kept


@EVERY
@pytest.mark.parametrize(("kind", "close"), [(torch.float32, 1e-5), (torch.float64, 1e-9)])
@pytest.mark.parametrize("step", [None, 11, 6])
def test_they_are_those_of_torchs_own_cells(cell: str, kind: torch.dtype, close: float, step: int | None) -> None:
    _, network, task, example = made(cell)
    network.to(kind)
    found = gradients(network, task, example, step)
    x = network.encode(torch.from_numpy(example.inputs))
    outputs, kept = Walk(network, cell, kind).run(x)
    loss = step_loss(task, outputs, torch.from_numpy(example.targets), step)
    loss.backward()
    for name in states_of(cell):
        expected = np.stack([np.zeros(4) if s[name].grad is None else s[name].grad[0].numpy() for s in kept])
        measured = found.states[f"layer0.{name}"].full
        np.testing.assert_allclose(measured, expected, rtol=close, atol=close * np.abs(expected).max())
    assert found.loss == pytest.approx(loss.item(), rel=1e-5)


@EVERY
@pytest.mark.parametrize("time", [0, 5, 11])
def test_they_are_finite_differences(cell: str, time: int) -> None:
    """A state pushed by a little, everything after it computed anew, in float64."""
    _, network, task, example = made(cell)
    network.double()
    found = gradients(network, task, example)
    x, walk = network.encode(torch.from_numpy(example.inputs)), Walk(network, cell, torch.float64)
    targets, little = torch.from_numpy(example.targets), 1e-5
    with torch.no_grad():
        for unit in range(4):
            push = little * torch.eye(4, dtype=torch.float64)[unit]
            above, below = (
                step_loss(task, walk.run(x, (time, "h", sign * push))[0], targets, None) for sign in (1, -1)
            )
            difference = float(above - below) / (2 * little)
            assert found.states["layer0.h"].full[time, unit] == pytest.approx(difference, rel=1e-6, abs=1e-9)


@EVERY
def test_layers_and_directions_have_gradients_of_their_own(cell: str) -> None:
    _, network, task, example = made(cell, layers=2, bidirectional=True)
    network.double()
    found = gradients(network, task, example)
    addresses = [f"layer{k}{r}.{s}" for k in (0, 1) for r in ("", ".reverse") for s in states_of(cell)]
    assert list(found.states) == addresses
    assert all(lengths(g.full).max() > 0 for g in found.states.values())


def test_after_the_target_step_nothing_matters() -> None:
    _, network, task, example = made("lstm")
    found = gradients(network, task, example, 6).states["layer0.c"]
    assert not found.full[7:].any()
    assert found.kept is not None
    assert not found.kept[7:].any()
    assert found.full[6].any()


@pytest.mark.parametrize(("cell", "state", "gate"), [("lstm", "c", "f"), ("gru", "h", "z")])
def test_of_one_target_the_kept_part_is_the_product_of_the_gates(cell: str, state: str, gate: str) -> None:
    _, network, task, example = made(cell)
    network.double()
    found = gradients(network, task, example, 9).states[f"layer0.{state}"]
    x = network.encode(torch.from_numpy(example.inputs))
    gates = values(network.recurrent.module, x[0])[f"layer0.{gate}"].detach().numpy()  # type: ignore[union-attr, arg-type]
    np.testing.assert_allclose(found.keep, gates, rtol=1e-12)
    for time in range(10):
        np.testing.assert_allclose(found.kept[time], found.full[9] * gates[time + 1 : 10].prod(0), rtol=1e-9)


def test_of_all_steps_the_kept_part_is_the_sum_over_the_targets() -> None:
    _, network, task, example = made("lstm")
    network.double()
    every = gradients(network, task, example).states["layer0.c"].kept
    each = [gradients(network, task, example, step).states["layer0.c"].kept for step in range(12)]
    np.testing.assert_allclose(every, np.mean(each, axis=0), rtol=1e-9)


@pytest.mark.parametrize("kind", [torch.float32, torch.float64])
@pytest.mark.parametrize("layers", [1, 2])
def test_without_recurrent_weights_the_forget_gates_are_all_there_is(kind: torch.dtype, layers: int) -> None:
    _, network, task, example = made("lstm", "adding", recurrent_scale=0, layers=layers)
    network.to(kind)
    found = gradients(network, task, example)
    for layer in range(layers):
        of_c = found.states[f"layer{layer}.c"]
        assert of_c.keep is not None
        assert of_c.kept is not None
        np.testing.assert_allclose(of_c.kept, of_c.full, rtol=1e-5)
        if layer == layers - 1:  # of a lower layer every step feeds the layer above
            ratio = of_c.full[0] / of_c.full[-1]
            np.testing.assert_allclose(ratio, of_c.keep[1:].prod(0), rtol=1e-6)


def test_the_gradient_of_the_weights_is_that_of_a_training_step() -> None:
    _, network, task, example = made("gru", "adding")
    found = gradients(network, task, example)
    loss = step_loss(task, network(torch.from_numpy(example.inputs)), torch.from_numpy(example.targets), None)
    loss.backward()
    norm = torch.stack([parameter.grad.norm() for parameter in network.parameters()]).norm()  # type: ignore[union-attr]
    assert found.weights == pytest.approx(float(norm), rel=1e-5)


def test_there_is_no_loss_where_none_is_read() -> None:
    _, network, task, example = made("rnn", "adding")
    with pytest.raises(ValueError, match="step is 3; the loss of this task is read at the steps 11 to 11"):
        gradients(network, task, example, 3)
