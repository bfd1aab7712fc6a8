"""Uploads are there as long as somebody holds them, under keys that tell nothing."""

import gc
import re

import numpy as np
import pytest

from rnnviz.data.text_reader import read_pasted, read_text
from rnnviz.data.uploads import UploadError, find, hidden, keep, shown_name

STORY = "It was a bright cold day in April, and the clocks were striking thirteen.\n" * 10


def test_an_upload_is_found_until_nobody_holds_it() -> None:
    upload = keep("series", "mine", np.arange(5.0))
    assert find(upload.key, "series") is upload
    assert find(upload.key, "text") is None
    assert keep("series", "mine", np.arange(5.0)) is upload
    key = upload.key
    del upload
    gc.collect()
    assert find(key, "series") is None


def test_other_titles_kinds_and_contents_have_other_keys() -> None:
    held = [keep("series", title, np.arange(n)) for title in ("a", "b") for n in (4.0, 5.0)]
    held += [keep("text", title, text=text) for title in ("a", "b") for text in ("x", "y")]
    assert len({upload.key for upload in held}) == 8
    # never read as a number where an address is taken apart
    assert all(re.fullmatch("u[0-9a-f]{24}", upload.key) for upload in held)


def test_values_are_a_copy_that_cannot_be_changed() -> None:
    values = np.arange(5.0)
    upload = keep("series", "mine", values)
    values[0] = 9
    assert upload.values is not None
    assert upload.values[0] == 0
    with pytest.raises(ValueError, match="read-only"):
        upload.values[0] = 1


def test_hidden_uploads_are_not_found() -> None:
    upload = keep("text", "mine", text="abc")
    with hidden():
        assert find(upload.key, "text") is None
    assert find(upload.key, "text") is upload


def test_names_are_one_short_printable_line() -> None:
    assert shown_name("a\n\tb\u202ec\0") == "a bc"
    assert len(shown_name("x" * 500)) == 60


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_texts(encoding: str) -> None:
    story = STORY.replace("bright", "brïght")
    text = read_text(story.replace("\n", "\r\n").encode(encoding), "story.txt")
    assert (text.text, text.title) == (story, "story.txt")
    assert len(text.notes) == (encoding == "cp1252")
    assert read_pasted(story).text == story


def test_of_a_long_text_the_first_million_characters_are_taken() -> None:
    text = read_pasted("ab" * 700_000)
    assert len(text.text) == 1_000_000
    assert text.notes == ("The first 1\u202f000\u202f000 characters are taken; the rest is left out.",)


def test_few_control_characters_are_left_out_and_told() -> None:
    text = read_pasted("one\n\x07two" + STORY)
    assert text.text == "one\ntwo" + STORY
    assert text.notes == ("1 control characters are left out, the first in line 2.",)


def test_every_character_different() -> None:
    letters = "".join(chr(0x4E00 + i) for i in range(20_000))
    assert read_pasted(letters).text == letters


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "nothing but blanks"),
        (" \n\t" * 500, "nothing but blanks"),
        ("x", "1 characters, 1 different"),
        ("x" * 1000, "1000 characters, 1 different"),
        ("a\x01\x02" * 500, "is not text: 1000 of its 1500 characters, the first in line 1, column 2"),
    ],
)
def test_texts_that_nothing_can_be_learned_from(text: str, says: str) -> None:
    with pytest.raises(UploadError, match=f"The pasted text .*{says}"):
        read_pasted(text)
