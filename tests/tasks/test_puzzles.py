"""The memory puzzles: what a sequence is, what is wanted, what an ideal memory holds, what knowing nothing costs."""

from math import log

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from rnnviz.tasks import Chart, Symbols, make_task
from rnnviz.tasks.adding import SUM, Adding
from rnnviz.tasks.anbn import COUNT, END, MORE, AnBn
from rnnviz.tasks.dyck import DEPTH, Dyck
from rnnviz.tasks.hold import STORED, Hold
from rnnviz.tasks.latch import BIT, QUIET, SET, Latch
from rnnviz.tasks.order import FIRST, SECOND, Order
from rnnviz.tasks.parity import PARITY, Parity
from rnnviz.tasks.quotes import INSIDE, MARK, QUOTES, Quotes, inside, optimum

DRAWN = given(seed=st.integers(0, 2**31 - 1), iteration=st.integers(0, 100_000))
PUZZLES = ("hold", "order", "adding", "anbn", "dyck", "parity", "quotes", "latch")


def frequencies(symbols: NDArray[np.int64], targets: NDArray[np.int64], classes: int) -> float:
    """The cross entropy of the best answer to each symbol alone, on these very sequences."""
    total = 0.0
    for symbol in np.unique(symbols):
        counts = np.bincount(targets[symbols == symbol], minlength=classes)
        shares = counts[counts > 0] / counts.sum()
        total -= float(counts.sum() * (shares * np.log(shares)).sum())
    return total / symbols.size


class Oracle:
    """Answers what the task wants, found by the inputs, in the form of a network's outputs."""

    def __init__(self, wanted: dict[bytes, NDArray[np.generic]], classes: int) -> None:
        self.wanted, self.classes = wanted, classes

    def predict(self, inputs: NDArray[np.generic]) -> NDArray[np.float64]:
        rows = np.stack([self.wanted[row.tobytes()] for row in inputs])
        return np.eye(self.classes)[rows]

    def free_run(self, first: NDArray[np.floating], steps: int) -> None:
        return None


@DRAWN
def test_hold_keeps_the_value_of_the_last_flag(seed: int, iteration: int) -> None:
    batch = Hold(20).batch(3, seed, iteration)
    for (values, flags), wanted in zip(batch.inputs.transpose(0, 2, 1), batch.targets[:, :, 0], strict=True):
        assert flags[0] == 1
        stored = 0.0
        for value, flag, target in zip(values, flags, wanted, strict=True):
            stored = value if flag else stored
            assert target == stored


@DRAWN
def test_order_has_two_relevant_symbols_in_their_places(seed: int, iteration: int) -> None:
    batch = Order(50).batch(3, seed, iteration)
    for symbols, wanted in zip(batch.inputs, batch.targets, strict=True):
        first, second = np.flatnonzero(symbols < 2)
        assert 5 <= first <= 10
        assert 25 <= second <= 30
        assert wanted == 2 * symbols[first] + symbols[second]


@DRAWN
def test_adding_marks_one_number_of_each_half(seed: int, iteration: int) -> None:
    batch = Adding(30).batch(3, seed, iteration)
    for numbers, wanted in zip(batch.inputs, batch.targets, strict=True):
        first, second = np.flatnonzero(numbers[:, 1])
        assert first < 15 <= second
        assert wanted[0] == pytest.approx(numbers[first, 0] + numbers[second, 0], rel=1e-6)


@DRAWN
def test_anbn_says_when_the_end_is_due(seed: int, iteration: int) -> None:
    batch = AnBn(10).batch(2, seed, iteration)
    number = batch.inputs.shape[1] // 2
    assert 1 <= number <= 10
    assert batch.inputs.tolist() == [[0] * number + [1] * number] * 2
    assert batch.targets[0, number:].tolist() == [MORE] * (number - 1) + [END]


@DRAWN
def test_brackets_never_close_what_is_not_open(seed: int, iteration: int) -> None:
    batch = Dyck(40).batch(3, seed, iteration)
    depths = np.cumsum(1 - 2 * batch.inputs, axis=1)
    assert depths.min() >= 0
    np.testing.assert_array_equal(batch.targets, depths > 0)


@DRAWN
def test_parity_counts_ones_and_grows_with_the_iteration(seed: int, iteration: int) -> None:
    batch = Parity(20).batch(3, seed, iteration)
    assert batch.inputs.shape[1] == min(20, 2 + iteration // 30)
    np.testing.assert_array_equal(batch.targets[:, -1], batch.inputs.sum(1) % 2)
    assert Parity(20, "full").batch(3, seed, iteration).inputs.shape == (3, 20)


@DRAWN
def test_the_latch_keeps_the_bit_of_the_last_pulse(seed: int, iteration: int) -> None:
    batch = Latch(30).batch(3, seed, iteration)
    for symbols, wanted in zip(batch.inputs, batch.targets, strict=True):
        assert symbols[0] != QUIET
        bit = 0
        for symbol, target in zip(symbols, wanted, strict=True):
            bit = bit if symbol == QUIET else int(symbol == SET)
            assert target == bit


def test_quotes_follow_the_two_distributions() -> None:
    batch = Quotes(200).batch(500, 3, 4)
    np.testing.assert_array_equal(batch.inputs[:, 1:], batch.targets[:, :-1])
    marks = batch.inputs == MARK
    assert marks.mean() == pytest.approx(QUOTES, abs=0.005)
    within = inside(batch.inputs).astype(bool)
    outside_letters = np.bincount(batch.inputs[~within & ~marks], minlength=6) / (~within & ~marks).sum()
    inside_letters = np.bincount(batch.inputs[within & ~marks], minlength=6) / (within & ~marks).sum()
    np.testing.assert_allclose(outside_letters, [0.28, 0.28, 0.28, 0.06, 0.05, 0.05], atol=0.01)
    np.testing.assert_allclose(inside_letters, [0.05, 0.05, 0.06, 0.28, 0.28, 0.28], atol=0.01)


@pytest.mark.parametrize("key", ["dyck", "latch", "quotes"])
def test_the_baseline_is_what_this_symbol_alone_allows(key: str) -> None:
    task = make_task(key)
    batch = task.batch(4000, 5, 6)
    measured = frequencies(batch.inputs.astype(np.int64), batch.targets.astype(np.int64), task.outputs)
    assert task.baseline == pytest.approx(measured, rel=0.02)


def test_the_baseline_of_anbn_is_the_best_constant_answer_to_a_b() -> None:
    def cost(share: float) -> float:
        return float(np.mean([((n - 1) * -log(1 - share) - log(share)) / (2 * n) for n in range(1, 11)]))

    assert AnBn(10).baseline == pytest.approx(min(map(cost, np.linspace(0.01, 0.99, 981))), abs=1e-5)


@pytest.mark.parametrize(("key", "answer"), [("hold", 0.0), ("adding", 1.0)])
def test_the_baseline_of_numbers_is_the_error_of_a_constant(key: str, answer: float) -> None:
    task = make_task(key)
    batch = task.batch(5000, 1, 2)
    assert task.baseline == pytest.approx(float(np.mean((batch.targets - answer) ** 2)), rel=0.06)


def test_knowing_the_state_of_a_quotation_is_worth_something() -> None:
    assert optimum() < Quotes().baseline - 0.1


@pytest.mark.parametrize(
    ("key", "names"),
    [
        ("hold", [STORED]),
        ("order", [FIRST, SECOND]),
        ("adding", [SUM]),
        ("anbn", [COUNT]),
        ("dyck", [DEPTH]),
        ("parity", [PARITY]),
        ("quotes", [INSIDE]),
        ("latch", [BIT]),
    ],
)
def test_truths_have_names(key: str, names: list[str]) -> None:
    task = make_task(key)
    assert list(task.truth(task.example(1))) == names


@pytest.mark.parametrize("index", range(8))
def test_truth_and_target_agree(index: int) -> None:
    for key, name in (("hold", STORED), ("parity", PARITY), ("latch", BIT)):
        task = make_task(key)
        example = task.example(index)
        np.testing.assert_array_equal(task.truth(example)[name], example.targets.reshape(-1))
    dyck, adding = Dyck(), Adding()
    example = dyck.example(index)
    np.testing.assert_array_equal(dyck.truth(example)[DEPTH] > 0, example.targets[0] == 1)
    example = adding.example(index)
    assert adding.truth(example)[SUM][-1] == pytest.approx(float(example.targets[0, 0]))


def test_the_truth_of_anbn_rises_and_falls_to_0() -> None:
    task = AnBn(6)
    assert task.truth(task.example())[COUNT].tolist() == [1, 2, 3, 4, 5, 6, 5, 4, 3, 2, 1, 0]


@pytest.mark.parametrize("index", range(4))
def test_the_truth_of_the_order_is_0_until_a_symbol_comes(index: int) -> None:
    task = Order()
    example = task.example(index)
    first, second = task.truth(example).values()
    places = np.flatnonzero(example.inputs[0] < 2)
    for held, place, symbol in zip((first, second), places, (index // 2, index % 2), strict=True):
        assert not held[:place].any()
        assert set(held[place:]) == {1.0 - 2.0 * symbol}


def test_a_network_that_is_always_right_counts_to_the_end() -> None:
    strings = {}
    for number in range(1, 13):
        letters = np.repeat(np.arange(2), number)
        strings[letters.tobytes()] = np.array([0] * number + [MORE] * (number - 1) + [END])
    scores = AnBn(6).report(Oracle(strings, 3)).scores
    assert [score.value for score in scores] == [12, 1]


@pytest.mark.parametrize("key", PUZZLES)
def test_training_never_sees_an_example(key: str) -> None:
    task = make_task(key)
    if key == "anbn":
        return  # ten strings are all there are
    shown = {task.example(index).inputs.tobytes() for index in range(task.examples)}
    assert not shown & {row.tobytes() for i in range(30) for row in task.batch(64, 1, 10**5 + i).inputs}


@pytest.mark.parametrize("key", PUZZLES)
def test_strips_show_what_is_read(key: str) -> None:
    task = make_task(key)
    example = task.example(2)
    strip = task.strip(example, np.zeros((example.inputs.shape[1], task.outputs)))
    if isinstance(strip, Symbols):
        assert all(len(name) <= 2 for name in (*strip.tokens, *strip.classes))
    else:
        assert isinstance(strip, Chart)
        assert [line.role for line in strip.lines] == ["context", "input", "target", "prediction"]
