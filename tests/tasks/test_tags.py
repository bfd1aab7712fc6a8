"""Part-of-speech tags: the two sentences against the plain script, and the grammar against its rules."""

import itertools
import re

import numpy as np
import pytest

from rnnviz.tasks import grammar
from rnnviz.tasks.tags import Tags
from tests.tasks.trained import scores

CLAUSE = r"(?:DET (?:ADJ )*)?NN (?:ADV )*V (?:ADV )*(?:DET (?:ADJ )*)?NN "
STREAM = re.compile(rf"(?:{CLAUSE}CONJ )*")


def drawn(size: int, seed: int = 1, steps: int = 12) -> tuple[list[list[str]], list[list[str]]]:
    words, tags = grammar.draw(np.random.default_rng(seed), size, steps)
    return [[grammar.WORDS[k] for k in row] for row in words], [[grammar.TAGS[k] for k in row] for row in tags]


def by_hand(words: list[str]) -> list[str]:
    """Tags from the left: an ambiguous word is the verb where the clause has its noun and no verb yet."""
    noun = verb = False
    tags = []
    for word in words:
        own = [tag for tag, all_of_it in grammar.OWN.items() if word in all_of_it]
        tag = own[0] if own else "V" if noun and not verb else "NN"
        noun, verb = (noun or tag == "NN", verb or tag == "V") if tag != "CONJ" else (False, False)
        tags.append(tag)
    return tags


def test_the_two_sentences() -> None:
    task = Tags()
    assert task.words == ("The", "dog", "ate", "the", "apple", "Everybody", "read", "that", "book")
    first, second = task.batch(1, 0, 0), task.batch(1, 0, 1)
    assert (first.inputs.tolist(), first.targets.tolist()) == ([[0, 1, 2, 3, 4]], [[0, 1, 2, 0, 1]])
    assert (second.inputs.tolist(), second.targets.tolist()) == ([[5, 6, 7, 8]], [[1, 2, 0, 1]])
    assert task.batch(3, 0, 4).inputs.tolist() == [[0, 1, 2, 3, 4]] * 3
    assert [task.tags[k] for k in first.targets[0]] == ["DET", "NN", "V", "DET", "NN"]


def test_baseline_of_the_two_sentences_is_the_entropy_of_their_nine_tags() -> None:
    shares = np.array([3, 4, 2]) / 9
    assert Tags().baseline == pytest.approx(-(shares * np.log(shares)).sum())


def test_streams_follow_the_grammar() -> None:
    _, tags = drawn(300, steps=60)
    for row in tags:
        whole = row[: len(row) - row[::-1].index("CONJ")]
        assert STREAM.fullmatch(" ".join(whole) + " ")


def test_what_came_before_tells_every_tag_and_the_word_itself_or_the_one_before_does_not() -> None:
    words, tags = drawn(2000)
    assert [by_hand(row) for row in words] == tags
    seen: dict[object, set[str]] = {}
    for row, told in zip(words, tags, strict=True):
        for (before, word), tag in zip(itertools.pairwise(row), told[1:], strict=True):
            seen.setdefault(word, set()).add(tag)
            seen.setdefault((before, word), set()).add(tag)
    assert all(seen[word] == {"NN", "V"} for word in grammar.AMBIGUOUS)
    assert all(seen["often", word] == {"NN", "V"} for word in grammar.AMBIGUOUS)  # an adverb hides which it is
    assert all(seen["fish", word] == {"NN", "V"} for word in grammar.AMBIGUOUS)


def test_the_joint_probability_is_what_is_drawn() -> None:
    words, tags = grammar.draw(np.random.default_rng(3), 40_000, 12)
    counted = np.zeros((len(grammar.WORDS), len(grammar.TAGS)))
    np.add.at(counted, (words, tags), 1 / words.size)
    np.testing.assert_allclose(grammar.joint(12), counted, atol=0.002)
    assert grammar.joint(12).sum() == pytest.approx(1)
    given = counted / counted.sum(1, keepdims=True)
    surprise = -np.log(given[words, tags]).mean()
    assert Tags("grammar").baseline == pytest.approx(surprise, abs=0.003)


def test_the_truth_is_whether_the_verb_is_due() -> None:
    task = Tags("grammar")
    for index in range(task.examples):
        example = task.example(index)
        expected, clause = [], ""
        for tag in (grammar.TAGS[k] for k in example.targets[0]):
            clause = "" if tag == "CONJ" else f"{clause}{tag} "
            expected.append(float("NN " in clause and "V " not in clause.replace("ADV ", "")))
        assert task.truth(example)["the verb is due"].tolist() == expected


class Usual:
    """Says the most frequent tag of each word."""

    def predict(self, inputs: np.ndarray) -> np.ndarray:
        words, tags = grammar.draw(np.random.default_rng(5), 5000, 12)
        counted = np.zeros((len(grammar.WORDS), len(grammar.TAGS)))
        np.add.at(counted, (words, tags), 1)
        return counted[inputs]

    def free_run(self, first: np.ndarray, steps: int) -> None:
        return None


def test_report_of_the_most_frequent_tag() -> None:
    found = scores(Tags("grammar").report(Usual()))
    assert found["tags right"] == found["most frequent tag"]
    assert found["of ambiguous words"] == found["of ambiguous words, most frequent tag"] < 0.7
    assert 0.85 < found["most frequent tag"] < 0.92
