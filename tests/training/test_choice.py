"""Which engine trains: a kernel where one is ready and worth it, torch otherwise."""

import pytest

from rnnviz.cells import CELLS, Cell
from rnnviz.kernels.load import load
from rnnviz.kernels.workshop import WORKSHOP
from rnnviz.training.advance import Budget, advance
from rnnviz.training.build import start
from rnnviz.training.choice import worth_compiling
from rnnviz.training.config import RunConfig
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


def test_large_networks_are_torch_s(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(WORKSHOP, "kernel", load)
    large = small(cell="lstm", task="recall", options={"steps": 5}, hidden=128, batch=160)
    assert not worth_compiling(large)
    assert engine(large) == "nn"
    assert worth_compiling(large.changed(cell="gru"))
    assert worth_compiling(large.changed(batch=8))


def test_the_names_of_a_person_s_cell_do_not_matter() -> None:
    text = "\n".join(line.partition("#")[0].strip() for line in CELLS["lstm"].text.splitlines())
    assert not worth_compiling(small(cell=text, hidden=128, batch=160))
