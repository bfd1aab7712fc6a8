"""Claims: what each says, and that a false one is found out."""

from typing import Any

import numpy as np
import pytest

from rnnviz import notebook
from rnnviz.lessons.claims import FORMS, last_iteration, read_claim
from rnnviz.lessons.errors import LessonError
from rnnviz.lessons.evidence import judge_setup
from rnnviz.lessons.lesson import Setup
from rnnviz.lessons.places import read_place
from rnnviz.lessons.quantities import KINDS, read_quantity
from rnnviz.tracing.gradients import gradients, lengths
from rnnviz.training.build import restore
from rnnviz.training.run import Run

SINE = "train?cell=lstm&task=sine&hidden=4&iterations=30"


def holds(opens: str, *claims: str) -> list[bool]:
    """Whether each claim holds where the address leads."""
    setup = Setup("key", "name", read_place(opens), tuple(map(read_claim, claims)))
    return [finding.holds for finding in judge_setup(setup)]


@pytest.fixture(scope="module")
def run() -> Run:
    return notebook.train(cell="lstm", task="sine", hidden=4, iterations=30, device="cpu")


def around(quantity: str, value: float) -> tuple[str, str, str]:
    """Two claims that hold of a value, and one that does not."""
    span = max(abs(value) * 1e-4, 1e-9)
    return f"{quantity} > {value - span:.12f}", f"{quantity} < {value + span:.12f}", f"{quantity} > {value + span:.12f}"


def test_losses_are_those_of_the_run(run: Run) -> None:
    for quantity, value in {
        "at iteration 0: loss": run.losses[0],
        "at iteration 7: loss": run.losses[7],
        "loss": run.losses[-1],
        "loss over iterations 3-9": run.losses[2:9].mean(),
    }.items():
        assert holds(SINE, *around(quantity, float(value))) == [True, True, False], quantity


def test_values_are_those_of_the_trace(run: Run) -> None:
    trace = notebook.trace(run)
    f, outputs = trace["layer0.f"], trace.outputs
    assert outputs is not None
    every = np.stack([notebook.trace(run, example=index)["layer0.c"] for index in range(8)])
    error = np.abs(outputs - run.config.make_task().example(0).targets[0])
    for quantity, value in {
        "mean layer0.f in example 1": f.mean(),
        "lowest layer0.f of unit 2 in example 1": f[:, 1].min(),
        "highest layer0.f at steps 10-40 in example 1": f[9:40].max(),
        "spread layer0.f of unit 3 at step 5 in example 1": 0.0,
        "spread outputs in example 1": np.ptp(outputs),
        "mean error at step 100 in example 1": error[99, 0],
        "highest layer0.c": every.max(),
    }.items():
        assert holds(SINE, *around(quantity, float(value))) == [True, True, False], quantity


def test_products_baselines_scores_and_counts() -> None:
    claims = {
        "baseline < 0.006": True,
        "loss > 1 * baseline": True,
        "score 'free running' > 0": True,
        "score 'free running' < -1": False,
        "parameters = 117": True,
        "parameters = 118": False,
        "difference from torch < 0.00001": True,
        "loss < 1e-9": False,
        "saving keeps everything": True,
        "training diverges": False,
    }
    assert holds(SINE, *claims) == list(claims.values())


def test_a_gradient_is_what_the_page_gradients_shows(run: Run) -> None:
    network, task = restore(run.config, run.checkpoint), run.config.make_task()
    shown = lengths(gradients(network, task, task.example(2)).states["layer0.c"].full)
    quantity = "gradient layer0.c at step 60 in example 3"
    assert holds(SINE, *around(quantity, float(shown[59]))) == [True, True, False]


def test_words_ranks_and_shapes() -> None:
    assert holds("train?cell=rnn&task=words", "says 'ynbode'", "says 'beyond → beyond'") == [True, False]
    compared = "compare?cells=rnn,lstm&seeds=3&task=sine&hidden=4&iterations=20"
    told = holds(compared, "rnn beats lstm", "rnn ties lstm", "lstm beats rnn", "lstm ties rnn")
    assert sum(told[0::2]) + told[1] == 1
    assert told[1] == told[3]
    at_begin = "at iteration 0: gradient layer0.h at step 1 of rnn < 10"
    assert holds(compared.replace("compare", "gradients"), at_begin, "loss of rnn < 100") == [True, True]
    assert holds(compared, "parameters of lstm = 117", "loss of rnn < 100") == [True, True]
    shapes = "reference?part=shapes&kind=GRU&num_layers=1"
    assert holds(shapes, "shape output = [7, 3, 16]", "shape output = [7, 3, 15]", "torch refuses") == [
        True,
        False,
        False,
    ]
    assert holds("reference?part=shapes&hidden_size=0", "torch refuses") == [True]


def test_a_training_goes_only_as_far_as_its_claims_need() -> None:
    def needed(*claims: str) -> int:
        return last_iteration(tuple(map(read_claim, claims)), 500)

    assert needed("at iteration 100: parameters > 1", "at iteration 30: loss < 1") == 100
    assert needed("at iteration 100: loss < 1") == 101
    assert needed("at iteration 100: loss over iterations 90-120 < 1") == 120
    assert needed("at iteration 100: loss < 1", "loss < 1") == 500
    assert needed("at iteration 0: loss < 1") == 1


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_quantity_reads_its_own_examples(kind: type[Any]) -> None:
    for form in kind.FORM.split(", "):
        assert isinstance(read_quantity(form), kind)


def test_every_form_of_a_claim_can_be_read() -> None:
    for form in FORMS:
        text = form.replace("QUANTITY", "loss").replace("CELL", "lstm")
        assert read_claim(text).text == text


@pytest.mark.parametrize(
    "text",
    [
        *("", "loss", "loss <", "loss << 1", "loss<1", "LOSS < 1", "at iteration -1: loss < 1", "mean f > 1 > 0"),
        *("nan < 1", "__import__('os') < 1", "mean layer0.__class__ of unit a > 1", "shape output = [1,2]", "a beats"),
    ],
)
def test_what_is_no_claim_is_refused(text: str) -> None:
    with pytest.raises(LessonError, match=r"is no claim|is no quantity"):
        read_claim(text)


@pytest.mark.parametrize(
    ("opens", "claim", "said"),
    [
        (SINE, "score 'accuracy' > 0", "no score 'accuracy'; the task has RMSE one step ahead, free running"),
        ("reference?part=shapes", "shape out = [1]", "no shape out; there are input, h_0, c_0, output"),
        ("reference?part=shapes", "loss < 1", "this view of Reference has no loss"),
        ("reference?part=equations&cell=rnn", "mean layer0.h > 0", "this view of Reference has no value"),
    ],
)
def test_a_claim_about_what_is_not_there(opens: str, claim: str, said: str) -> None:
    with pytest.raises(LessonError, match=said):
        holds(opens, claim)
