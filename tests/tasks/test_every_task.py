"""What holds for each task of the registry."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from rnnviz.tasks import TASKS, Batch, Chart, Symbols, Task, make_task

EVERY = pytest.mark.parametrize("key", TASKS)


class Zeros:
    """A network that always says 0, and runs freely if `free`."""

    def __init__(self, task: Task, free: bool) -> None:
        self.outputs = task.outputs
        self.free = free

    def predict(self, inputs: NDArray[np.generic]) -> NDArray[np.float32]:
        return np.zeros((*inputs.shape[:2], self.outputs), np.float32)

    def free_run(self, first: NDArray[np.floating], steps: int) -> NDArray[np.float32] | None:
        return np.zeros((steps, self.outputs), np.float32) if self.free else None


def check(task: Task, batch: Batch, size: int) -> None:
    plain = task.encoding == "plain"
    assert batch.inputs.shape == ((size, task.steps, task.features) if plain else (size, task.steps))
    assert batch.inputs.dtype == (np.float32 if plain else np.int64)
    where = (size,) if task.reads == "last step" else (size, task.steps)
    assert batch.targets.shape == (where if task.loss == "cross_entropy" else (*where, task.outputs))
    assert batch.targets.dtype == (np.int64 if task.loss == "cross_entropy" else np.float32)
    assert np.isfinite(batch.inputs).all()
    assert np.isfinite(batch.targets).all()
    assert batch.inputs.flags.writeable
    assert batch.targets.flags.writeable  # torch.from_numpy takes no other


@EVERY
def test_key_and_texts(key: str) -> None:
    task = make_task(key)
    assert task.key == key
    assert task.title
    assert task.source
    assert task.baseline_name
    assert task.memory.count(". ") == 1  # two sentences
    assert task.memory.endswith(".")
    assert hash(task) == hash(make_task(key))


@EVERY
@given(size=st.integers(1, 300), seed=st.integers(0, 2**31 - 1), iteration=st.integers(0, 100_000))
def test_batches_have_the_shapes_the_task_says_and_depend_on_nothing_else(
    key: str, size: int, seed: int, iteration: int
) -> None:
    task = make_task(key)
    batch = task.batch(size, seed, iteration)
    check(task, batch, size)
    again = make_task(key).batch(size, seed, iteration)
    np.testing.assert_array_equal(batch.inputs, again.inputs)
    np.testing.assert_array_equal(batch.targets, again.targets)


@EVERY
def test_a_changed_batch_changes_no_other(key: str) -> None:
    task = make_task(key)
    first = task.batch(2, 1, 0)
    before = first.inputs.copy()
    first.inputs[:] = 0
    np.testing.assert_array_equal(task.batch(2, 1, 0).inputs, before)
    task.example().inputs[:] = 0
    assert task.example().inputs.any()


@EVERY
def test_examples(key: str) -> None:
    task = make_task(key)
    shown = [task.example(index) for index in range(task.examples)]
    for example in shown:
        check(task, example, 1)
    assert len({example.inputs.tobytes() for example in shown}) == task.examples
    np.testing.assert_array_equal(task.example().inputs, shown[0].inputs)


@EVERY
@pytest.mark.parametrize("index", [-1, 10**9])
def test_no_such_example(key: str, index: int) -> None:
    task = make_task(key)
    with pytest.raises(ValueError, match=f"Example is {index}; allowed is .* 0 to {task.examples - 1}"):
        task.example(index)


@EVERY
@pytest.mark.parametrize("free", [True, False])
def test_strips_fit_the_time_steps(key: str, free: bool) -> None:
    task, network = make_task(key), Zeros(make_task(key), free)
    for index in (0, task.examples - 1):
        example = task.example(index)
        strip = task.strip(example, network.predict(example.inputs)[0], network.free_run(np.zeros(1), task.steps))
        assert strip.read_steps == ((task.steps - 1,) if task.reads == "last step" else tuple(range(task.steps)))
        if isinstance(strip, Symbols):
            assert len(strip.tokens) == len(strip.target) == len(strip.probabilities) == task.steps
            assert len(strip.classes) == task.outputs
            np.testing.assert_allclose(strip.probabilities.sum(-1), 1)
        else:
            assert isinstance(strip, Chart)
            [inputs] = [line for line in strip.lines if line.role == "input"]
            assert inputs.x is None  # so that the playhead's step is the chart's x
            assert inputs.y.shape == (task.steps,)
            assert {line.role for line in strip.lines} >= {"target", "prediction"}
            shown = np.concatenate([line.y for line in strip.lines if line.role in ("input", "target")])
            assert strip.y_range[0] < shown.min() <= shown.max() < strip.y_range[1]


@EVERY
@pytest.mark.parametrize("free", [True, False])
def test_reports(key: str, free: bool) -> None:
    task = make_task(key)
    report = task.report(Zeros(task, free))
    assert report.scores
    assert all(np.isfinite(score.value) and score.name for score in report.scores)


@EVERY
def test_truth_has_a_value_for_every_step(key: str) -> None:
    task = make_task(key)
    for values in task.truth(task.example()).values():
        assert values.shape == (task.steps,)
