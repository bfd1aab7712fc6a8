"""Making tasks from a key and options, right and wrong ones."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rnnviz.tasks import TASKS, WholeOption, make_task
from rnnviz.tasks.recall import Recall

STEPS = Recall.options[0]
ANYTHING = st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.lists(st.integers()) | st.binary()


def test_keys() -> None:
    assert set(TASKS) >= {"sine", "windows", "passengers", "rain", "recall", "words", "tags", "text"}


@given(st.integers(STEPS.low, STEPS.high))
def test_steps_that_are_allowed(steps: int) -> None:
    assert make_task("recall", {"steps": steps}) == make_task("recall", {"steps": float(steps)}) == Recall(steps)
    assert make_task("recall", {"steps": steps}).steps == steps


@given(ANYTHING)
def test_every_other_value_gets_a_sentence(value: object) -> None:
    if not isinstance(value, bool) and value in range(STEPS.low, STEPS.high + 1):
        return
    with pytest.raises(
        ValueError, match=r"Sequence length \(steps\) is (?s:.*); allowed is a whole number from 5 to 200"
    ):
        make_task("recall", {"steps": value})


@given(st.text())
def test_unknown_tasks(key: str) -> None:
    if key not in TASKS:
        with pytest.raises(ValueError, match=f"allowed is one of {', '.join(TASKS)}"):
            make_task(key)


@pytest.mark.parametrize(
    ("key", "says"),
    [
        ("recall", "Task recall has no option 'depth'; allowed is steps"),
        ("sine", "Task sine has no option 'depth': it has none; leave it out"),
    ],
)
def test_unknown_options(key: str, says: str) -> None:
    with pytest.raises(ValueError, match=says):
        make_task(key, {"depth": 3})


def test_long_rubbish_is_cut_short() -> None:
    with pytest.raises(ValueError, match="steps") as error:
        WholeOption("steps", "Steps", 1, 2, 1).check("9" * 10_000)
    assert len(str(error.value)) < 200
