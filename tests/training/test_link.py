"""A configuration in an address: there and back, and what rubbish gives."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rnnviz.cells.address import packed
from rnnviz.tasks import TASKS
from rnnviz.training.config import ConfigError, RunConfig
from rnnviz.training.fields import LABELS
from rnnviz.training.link import from_query, preset, to_query
from tests.cells.random_cells import random_cell
from tests.training.choices import KEYS, NUMBERS, WHOLE, configurations

PARAMETERS = [*(set(LABELS) - {"options"}), "task.steps", "task.x", "run", "utm_source", "options", ""]
ODD = ["x", "", "0", "-1", "1e9", "1000000000", "nan", "inf", "None", "null", "true", "٣", "9" * 5000, "16.0", " 16 "]
values = st.text(max_size=20) | st.sampled_from(ODD)


@given(configurations())
def test_there_and_back(config: RunConfig) -> None:
    query = to_query(config)
    assert all(isinstance(value, str) for value in query.values())
    assert from_query(query) == (config, ())


@pytest.mark.parametrize(
    "choices", [{"options": {"steps": 5}, "batch": 512}, {"options": {"steps": 200}, "batch": 1}, {"batch": 8}]
)
def test_sizes_that_are_affordable_only_together(choices: dict[str, object]) -> None:
    config = preset("lstm", "recall").changed(hidden=256, layers=4, **choices)
    assert from_query(to_query(config)) == (config, ())


def test_an_empty_address_is_the_usual_configuration() -> None:
    assert from_query({}) == (preset(), ())


@pytest.mark.parametrize("task", KEYS["task"])
@pytest.mark.parametrize("cell", KEYS["cell"])
def test_a_preset_has_a_short_address(cell: str, task: str) -> None:
    config = preset(cell, task)
    assert to_query(config) == {"cell": cell, "task": task}
    assert {**config.model_dump(), **config.make_task().defaults} == config.model_dump()


@pytest.mark.parametrize("choices", [{"cell": "x"}, {"task": "x"}])
def test_no_preset_of_what_there_is_not(choices: dict[str, str]) -> None:
    with pytest.raises(ConfigError, match="'x' is not known"):
        preset(**choices)


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ({"hidden": "0"}, ["Hidden size", "'0'", "from 1 to 256", "Hidden size 16 is used instead"]),
        ({"hidden": "1000000000"}, ["Hidden size", "'1000000000'", "from 1 to 256", "16 is used instead"]),
        ({"hidden": "x"}, ["Hidden size", "'x'", "a whole number", "16 is used instead"]),
        ({"cell": "transformer"}, ["Cell", "'transformer'", "rnn, rnn_relu, lstm, gru", "lstm is used instead"]),
        ({"task": "chess"}, ["Task", "'chess'", "choose one of sine, ", "sine is used instead"]),
        ({"learning_rate": "nan"}, ["Learning rate", "'nan'", "0.01 is used instead"]),
        ({"bidirectional": "2"}, ["Bidirectional", "'2'", "0 is used instead"]),
        ({"task": "recall", "task.steps": "1"}, ["Sequence length", "from 5 to 200", "usual ones are used instead"]),
        ({"task": "recall", "task.speed": "1"}, ["'speed'", "usual ones are used instead"]),
        ({"task": "recall", "task.steps": "x"}, ["Task options", "usual ones are used instead"]),
        ({"batch": "512", "hidden": "256", "layers": "4"}, ["batch 512", "million", "Batch 1 is used instead"]),
    ],
)
def test_a_bad_parameter_is_told_and_the_usual_value_stands_in_its_place(
    query: dict[str, str], words: list[str]
) -> None:
    config, sentences = from_query({"iterations": "77", **query})
    assert len(sentences) == 1
    assert all(word in sentences[0] for word in words), sentences
    assert config.iterations == 77
    assert from_query(to_query(config)) == (config, ())


def test_each_bad_parameter_has_its_sentence_and_the_good_ones_hold() -> None:
    query = {"cell": "gru", "hidden": "x", "batch": "-1", "device": "tpu", "layers": "3", "seed": "7"}
    config, sentences = from_query(query)
    assert config == preset("gru").changed(layers=3, seed=7)
    assert len(sentences) == 3


def in_limits(field: str, value: float) -> bool:
    low, high = {**WHOLE, **NUMBERS}[field]
    return low <= value <= high


@given(st.sampled_from([*WHOLE, *NUMBERS]), st.integers(-20, 2000).map(str) | values)
def test_a_number_is_either_taken_or_told(field: str, text: str) -> None:
    config, sentences = from_query({field: text})
    value = getattr(config, field)
    if sentences:
        assert len(sentences) == 1
        assert LABELS[field] in sentences[0]
        assert config == preset()
        assert not (text.isascii() and text.isdigit() and in_limits(field, float(text)))
    else:
        assert value is None if text == "None" else value == float(text)
        assert value is None or in_limits(field, value)


@given(st.sampled_from(sorted(KEYS)), values)
def test_a_key_is_either_taken_or_told(field: str, text: str) -> None:
    config, sentences = from_query({field: text})
    assert len(sentences) == (text not in KEYS[field])
    assert config == preset() or text in KEYS[field]


@given(st.dictionaries(st.sampled_from(PARAMETERS) | st.text(max_size=8), values, max_size=8))
def test_rubbish_gives_a_configuration_and_sentences(query: dict[str, str]) -> None:
    config, sentences = from_query(query)
    assert RunConfig(**config.model_dump()) == config
    assert from_query(to_query(config)) == (config, ())
    assert all(sentence.endswith("instead.") for sentence in sentences)
    assert len(sentences) <= len(query)


HEAVIEST = "\n".join(f"a{n} = " + " + ".join(["W @ x"] * 12) for n in range(12)) + "\nh = a1 + a2"


@given(st.integers(0, 10_000), configurations())
def test_a_cell_of_one_s_own_travels(seed: int, config: RunConfig) -> None:
    own = config.changed(cell=random_cell(seed).text + "  # 记忆", engine="auto", batch=1, layers=1)
    query = to_query(own)
    assert query["cell"].isascii()
    assert from_query(query) == (own, ())


@pytest.mark.parametrize("task", TASKS)
def test_the_largest_cell_is_affordable_with_every_task(task: str) -> None:
    config = preset(HEAVIEST, task)
    assert from_query(to_query(config)) == (config, ())


@pytest.mark.parametrize("cell", ["own.", "own.AAAA", "h = x", "h = h_prev", packed("h = x\n")])
def test_a_cell_that_is_none_is_told(cell: str) -> None:
    config, sentences = from_query({"cell": cell, "hidden": "7"})
    assert config == preset().changed(hidden=7)
    assert len(sentences) == 1
    assert sentences[0].startswith("Cell")
    assert sentences[0].endswith("Cell lstm is used instead.")
