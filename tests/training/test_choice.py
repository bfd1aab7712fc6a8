"""Which engine trains: a kernel where one is ready and worth it, torch otherwise."""

import numpy as np
import pytest

from rnnviz.cells import CELLS, Cell
from rnnviz.kernels.load import load
from rnnviz.kernels.workshop import WORKSHOP
from rnnviz.training import choice
from rnnviz.training.advance import Budget, advance
from rnnviz.training.build import start
from rnnviz.training.choice import hurried, worth_compiling
from rnnviz.training.config import RunConfig
from rnnviz.training.link import preset
from rnnviz.training.run import Run
from tests.tasks.scripts import assert_same_losses
from tests.training import script
from tests.training.trainings import small


def engine(config: RunConfig) -> str:
    return advance(config, start(config), Budget(1)).engine


def test_until_a_kernel_is_ready_torch_trains(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[Cell] = []
    monkeypatch.setattr(WORKSHOP, "kernel", asked.append)
    assert engine(small(cell="lstm")) == "nn"
    assert engine(small(cell="mgu")) == "torch"
    assert asked == [CELLS["lstm"], CELLS["mgu"]]
    monkeypatch.setattr(WORKSHOP, "kernel", load)
    assert engine(small(cell="lstm")) == "compiled"
    assert engine(small(cell="mgu")) == "compiled"


def test_a_chosen_engine_trains() -> None:
    assert [engine(small(engine=each)) for each in ("nn", "torch", "compiled")] == ["nn", "torch", "compiled"]


def test_what_is_larger_than_was_measured_is_torch_s(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(WORKSHOP, "kernel", load)
    largest = small(cell="lstm", task="recall", options={"steps": 5}, hidden=256, batch=512)
    assert worth_compiling(largest)
    monkeypatch.setattr(choice, "LARGEST", 16)
    assert engine(small(cell="lstm", hidden=16, batch=1)) == "compiled"
    assert engine(small(cell="lstm", hidden=16, batch=2)) == "nn"
    assert engine(small(cell="mgu", hidden=16, batch=2)) == "torch"


def test_a_cell_of_torch_nn_that_a_person_wrote_is_that_cell(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(WORKSHOP, "kernel", load)
    assert engine(small(cell="h = tanh(W_h @ x + U_h @ h_prev + b_h)  # mine")) == "nn"


@pytest.mark.parametrize(("cell", "by"), [("rnn", "nn"), ("lstm", "compiled"), ("gru", "compiled")])
def test_the_engine_of_one_s_own_choice_gives_the_losses_of_a_plain_script(
    cell: str, by: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(WORKSHOP, "kernel", load)
    config = preset(cell, "sine").changed(seed=1, device="cpu")
    progress = advance(config, start(config), Budget(300))
    assert progress.engine == by
    assert_same_losses(progress.losses.astype(np.float64), script.sine(cell).losses[:300].astype(np.float64))


@pytest.mark.parametrize("cell", ["rnn", "rnn_relu"])
def test_where_speed_is_asked_for_a_plain_rnn_is_compiled_once_its_kernel_is_ready(
    cell: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = Run(small(cell=cell), hurried=True)
    engines = []
    for ready in (False, True):
        monkeypatch.setattr(WORKSHOP, "kernel", load if ready else lambda cell: None)
        run.step()
        run.train_slice(1)
        engines.append(run.view().engine)
    assert engines == ["nn", "compiled"]
    assert run.config.engine == "auto"


def test_a_large_plain_rnn_is_compiled_anyway(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(WORKSHOP, "kernel", load)
    assert engine(small(cell="rnn", task="digits", options={}, hidden=64, batch=64)) == "compiled"


def test_speed_changes_no_engine_that_was_chosen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(WORKSHOP, "kernel", load)
    for config in (small(cell="rnn", engine="nn"), small(cell="lstm"), small(cell="rnn", hidden=256, batch=512)):
        assert hurried(config) == config
