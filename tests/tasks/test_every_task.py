"""What holds for each task of the registry."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from rnnviz.tasks import TASKS, Batch, Chart, ChoiceOption, Image, Symbols, Task, make_task
from rnnviz.tasks.task import Repeating
from rnnviz.training.link import from_query, preset, to_query

EVERY = pytest.mark.parametrize("key", TASKS)
OPTIONS: list[tuple[str, dict[str, object]]] = [
    *((key, {}) for key in TASKS),
    *(
        (key, {option.name: choice})
        for key in TASKS
        for option in make_task(key).options
        if isinstance(option, ChoiceOption)
        for choice in option.choices
        if choice != option.default
    ),
]
EVERY_CHOICE = pytest.mark.parametrize(("key", "options"), OPTIONS)


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
    steps = batch.inputs.shape[1]
    assert 1 <= steps <= task.steps  # sentences are of different lengths
    assert batch.inputs.shape == ((size, steps, task.features) if plain else (size, steps))
    assert batch.inputs.dtype == (np.float32 if plain else np.int64)
    where = (size,) if task.reads == "last step" else (size, steps)
    classes = task.loss.startswith("cross_entropy")
    assert batch.targets.shape == (where if classes else (*where, task.outputs))
    assert batch.targets.dtype == (np.int64 if classes else np.float32)
    if not plain:
        assert 0 <= batch.inputs.min() <= batch.inputs.max() < task.features
    if classes:
        assert 0 <= batch.targets.min() <= batch.targets.max() < task.outputs
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


@EVERY_CHOICE
@settings(max_examples=25)
@given(size=st.integers(1, 300), seed=st.integers(0, 2**31 - 1), iteration=st.integers(0, 100_000))
def test_batches_have_the_shapes_the_task_says_and_depend_on_nothing_else(
    key: str, options: dict[str, object], size: int, seed: int, iteration: int
) -> None:
    task = make_task(key, options)
    batch = task.batch(size, seed, iteration)
    check(task, batch, size)
    again = make_task(key, options).batch(size, seed, iteration)
    np.testing.assert_array_equal(batch.inputs, again.inputs)
    np.testing.assert_array_equal(batch.targets, again.targets)


@EVERY_CHOICE
@settings(max_examples=10)
@given(size=st.integers(1, 5), seed=st.integers(0, 100), iteration=st.integers(0, 3000))
def test_batches_that_come_again_are_the_same(
    key: str, options: dict[str, object], size: int, seed: int, iteration: int
) -> None:
    task = make_task(key, options)
    after = task.repeats_after(size) if isinstance(task, Repeating) else 0
    one, other = task.batch(size, seed, iteration), task.batch(size, seed, iteration + after)
    np.testing.assert_array_equal(one.inputs, other.inputs)
    np.testing.assert_array_equal(one.targets, other.targets)


@EVERY
def test_a_changed_batch_changes_no_other(key: str) -> None:
    task = make_task(key)
    first = task.batch(2, 1, 0)
    before = first.inputs.copy()
    first.inputs[:] = 0
    np.testing.assert_array_equal(task.batch(2, 1, 0).inputs, before)
    task.example().inputs[:] = 0
    assert task.example().inputs.any()


@EVERY_CHOICE
def test_examples(key: str, options: dict[str, object]) -> None:
    task = make_task(key, options)
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


@EVERY_CHOICE
@pytest.mark.parametrize("free", [True, False])
def test_strips_fit_the_time_steps(key: str, options: dict[str, object], free: bool) -> None:
    task, network = make_task(key, options), Zeros(make_task(key, options), free)
    for index in (0, task.examples - 1):
        example = task.example(index)
        steps = example.inputs.shape[1]
        strip = task.strip(example, network.predict(example.inputs)[0], network.free_run(np.zeros(1), steps))
        assert strip.read_steps == ((steps - 1,) if task.reads == "last step" else tuple(range(steps)))
        if isinstance(strip, Symbols):
            assert len(strip.tokens) == len(strip.target) == len(strip.probabilities) == steps
            assert len(strip.classes) <= task.outputs
            assert strip.probabilities.shape[1] == len(strip.classes)
            assert all(k is None or 0 <= k < len(strip.classes) for k in strip.target)
            np.testing.assert_allclose(strip.probabilities.sum(-1), 1)
        elif isinstance(strip, Image):
            assert strip.pixels.shape == (task.steps, task.features)
            assert strip.probabilities.shape == (task.steps, len(strip.classes))
            assert strip.target == example.targets[0]
            np.testing.assert_allclose(strip.probabilities.sum(-1), 1)
        else:
            assert isinstance(strip, Chart)
            [inputs] = [line for line in strip.lines if line.role == "input"]
            assert inputs.x is None  # so that the playhead's step is the chart's x
            assert inputs.y.shape == (steps,)
            assert {line.role for line in strip.lines} >= {"target", "prediction"}
            shown = np.concatenate([line.y for line in strip.lines if line.role in ("input", "target")])
            assert strip.y_range[0] < shown.min() <= shown.max() < strip.y_range[1]


@EVERY_CHOICE
@pytest.mark.parametrize("free", [True, False])
def test_reports(key: str, options: dict[str, object], free: bool) -> None:
    task = make_task(key, options)
    report = task.report(Zeros(task, free))
    assert report.scores
    assert all(np.isfinite(score.value) and score.name for score in report.scores)


@EVERY_CHOICE
def test_truth_has_a_value_for_every_step(key: str, options: dict[str, object]) -> None:
    task = make_task(key, options)
    example = task.example()
    for values in task.truth(example).values():
        assert values.shape == (example.inputs.shape[1],)


@EVERY_CHOICE
def test_the_baseline_is_a_loss_and_the_defaults_make_a_configuration(key: str, options: dict[str, object]) -> None:
    task = make_task(key, options)
    assert np.isfinite(task.baseline)
    assert task.baseline > 0
    config = preset("gru", key, options)
    assert {field: getattr(config, field) for field in task.defaults} == dict(task.defaults)
    assert from_query(to_query(config)) == (config, ())
