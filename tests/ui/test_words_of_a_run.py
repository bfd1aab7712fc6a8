"""A run in words: how far it is, and what it is."""

import numpy as np
import pytest

from rnnviz.training.config import RunConfig
from rnnviz.training.run import RunView, Status
from rnnviz.training.runner import Place
from rnnviz.ui.caption import caption
from rnnviz.ui.progress import progress_sentence

ALONE = Place(position=0, runs=1, cores=2)


def view(status: Status, iteration: int = 30, rate: float = 0.0) -> RunView:
    losses = np.zeros(iteration, np.float32)
    return RunView("id", RunConfig(), status, iteration, 300, losses, (0, iteration), rate, (), "", np.empty(0))


@pytest.mark.parametrize(
    ("shown", "sentence"),
    [
        (view("ready", 0), "Iteration 0 of 300 · not trained yet: press Train, or Step for one iteration"),
        (view("training", 0), "Iteration 0 of 300 · training"),
        (view("training", rate=90.4), "Iteration 30 of 300 · 90 a second · 3 s left"),
        (view("paused"), "Iteration 30 of 300 · paused"),
        (view("done", 300), "Iteration 300 of 300 · done"),
        (view("failed"), "Iteration 30 of 300 · stopped"),
    ],
)
def test_how_far_a_run_is(shown: RunView, sentence: str) -> None:
    assert progress_sentence(shown, ALONE) == sentence


@pytest.mark.parametrize(
    ("place", "end"),
    [
        (Place(position=0, runs=2, cores=2), "3 s left"),
        (Place(position=2, runs=5, cores=2), "3 s left · 5 trainings share 2 cores, number 2 in the line"),
        (Place(position=0, runs=3, cores=2), "3 s left · 3 trainings share 2 cores, its turn now"),
    ],
)
def test_the_line_is_told_where_there_is_one(place: Place, end: str) -> None:
    assert progress_sentence(view("training", rate=90), place).endswith(f"90 a second · {end}")
    assert progress_sentence(view("paused"), place) == "Iteration 30 of 300 · paused"


@pytest.mark.parametrize(
    ("choices", "words"),
    [
        ({}, "LSTM · Sine wave · hidden size 16 · Adam · learning rate 0.01 · batch 1 · seed 1"),
        (
            {"cell": "gru", "layers": 2, "bidirectional": True, "optimiser": "sgd", "clip": 0.5, "forget_bias": 1.0},
            "GRU · Sine wave · hidden size 16 · 2 layers · bidirectional · SGD · learning rate 0.01 · "
            "clipping at 0.5 · batch 1 · seed 1",
        ),
        (
            {"optimiser": "rmsprop", "forget_bias": 4.0, "seed": 9, "task": "recall"},
            "LSTM · First-symbol recall · hidden size 16 · RMSprop · learning rate 0.01 · forget bias 4 · "
            "batch 1 · seed 9",
        ),
        (
            {"input_bias": -1.0, "recurrent_scale": 2.5, "write_price": 0.03},
            "LSTM · Sine wave · hidden size 16 · Adam · learning rate 0.01 · input bias -1 · recurrent weights 2.5× · "
            "price on writing 0.03 · batch 1 · seed 1",
        ),
        (
            {"cell": "rnn", "input_bias": -1.0, "write_price": 0.03},
            "RNN (tanh) · Sine wave · hidden size 16 · Adam · learning rate 0.01 · batch 1 · seed 1",
        ),
    ],
)
def test_what_a_run_is(choices: dict[str, object], words: str) -> None:
    assert caption(RunConfig(**choices)) == words


@pytest.mark.parametrize(
    ("engine", "words"),
    [("compiled", "trained by compiled equations"), ("nn", "trained by torch.nn"), ("torch", "trained by torch")],
)
def test_what_trained_it(engine: str, words: str) -> None:
    assert caption(RunConfig(), engine=engine).endswith(f"seed 1 · {words}")


def test_only_a_learning_rate_that_trained_is_told() -> None:
    told = caption(RunConfig(learning_rate=0.001), ((0, 0.01),))
    assert "Adam · learning rate 0.01 · batch 1" in told


def test_changed_learning_rates_are_told_with_their_iterations() -> None:
    told = caption(RunConfig(), ((0, 0.01), (120, 0.003)))
    assert "from iteration 0 learning rate 0.01 · from iteration 120 learning rate 0.003" in told
