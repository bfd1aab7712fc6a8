"""The face for notebooks and scripts: rnnviz.train and rnnviz.trace."""

import re
import subprocess
import sys
import warnings

import numpy as np
import pytest
import torch
from torch import nn

import rnnviz
from tests.imports import ROOT
from tests.training.script import MODULES, sine


@pytest.fixture(scope="module")
def run() -> rnnviz.Run:
    return rnnviz.train(cell="lstm", task="sine", iterations=30, seed=1)


def sigmoid(x: np.ndarray) -> np.ndarray:
    return 1 / (1 + np.exp(-x))


def test_train_gives_a_run_with_losses(run: rnnviz.Run) -> None:
    assert isinstance(run, rnnviz.Run)
    assert run.status == "done"
    assert run.losses.shape == (30,)
    assert run.losses == pytest.approx(sine("lstm", iterations=29).losses, rel=1e-4)


def test_train_takes_every_choice() -> None:
    run = rnnviz.train("gru", "recall", hidden=3, iterations=2, options={"steps": 6}, layers=2, device="cpu")
    assert (run.config.cell, run.config.hidden, run.config.make_task().steps, len(run.losses)) == ("gru", 3, 6, 2)
    assert run.config.optimiser == "adam"


def test_train_needs_no_choice_at_all_but_the_number_of_iterations() -> None:
    assert rnnviz.train(iterations=1).config == rnnviz.RunConfig(iterations=1)


@pytest.mark.parametrize(
    ("choices", "words"),
    [
        ({"cell": "transformer"}, "Cell 'transformer' is not known; choose one of rnn"),
        ({"task": "chess"}, "Task 'chess' is not known; choose one of sine"),
        ({"hidden": 0}, "Hidden size is '0'; allowed is a whole number from 1 to 256"),
        ({"iteration": 5}, "iteration is not a choice"),
    ],
)
def test_a_wrong_choice_is_told(choices: dict[str, object], words: str) -> None:
    with pytest.raises(ValueError, match=words):
        rnnviz.train(**choices)


def test_a_training_that_diverges_warns_and_gives_what_there_is() -> None:
    with pytest.warns(UserWarning, match="diverged.* smaller learning rate"):
        run = rnnviz.train("rnn", optimiser="sgd", learning_rate=10, iterations=50_000)
    assert run.status == "failed"
    assert len(run.losses) < 100
    assert np.isfinite(rnnviz.trace(run)["layer0.h"]).all()


def test_trace_of_a_run(run: rnnviz.Run) -> None:
    trace = rnnviz.trace(run)
    assert isinstance(trace, rnnviz.Trace)
    assert trace["layer0.f"].shape == (100, 16)
    assert trace.names == tuple(f"layer0.{name}" for name in ("i", "f", "g", "o", "c", "h"))
    assert (trace.inputs.shape, trace.outputs.shape, trace.steps) == ((100, 1), (100, 1), 100)
    assert trace.inputs[:, 0] == pytest.approx(np.sin(np.linspace(0, 10, 101))[:-1], abs=1e-6)
    before = np.vstack([np.zeros((1, 16)), trace["layer0.c"][:-1]])
    assert trace["layer0.c"] == pytest.approx(
        trace["layer0.f"] * before + trace["layer0.i"] * trace["layer0.g"], abs=1e-6
    )
    assert trace.check is not None
    assert trace.check.largest_difference < 1e-5


def test_the_traced_predictions_have_the_loss_of_the_next_iteration() -> None:
    traced = rnnviz.trace(rnnviz.train(iterations=20)).outputs
    expected = rnnviz.train(iterations=21).losses[20]
    assert np.mean((traced[:, 0] - np.sin(np.linspace(0, 10, 101))[1:]) ** 2) == pytest.approx(expected, rel=1e-4)


def test_trace_of_an_earlier_moment_and_another_example(run: rnnviz.Run) -> None:
    begin = rnnviz.trace(run, iteration=0)["layer0.h"]
    fresh = rnnviz.trace(rnnviz.train(iterations=1), iteration=0)["layer0.h"]
    assert np.array_equal(begin, fresh)
    assert not np.array_equal(begin, rnnviz.trace(run)["layer0.h"])
    assert not np.array_equal(rnnviz.trace(run, example=1).inputs, rnnviz.trace(run).inputs)


def test_trace_as_a_tidy_table(run: rnnviz.Run) -> None:
    trace = rnnviz.trace(run)
    table = trace.to_frame()
    assert list(table.columns) == ["address", "layer", "direction", "name", "unit", "step", "value"]
    assert len(table) == 6 * 100 * 16
    row = table[(table.address == "layer0.f") & (table.unit == 3) & (table.step == 41)]
    assert row.value.item() == trace["layer0.f"][41, 3]
    assert set(table.direction) == {"forward"}


def test_an_address_that_is_not_there_is_told_with_those_that_are(run: rnnviz.Run) -> None:
    with pytest.raises(KeyError, match=r"'layer0\.z'.*layer0\.i, layer0\.f"):
        rnnviz.trace(run)["layer0.z"]


@pytest.mark.parametrize("cell", MODULES)
def test_trace_of_a_module_of_ones_own(cell: str) -> None:
    torch.manual_seed(3)
    module = MODULES[cell](3, 5, num_layers=2, bidirectional=True, batch_first=True)
    inputs = torch.randn(4, 7, 3)
    trace = rnnviz.trace(module, inputs, example=2)
    expected = module(inputs)[0][2].detach().numpy()
    assert trace.layers == ("layer0", "layer0.reverse", "layer1", "layer1.reverse")
    assert np.hstack([trace["layer1.h"], trace["layer1.reverse.h"]]) == pytest.approx(expected, abs=1e-5)
    assert np.array_equal(trace.inputs, inputs[2].numpy())
    assert len(trace.names) == 4 * {"rnn": 1, "lstm": 6, "gru": 4}[cell]


def test_the_values_of_a_module_are_those_of_its_equations() -> None:
    torch.manual_seed(4)
    module = nn.LSTM(2, 3)
    trace = rnnviz.trace(module, torch.randn(6, 2))
    weights = {name: tensor.detach().numpy() for name, tensor in module.named_parameters()}
    h_prev = np.vstack([np.zeros((1, 3)), trace["layer0.h"][:-1]])
    sums = trace.inputs @ weights["weight_ih_l0"].T + h_prev @ weights["weight_hh_l0"].T
    sums += weights["bias_ih_l0"] + weights["bias_hh_l0"]
    assert trace["layer0.f"] == pytest.approx(sigmoid(sums[:, 3:6]), abs=1e-6)
    assert trace["layer0.o"] == pytest.approx(sigmoid(sums[:, 9:]), abs=1e-6)


def test_tracing_changes_nothing_of_the_module() -> None:
    module = nn.GRU(1, 2).train()
    before = [parameter.clone() for parameter in module.parameters()]
    rnnviz.trace(module, torch.randn(5, 1))
    assert module.training
    assert all(p.grad is None and torch.equal(p, b) for p, b in zip(module.parameters(), before, strict=True))


@pytest.mark.parametrize(
    ("arguments", "named", "kind", "words"),
    [
        ((nn.LSTM(1, 2),), {}, TypeError, "inputs is missing"),
        ((nn.Linear(1, 2), torch.zeros(3, 1)), {}, TypeError, "Linear"),
        (("lstm",), {}, TypeError, "source is a str; give a Run"),
        ((nn.LSTM(1, 2), torch.zeros(3, 5)), {}, ValueError, "5"),
        ((nn.LSTM(1, 2), torch.zeros(3, 4, 1)), {"example": 4}, ValueError, "4"),
    ],
)
def test_wrong_use_is_told(
    arguments: tuple[object, ...], named: dict[str, int], kind: type[Exception], words: str
) -> None:
    with pytest.raises(kind, match=words):
        rnnviz.trace(*arguments, **named)


def test_a_run_takes_no_inputs_and_has_so_many_examples(run: rnnviz.Run) -> None:
    with pytest.raises(TypeError, match="leave inputs and states out"):
        rnnviz.trace(run, torch.zeros(3, 1))
    with pytest.raises(ValueError, match="Example is 99; allowed is a whole number from 0 to 7"):
        rnnviz.trace(run, example=99)


def test_threads_and_random_state_are_as_before(run: rnnviz.Run) -> None:
    threads = torch.get_num_threads()
    try:
        torch.set_num_threads(2)
        random = torch.get_rng_state()
        rnnviz.train(iterations=2)
        rnnviz.trace(run)
        with pytest.raises(ValueError, match="Hidden"):
            rnnviz.train(hidden=0)
        assert torch.get_num_threads() == 2
        assert torch.equal(torch.get_rng_state(), random)
    finally:
        torch.set_num_threads(threads)


def test_no_warning_where_all_is_well() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        rnnviz.trace(rnnviz.train(iterations=2))


def test_what_rnnviz_has_not_is_told_with_what_it_has() -> None:
    with pytest.raises(AttributeError, match=r"'trian'; it has .*train"):
        rnnviz.trian  # noqa: B018


def test_everything_it_offers_is_there() -> None:
    assert all(getattr(rnnviz, name) is not None for name in rnnviz.__all__)


def test_import_alone_is_light() -> None:
    heavy = ["torch", "streamlit", "pandas", "plotly", "numpy"]
    code = f"import sys, rnnviz; print([name for name in {heavy} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_the_code_of_the_readme_runs() -> None:
    blocks = re.findall(r"```python\n(.*?)```", (ROOT / "README.md").read_text(encoding="utf-8"), re.DOTALL)
    code = "\n".join(blocks)
    assert "rnnviz.train(" in code
    assert "rnnviz.trace(" in code
    subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=True)


def test_equations_of_one_s_own_train_and_are_traced() -> None:
    run = rnnviz.train("h = tanh(W @ x + u * h_prev + b)  # state", "words", iterations=3, hidden=7)
    assert run.config.cell_equations.label("h") == "state"
    assert rnnviz.trace(run)["layer0.h"].shape == (6, 7)
