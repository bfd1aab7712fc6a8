"""A map of trainings: what varies, what stays, what an address says."""

import pytest

from rnnviz.training.config import ConfigError
from rnnviz.training.link import preset
from rnnviz.training.sweep import STEPS, VALUES, Sweep, allowed, axes, fitting, sweep_from_query, usual_sweep

SINE = preset("lstm", "sine")


def test_only_the_two_choices_vary() -> None:
    sweep = Sweep(SINE, "learning_rate", "hidden")
    config = sweep.config(2, 3)
    assert (config.hidden, config.learning_rate) == (VALUES["hidden"][2], VALUES["learning_rate"][3])
    assert config.changed(hidden=SINE.hidden, learning_rate=SINE.learning_rate) == SINE


def test_the_length_of_a_sequence_can_vary_where_the_task_has_one() -> None:
    sweep = Sweep(preset("lstm", "recall"), STEPS, "forget_bias")
    config = sweep.config(0, len(sweep.columns) - 1)
    assert config.make_task().steps == sweep.columns[-1] == 100
    assert config.forget_bias == -2
    assert STEPS not in axes(SINE)


@pytest.mark.parametrize("cell", ["rnn", "gru"])
def test_a_cell_without_a_forget_gate_has_no_bias_to_vary(cell: str) -> None:
    assert "forget_bias" not in axes(preset(cell, "sine"))
    with pytest.raises(ValueError, match="'forget_bias'; allowed are"):
        Sweep(preset(cell, "sine"), "forget_bias", "hidden")


def test_two_different_axes_are_needed() -> None:
    with pytest.raises(ValueError, match="choose two different ones"):
        Sweep(SINE, "hidden", "hidden")


def test_what_is_not_allowed_together_is_left_out() -> None:
    # Without a readout the outputs are hidden units: there must be as many.
    sweep = Sweep(preset("rnn", "words"), "learning_rate", "hidden")
    too_small = sweep.rows.index(1)
    with pytest.raises(ConfigError):
        sweep.config(too_small, 0)
    assert allowed(sweep, too_small, 0) is None
    assert allowed(sweep, sweep.rows.index(16), 0) is not None


@pytest.mark.parametrize(
    "sweep", [usual_sweep(), Sweep(preset("gru", "recall").changed(iterations=40), STEPS, "learning_rate")]
)
def test_an_address_gives_the_same_map(sweep: Sweep) -> None:
    assert sweep_from_query(sweep.to_query()) == (sweep, ())


def test_what_is_wrong_in_an_address_is_said() -> None:
    found, said = sweep_from_query({"across": "moon", "hidden": "0"})
    assert found == usual_sweep()
    assert len(said) == 2
    assert "'moon'; allowed are learning_rate, hidden" in said[1]


def test_other_choices_keep_the_axes_that_they_have() -> None:
    sweep = Sweep(preset("lstm", "recall"), STEPS, "forget_bias")
    assert fitting(sweep, preset("lstm", "recall").changed(hidden=8)).across == STEPS
    other = fitting(sweep, preset("gru", "sine"))
    assert (other.across, other.up) == ("learning_rate", "hidden")
