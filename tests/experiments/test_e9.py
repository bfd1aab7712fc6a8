"""E9: part-of-speech tags of two sentences, and a grammar in which the right tag needs memory."""

import pytest

from rnnviz.tasks import make_task
from rnnviz.training.link import preset
from tests.tasks import scripts
from tests.tasks.trained import scores, trained

pytestmark = pytest.mark.usefixtures("kernels_are_ready")


def test_the_settings() -> None:
    config = preset("lstm", "tags")
    assert (config.hidden, config.layers, config.batch, config.readout) == (6, 1, 1, "linear")
    assert (config.optimiser, config.learning_rate, config.iterations) == ("sgd", 0.1, 2 * 300)
    task = config.make_task()
    assert (task.encoding, task.features, task.outputs) == ("embedding", 9, 3)


@pytest.mark.parametrize("seed", [0, 1])
def test_the_two_sentences(seed: int) -> None:
    _, losses, report = trained("lstm", "tags", seed=seed)
    expected, answers = scripts.tags(seed)
    scripts.assert_same_losses(losses, expected)
    assert answers == [0, 1, 2, 0, 1]
    assert report.answer == "DET NN V DET NN · NN V DET NN"
    assert report.scores[0].value == 1
    if seed == 1:
        assert losses[-1] == pytest.approx(0.04, abs=0.005)


@pytest.mark.parametrize("cell", ["rnn", "lstm", "gru"])
def test_the_grammar_is_learned_where_words_alone_do_not_tell(cell: str) -> None:
    _, losses, report = trained(cell, "tags", {"corpus": "grammar"})
    found = scores(report)
    assert found["of ambiguous words"] > 0.98
    assert found["of ambiguous words, most frequent tag"] < 0.7
    assert losses[-20:].mean() < 0.1 * make_task("tags", {"corpus": "grammar"}).baseline
