"""RunConfig: what is allowed, what is said where something is not, and what a value of it can do."""

import dataclasses
import json
import math
from typing import Any

import pytest
from hypothesis import given
from pydantic import ValidationError

from rnnviz.tasks import TASKS
from rnnviz.training.config import MOST_NUMBERS, ConfigError, RunConfig
from rnnviz.training.fields import LABELS, allowed, limits
from tests.training.choices import KEYS, NUMBERS, WHOLE, configurations, numbers

LIMITS = {**WHOLE, **NUMBERS}


def refusal(**choices: Any) -> ConfigError:
    with pytest.raises(ConfigError) as caught:
        RunConfig(**choices)
    return caught.value


@pytest.mark.parametrize("field", LIMITS)
def test_both_limits_of_a_number_are_allowed_and_what_lies_beyond_is_not(field: str) -> None:
    low, high = LIMITS[field]
    assert limits(RunConfig, field) == (low, high)
    assert [getattr(RunConfig(**{field: value}), field) for value in (low, high)] == [low, high]
    beyond = (low - 1, high + 1) if field in WHOLE else (math.nextafter(low, -math.inf), math.nextafter(high, math.inf))
    for value in beyond:
        assert [mistake.field for mistake in refusal(**{field: value}).mistakes] == [field]


@pytest.mark.parametrize("field", LIMITS)
@pytest.mark.parametrize("value", [math.nan, math.inf, -math.inf, "x", "", "nan", 10**10, [1], {}, "1; DROP", "٣x"])
def test_a_sentence_names_the_field_the_value_and_what_is_allowed(field: str, value: object) -> None:
    sentence = str(refusal(**{field: value}))
    low, high = LIMITS[field]
    assert LABELS[field] in sentence
    assert f"'{value}'" in sentence
    assert f"from {low:g} to " in sentence
    assert f"{high:.10g}" in sentence
    assert sentence.endswith(".")


@pytest.mark.parametrize("field", WHOLE)
def test_a_whole_number_is_whole(field: str) -> None:
    assert "whole number" in str(refusal(**{field: 1.5}))
    assert getattr(RunConfig(**{field: "2"}), field) == 2


@pytest.mark.parametrize("field", KEYS)
def test_keys_are_of_a_list_and_the_list_is_told(field: str) -> None:
    for key in KEYS[field]:
        assert getattr(RunConfig(**{field: key}), field) == key
    sentence = str(refusal(**{field: "transformer"}))
    assert sentence.startswith(f"{LABELS[field]} ")
    assert "'transformer'" in sentence
    assert ", ".join(TASKS if field == "task" else KEYS[field]) in sentence


def test_a_long_value_is_cut() -> None:
    assert len(str(refusal(cell="x" * 10_000))) < 400


def test_bidirectional_is_yes_or_no() -> None:
    assert [RunConfig(bidirectional=value).bidirectional for value in ("1", "0", True)] == [True, False, True]
    assert "true or false" in str(refusal(bidirectional="maybe"))


def test_an_unknown_field_is_named_with_those_there_are() -> None:
    sentence = str(refusal(hiden=3))
    assert "hiden" in sentence
    assert all(field in sentence for field in LABELS)


def test_every_mistake_has_its_sentence() -> None:
    error = refusal(hidden=0, batch="x", cell="nope", learning_rate=math.nan, tempo=1)
    assert {mistake.field for mistake in error.mistakes} == {"hidden", "batch", "cell", "learning_rate", "tempo"}
    assert all(mistake.sentence in str(error) for mistake in error.mistakes)


def test_what_is_allowed_can_be_said_of_every_field() -> None:
    assert set(LABELS) == set(RunConfig.model_fields)
    assert all(allowed(RunConfig, field) for field in LABELS)


def test_options_of_a_task() -> None:
    config = RunConfig(task="recall", options={"steps": 30})
    assert config.make_task().steps == 30
    assert (
        config
        == RunConfig(task="recall", options=[("steps", 30)])
        == RunConfig(task="recall", options=(("steps", 30),))
    )


@pytest.mark.parametrize(
    ("task", "options", "words"),
    [
        ("recall", {"step": 30}, ["'step'", "steps"]),
        ("recall", {"steps": 4}, ["Sequence length", "4", "from 5 to 200"]),
        ("recall", {"steps": 10**9}, ["Sequence length", "from 5 to 200"]),
        ("recall", {"steps": 7.5}, ["Sequence length", "7.5", "whole number"]),
        ("recall", {"steps": "x"}, ["Sequence length", "x", "from 5 to 200"]),
        ("recall", {"steps": math.nan}, ["Task options", "nan"]),
        ("recall", "steps", ["Task options", "'steps'", "pairs of a name and a value"]),
        ("recall", [("steps", 5), (2, "b")], ["Task options"]),
        ("recall", {1: 2, "a": 3}, ["Task options"]),
        ("sine", {"steps": 30}, ["sine", "'steps'", "leave it out"]),
    ],
)
def test_an_option_that_is_not_allowed(task: str, options: object, words: list[str]) -> None:
    sentence = str(refusal(task=task, options=options))
    assert all(word in sentence for word in words), sentence


def test_sizes_that_ask_for_too_much_memory_together() -> None:
    error = refusal(hidden=256, batch=512, layers=4)
    assert "batch 512, hidden size 256 and layers 4" in str(error)
    assert f"{MOST_NUMBERS / 1e6:.0f} million" in str(error)
    assert "smaller" in str(error)
    assert [mistake.field for mistake in error.mistakes] == [""]


def test_the_bound_of_memory_counts_batch_steps_units_values_layers_and_directions() -> None:
    choices = {"cell": "gru", "task": "recall", "hidden": 125, "layers": 2, "bidirectional": True, "batch": 100}
    most = {**choices, "options": {"steps": 200}}
    assert numbers(most) == MOST_NUMBERS
    RunConfig(**most)
    refusal(**{**most, "hidden": 126})


@pytest.mark.parametrize("choices", [{"hidden": 3}, {"hidden": 8, "bidirectional": True}])
def test_without_a_readout_every_output_is_a_hidden_unit(choices: dict[str, Any]) -> None:
    error = refusal(task="recall", readout="none", **choices)
    assert "the hidden units are the 4 outputs themselves" in str(error)
    assert "linear readout" in str(error)
    assert RunConfig(task="recall", readout="none", hidden=4).readout == "none"


def test_a_configuration_cannot_be_changed_in_place() -> None:
    config = RunConfig()
    with pytest.raises(ValidationError):
        config.hidden = 3  # type: ignore[misc]


def test_changed_gives_another_one_and_checks_it() -> None:
    config = RunConfig(hidden=3)
    assert (config.changed(layers=2).layers, config.changed(layers=2).hidden, config.layers) == (2, 3, 1)
    with pytest.raises(ConfigError, match="Layers"):
        config.changed(layers=0)


@given(configurations())
def test_equal_choices_are_one_value(config: RunConfig) -> None:
    twin = RunConfig(**config.model_dump())
    twin.cell_equations.names  # noqa: B018 (what is worked out once must not make it another value)
    assert twin == config
    assert len({twin, config, config.changed(seed=(config.seed + 1) % 2**31)}) == 2


@given(configurations())
def test_json_and_back(config: RunConfig) -> None:
    assert RunConfig(**json.loads(json.dumps(config.model_dump()))) == config
    assert RunConfig.model_validate_json(config.model_dump_json()) == config


def test_mistakes_are_values() -> None:
    assert all(dataclasses.is_dataclass(mistake) for mistake in refusal(hidden=0).mistakes)


@pytest.mark.parametrize(("cell", "has"), [("lstm", True), ("gru", False), ("rnn", False), ("rnn_relu", False)])
def test_only_a_forget_gate_has_a_forget_bias(cell: str, has: bool) -> None:
    assert RunConfig(cell=cell).has_forget_bias is has


OWN = "# Mine\nf = sigmoid(W @ x + b_f)\nh = f * h_prev + (1 - f) * tanh(V @ x)"


def test_a_text_is_a_cell() -> None:
    config = RunConfig(cell=OWN + "   \n\n")
    assert config.cell == OWN
    assert config.cell_equations.title == "Mine"
    assert config.has_forget_bias
    assert hash(config) == hash(RunConfig(cell=OWN))
    assert RunConfig(**config.model_dump()) == config


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("h = tanh(W @ x +", "Cell: Line 1, column 9: This is not a complete expression."),
        ("h = x", "Cell: Line 1, column 5: The input x has another size than 'h'. Multiply it by a matrix first"),
        ("h = h_prev", "Cell: Line 1, column 1: This cell has no weights: there is nothing to train."),
        ("g = W @ x", "Cell: Line 1, column 1: No line assigns 'h'."),
    ],
)
def test_a_text_that_is_no_cell_is_refused_as_in_the_designer(text: str, words: str) -> None:
    assert words in str(refusal(cell=text))


@pytest.mark.parametrize("cell", ["mgu", OWN])
def test_torch_has_modules_for_its_own_cells_alone(cell: str) -> None:
    assert "Engine 'nn' runs the cells that torch.nn has" in str(refusal(cell=cell, engine="nn"))
    assert RunConfig(cell="np", engine="nn").engine == "nn"


@pytest.mark.parametrize(
    ("cell", "settable"),
    [("lstm", True), ("lstm_coupled", True), ("cifg", False), ("lstm_1997", False), ("gru", False), ("mgu", False)],
)
def test_the_forget_bias_is_that_of_a_gate_that_keeps(cell: str, settable: bool) -> None:
    assert RunConfig(cell=cell).has_forget_bias is settable


def test_results_between_the_lines_are_counted_too() -> None:
    line = " + ".join(["tanh(W @ x + U @ h_prev)"] * 10)
    with pytest.raises(ConfigError, match="million numbers"):
        RunConfig(cell=f"h = {line}", batch=100, hidden=256, layers=2)
    assert RunConfig(cell="h = tanh(W @ x + U @ h_prev)", batch=100, hidden=256, layers=2).layers == 2
