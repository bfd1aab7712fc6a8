"""Comparison: the same data and seeds for every cell, sizes against torch.nn's own count, addresses."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from torch import nn

from rnnviz.training.comparison import MOST_RUNS, Comparison, comparison_from_query, most_seeds, usual_comparison
from rnnviz.training.config import RunConfig
from rnnviz.training.link import preset
from rnnviz.training.matching import nearest_hidden, sizes

MODULES = {"rnn": nn.RNN, "rnn_relu": nn.RNN, "lstm": nn.LSTM, "gru": nn.GRU}


def counted(cell: str, features: int, hidden: int, outputs: int, **options: object) -> int:
    """What torch.nn's modules hold."""
    directions = 2 if options.get("bidirectional") else 1
    modules = [MODULES[cell](features, hidden, **options), nn.Linear(hidden * directions, outputs)]
    return sum(parameter.numel() for module in modules for parameter in module.parameters())


def test_the_usual_comparison_is_the_sine_experiment() -> None:
    usual = usual_comparison()
    assert (usual.cells, usual.seeds, usual.matched) == (("rnn", "lstm", "gru"), 3, False)
    base = usual.base
    assert (base.task, base.hidden, base.learning_rate, base.iterations, base.seed) == ("sine", 16, 0.01, 300, 1)


@pytest.mark.parametrize("task", ["sine", "passengers", "recall"])
def test_every_cell_sees_the_same_data_in_the_same_order(task: str) -> None:
    comparison = Comparison(preset("rnn", task).changed(batch=3), seeds=2)
    for number in range(2):
        configs = [comparison.config(cell, number, 5) for cell in comparison.cells]
        assert [config.seed for config in configs] == [comparison.base.seed + number] * 3
        for iteration in (0, 7):
            batches = [c.make_task().batch(c.batch, c.seed, iteration) for c in configs]
            assert all(np.array_equal(b.inputs, batches[0].inputs) for b in batches)
            assert all(np.array_equal(b.targets, batches[0].targets) for b in batches)


@pytest.mark.parametrize("matched", [False, True])
def test_parameters_are_those_of_torch(matched: bool) -> None:
    comparison = replace(usual_comparison(), cells=("lstm", "gru", "rnn", "rnn_relu"), matched=matched)
    found = sizes(comparison)
    assert list(found) == list(comparison.cells)
    assert all(size.parameters == counted(cell, 1, size.hidden, 1) for cell, size in found.items())
    assert found["lstm"].hidden == 16
    assert matched or {size.hidden for size in found.values()} == {16}


@given(
    cell=st.sampled_from(["rnn", "rnn_relu", "lstm", "gru"]),
    wanted=st.integers(1, 300_000),
    layers=st.integers(1, 2),
    bidirectional=st.booleans(),
)
def test_no_hidden_size_is_nearer(cell: str, wanted: int, layers: int, bidirectional: bool) -> None:
    config = RunConfig(cell=cell, layers=layers, bidirectional=bidirectional)
    options = {"num_layers": layers, "bidirectional": bidirectional}
    found = nearest_hidden(config, wanted)

    def distance(hidden: int) -> int:
        return abs(counted(cell, 1, hidden, 1, **options) - wanted)

    assert all(distance(found) <= distance(hidden) for hidden in (found - 1, found + 1) if 1 <= hidden <= 256)


def test_without_a_readout_there_are_as_many_units_as_outputs() -> None:
    config = RunConfig(cell="lstm", task="recall", hidden=16, readout="none")
    assert nearest_hidden(config, 1) == 4


def test_no_comparison_has_too_many_runs() -> None:
    for cells in (2, 3, 4):
        assert cells * most_seeds(cells) <= MOST_RUNS
        assert most_seeds(cells) >= 3


@pytest.mark.parametrize(
    "cells", [("rnn",), ("rnn", "rnn"), ("rnn", "lstm", "gru", "rnn_relu", "rnn"), ("rnn", "x"), ()]
)
def test_cells_that_cannot_be_compared_are_refused(cells: tuple[str, ...]) -> None:
    with pytest.raises(ValueError, match="allowed are 2 to 4 different ones of rnn, "):
        replace(usual_comparison(), cells=cells)


@pytest.mark.parametrize("seeds", [0, -1, 31, 10_000])
def test_seeds_outside_the_limits_are_refused(seeds: int) -> None:
    with pytest.raises(ValueError, match=f"'{seeds}'; allowed is a whole number from 1 to 30 with 3 cells"):
        replace(usual_comparison(), seeds=seeds)


@given(
    cells=st.permutations(["rnn", "rnn_relu", "lstm", "gru"]),
    count=st.integers(2, 4),
    seeds=st.integers(1, 3),
    matched=st.booleans(),
    task=st.sampled_from(["sine", "recall"]),
    hidden=st.integers(1, 256),
    iterations=st.integers(1, 5000),
)
def test_an_address_gives_the_comparison_back(
    cells: list[str], count: int, seeds: int, matched: bool, task: str, hidden: int, iterations: int
) -> None:
    base = preset(cells[0], task).changed(hidden=hidden, iterations=iterations)
    comparison = Comparison(base, tuple(cells[:count]), seeds, matched)
    assert comparison_from_query(comparison.to_query()) == (comparison, ())


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ({"cells": "rnn"}, "Cells to compare are 'rnn'"),
        ({"cells": "rnn,<b>"}, "Cells to compare are 'rnn, <b>'"),
        ({"seeds": "99999999999999999999"}, "Seeds is '0'"),
        ({"seeds": "2.5"}, "Seeds is '0'"),
        ({"cells": "rnn,lstm,gru,rnn_relu", "seeds": "25"}, "from 1 to 22 with 4 cells"),
        ({"hidden": "0"}, "Hidden size is '0'"),
        ({"task": "no"}, "Task 'no' is not known"),
    ],
)
def test_what_an_address_may_not_ask_for_is_said(query: dict[str, str], said: str) -> None:
    comparison, sentences = comparison_from_query(query)
    assert len(sentences) == 1
    assert said in sentences[0]
    assert "instead" in sentences[0]
    assert len(comparison.cells) * comparison.seeds <= MOST_RUNS
