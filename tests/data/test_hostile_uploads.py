"""No file, whatever is in it, gets past the readers as anything but a sound series, a sound text or a sentence."""

import time
import tracemalloc

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rnnviz.data.csv_column import LARGEST, LEAST_VALUES, MOST_ROWS, read_column
from rnnviz.data.csv_layout import inspect
from rnnviz.data.text_reader import LEAST_CHARACTERS, MOST_CHARACTERS, read_pasted, read_text
from rnnviz.data.uploads import UploadError
from tests.data.hostile import FILES, MEBIBYTE, SOUND

SECONDS = 1.0
MEMORY = 32 * MEBIBYTE


def read_table(data: bytes, name: str) -> str:
    """The sentence that a file gets, or empty where all of its columns that are read are sound."""
    try:
        layout = inspect(data, name)
        column = read_column(data, layout, layout.suggested)
    except UploadError as error:
        return str(error)
    assert LEAST_VALUES <= len(column.values) <= MOST_ROWS
    assert np.isfinite(column.values).all()
    assert np.abs(column.values).max() <= LARGEST
    assert np.ptp(column.values) > 0
    return ""


def read_characters(data: bytes, name: str) -> str:
    try:
        text = read_text(data, name)
    except UploadError as error:
        return str(error)
    assert LEAST_CHARACTERS <= len(text.text) <= MOST_CHARACTERS
    assert len(set(text.text)) > 1
    assert "\r" not in text.text
    assert "\0" not in text.text
    return ""


def check_sentence(sentence: str, name: str) -> None:
    """It names the file, is one printable line of readable length, and says what to do."""
    shown = "".join(letter for letter in " ".join(name.split()) if letter.replace("\u202f", " ").isprintable())
    assert shown[:40] in sentence
    assert sentence.replace("\u202f", " ").isprintable()
    assert 20 < len(sentence) < 400
    assert sentence.endswith(".")


@pytest.mark.parametrize("read", [read_table, read_characters])
@pytest.mark.parametrize("name", FILES)
def test_hostile_files_get_a_sentence_or_work_quickly_in_little_memory(name: str, read: object) -> None:
    assert callable(read)
    data = FILES[name]()
    begun = time.thread_time()
    sentence = read(data, name)
    seconds = time.thread_time() - begun
    if sentence:
        check_sentence(sentence, name)
    tracemalloc.start()
    read(data, name)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < MEMORY, f"{peak / MEBIBYTE:.0f} MiB"
    assert seconds < SECONDS


WORK = {"ten thousand columns.csv", "a million rows.csv", "only returns.csv", "digits of other scripts.csv"}


def test_which_of_them_are_sound_after_all() -> None:
    sound = {name for name, make in FILES.items() if not read_table(make(), name)}
    assert sound == WORK


MARKS = st.sampled_from(
    [",", ";", "\t", "|", "\n", "\r\n", '"', "'", " ", "1", "2.5", "-3,5", "1e5", "NA", "\0", "\ufeff"]
)
PIECES = st.lists(MARKS | st.text(max_size=5), max_size=200).map("".join)


@given(PIECES, st.sampled_from(["utf-8", "utf-16", "utf-16-be", "latin-1", "cp1252", "utf-32"]))
def test_any_mixture_of_marks_and_letters(text: str, encoding: str) -> None:
    data = text.encode(encoding, "ignore")
    for read in (read_table, read_characters):
        sentence = read(data, "some.csv")
        if sentence:
            check_sentence(sentence, "some.csv")


@given(st.binary(max_size=2000), st.integers(0, len(SOUND)))
def test_any_bytes_amid_a_sound_table(data: bytes, place: int) -> None:
    sound = SOUND.encode()
    for read in (read_table, read_characters):
        for mixed in (data, sound[:place] + data + sound[place:]):
            sentence = read(mixed, "some.csv")
            if sentence:
                check_sentence(sentence, "some.csv")


@given(st.text(max_size=400))
def test_any_pasted_text(text: str) -> None:
    try:
        kept = read_pasted(text).text
    except UploadError as error:
        check_sentence(str(error), "The pasted text")
    else:
        assert len(kept) >= LEAST_CHARACTERS
