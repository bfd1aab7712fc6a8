"""The next character: alphabets, windows, entropies against counting one by one, uploads, and what is learned."""

import itertools
import math
from collections import Counter

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rnnviz.data import alice
from rnnviz.data.uploads import keep
from rnnviz.tasks import Symbols, make_task
from rnnviz.tasks.characters import RARE, characters
from rnnviz.tasks.text import Text
from tests.tasks.trained import scores, trained

pytestmark = pytest.mark.usefixtures("kernels_are_ready")

BOOK = alice()
KNOWN, END = BOOK[:133614], BOOK[133614:]


@given(st.text(min_size=1, max_size=400))
def test_every_text_can_be_read_back_from_its_numbers(text: str) -> None:
    found = characters(text)
    counts = Counter(text)
    numbers = np.append(found.trained, found.held_out)
    assert len(numbers) == len(text)
    assert 1 <= len(found.symbols) <= 96
    if len(counts) <= 96:
        assert "".join(found.symbols[k] for k in numbers) == text
    assert [counts[symbol] for symbol in found.symbols[:-1]] == sorted(
        (counts[symbol] for symbol in found.symbols[:-1]), reverse=True
    )


def test_characters_beyond_96_are_one_symbol() -> None:
    text = "".join(chr(0x4E00 + k) * (200 - k) for k in range(150))
    found = characters(text)
    assert found.symbols[:95] == tuple(chr(0x4E00 + k) for k in range(95))
    assert found.symbols[95] == RARE
    numbers = np.append(found.trained, found.held_out)
    assert (numbers == 95).sum() == sum(200 - k for k in range(95, 150))


def test_windows_are_pieces_of_the_first_nine_tenths() -> None:
    task = Text()
    for seed, iteration in ((0, 0), (0, 1), (3, 0)):
        batch = task.batch(8, seed, iteration)
        for seen, following in zip(batch.inputs, batch.targets, strict=True):
            piece = "".join(task.text.symbols[k] for k in [*seen, following[-1]])
            assert piece in KNOWN
            np.testing.assert_array_equal(seen[1:], following[:-1])
    assert not np.array_equal(task.batch(8, 0, 0).inputs, task.batch(8, 0, 1).inputs)


def test_every_place_of_the_trained_part_can_be_drawn_and_none_beyond() -> None:
    upload = keep("text", "places", text="f" + "ab" * 98 + "l" + "z" * 22)  # 198 characters to learn from
    task = Text(upload.key, steps=10)
    seen, asked = (set[str](), set[str]())
    for iteration in range(8):
        batch = task.batch(500, 0, iteration)
        seen |= {task.text.symbols[k] for k in np.unique(batch.inputs)}
        asked |= {task.text.symbols[k] for k in np.unique(batch.targets)}
    assert seen == set("fab")
    assert asked == set("abl")


def test_examples_are_pieces_of_the_end_from_its_start_to_its_last_character() -> None:
    task = Text()
    shown = [task.example(index) for index in range(12)]
    pieces = ["".join(task.text.symbols[k] for k in [*e.inputs[0], e.targets[0, -1]]) for e in shown]
    assert pieces[0] == END[:65]
    assert pieces[-1] == END[-65:]
    assert all(piece in END for piece in pieces)


def test_baseline_is_the_entropy_of_pairs_counted_one_by_one() -> None:
    pairs = Counter(itertools.pairwise(KNOWN))
    before = Counter(KNOWN[:-1])
    entropy = -sum(n * math.log(n / before[a]) for (a, _), n in pairs.items()) / (len(KNOWN) - 1)
    assert Text().baseline == pytest.approx(entropy)


class Equal:
    """Gives every character the same probability."""

    def predict(self, inputs: np.ndarray) -> np.ndarray:
        return np.zeros((*inputs.shape, 72), np.float32)

    def free_run(self, first: np.ndarray, steps: int) -> None:
        return None


def test_report_in_bits() -> None:
    found = scores(Text().report(Equal()))
    assert found["held-out text"] == pytest.approx(math.log2(72))
    single, pair, before = Counter(KNOWN), Counter(itertools.pairwise(KNOWN)), Counter(KNOWN[:-1])
    costs = [-math.log2((single[b] + 1) / (len(KNOWN) + 72)) for b in END[1:]]
    assert found["single characters"] == pytest.approx(np.mean(costs))
    costs = [-math.log2((pair[a, b] + 1) / (before[a] + 72)) for a, b in itertools.pairwise(END)]
    assert found["pairs of characters"] == pytest.approx(np.mean(costs))


def test_the_strip_shows_what_matters_and_the_rest_as_one_class() -> None:
    task = Text()
    example = task.example(3)
    rng = np.random.default_rng(1)
    strip = task.strip(example, rng.normal(size=(64, 72)) * 3)
    assert isinstance(strip, Symbols)
    assert len(strip.classes) == 13
    assert strip.classes[-1] == "…"
    np.testing.assert_allclose(strip.probabilities.sum(1), 1)
    text = [task.text.symbols[k] for k in example.inputs[0]]
    assert strip.tokens == tuple({" ": "␣", "\n": "⏎"}.get(c, c) for c in text)
    for asked, k in zip([task.text.shown[k] for k in example.targets[0]], strip.target, strict=True):
        assert strip.classes[k] == (asked if asked in strip.classes else "…")  # type: ignore[index]


def test_the_likeliest_character_of_a_sure_network_is_in_the_picture() -> None:
    task = Text()
    example = task.example(0)
    strip = task.strip(example, 20.0 * np.eye(72)[np.resize([5, 70], 64)])
    assert {task.text.shown[5], task.text.shown[70]} <= set(strip.classes)
    np.testing.assert_allclose(strip.probabilities[:, :-1].max(1), 1, atol=1e-6)


def test_an_uploaded_text_is_learned_in_place_of_alice() -> None:
    upload = keep("text", "song.txt", text="la la li\n" * 200)
    task = make_task("text", {"upload": upload.key, "steps": 20})
    assert (task.features, task.outputs, task.steps) == (5, 5, 20)
    config, losses, report = trained(
        "gru", "text", {"upload": upload.key, "steps": 20}, hidden=16, iterations=120, batch=16
    )
    assert losses[-1] < losses[0] / 4
    assert scores(report)["accuracy"] > 0.85
    assert config.make_task().outputs == 5


@pytest.mark.parametrize("text", ["", "short", "a" * 10_000, "ab" * 300])
def test_a_text_too_short_or_of_one_letter_is_told(text: str) -> None:
    upload = keep("text", "x", text=text)
    with pytest.raises(ValueError, match=f"The text has {len(text)} characters, .* need at least 760 characters, two"):
        make_task("text", {"upload": upload.key})


def test_an_upload_that_is_gone_is_told() -> None:
    with pytest.raises(ValueError, match="upload the file again"):
        make_task("text", {"upload": "u" + "0" * 24})


@pytest.mark.parametrize("how", ["one_hot", "embedding"])
def test_alice_is_learned_beyond_pairs_of_characters(how: str) -> None:
    config, losses, report = trained("lstm", "text", {"characters": how}, iterations=150)
    assert losses[-20:].mean() < config.make_task().baseline
    assert scores(report)["held-out text"] < scores(report)["pairs of characters"] - 0.2


@pytest.mark.slow
@pytest.mark.parametrize("cell", ["rnn", "lstm", "gru"])
def test_the_defaults_on_alice(cell: str) -> None:
    _, _, report = trained(cell, "text")
    assert scores(report)["held-out text"] < 2.8
    assert scores(report)["accuracy"] > 0.45
