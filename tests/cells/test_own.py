"""Cells given by their text: names, tidying up, the way into an address and back."""

import base64
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rnnviz.cells import CELLS, CellError, find_cell
from rnnviz.cells.address import packed, unpacked
from rnnviz.cells.language import MAX_CHARACTERS
from rnnviz.cells.own import check_trainable, has_module, is_sound, is_text, name_of, own_cell, tidy, twin
from tests.cells.random_cells import random_cell

TEXT = "# Mine\nh = tanh(W @ x + U @ h_prev + b)  # state: all there is"


def test_a_key_and_a_text_name_a_cell() -> None:
    assert find_cell("gru") is CELLS["gru"]
    assert find_cell(TEXT).title == "Mine"
    assert find_cell(TEXT).label("h") == "state"
    assert find_cell(TEXT) is find_cell(TEXT)
    with pytest.raises(KeyError):
        find_cell("transformer")
    assert [is_sound(choice) for choice in ("lstm", TEXT, "transformer", "h = x", "")] == [
        True,
        True,
        False,
        False,
        False,
    ]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("# My cell\nh = b", "My cell"),
        ("\n\n##  two  words \t\nh = b", "two words"),
        ("h = b  # state", ""),
        ("#\nh = b", ""),
        ("# lstm\nh = b", "lstm *"),
        ("# " + "n" * 100 + "\nh = b", "n" * 40),
        ("# a\x00b\u202ec\nh = b", "a b c"),
    ],
)
def test_the_first_line_names_the_cell(text: str, name: str) -> None:
    assert name_of(text) == name
    assert own_cell(text).title == (name or "My cell")


def test_tidying_leaves_the_equations_alone() -> None:
    assert tidy("\r\n h = b  \t# a\x07  b \r\n#  name\r\n\r\n") == " h = b  # a b\n# name"
    assert tidy(TEXT) == TEXT


@given(st.text(alphabet=st.characters(), max_size=200))
def test_tidying_twice_is_tidying_once(text: str) -> None:
    once = tidy(text)
    assert tidy(once) == once


@given(st.integers(0, 5000))
def test_a_cell_and_its_tidied_text_have_the_same_equations(seed: int) -> None:
    text = random_cell(seed).text + "  # \x00 and more \u2028"
    found, expected = own_cell(tidy(text)), own_cell(text)
    assert [(e.name, e.expression) for e in found.equations] == [(e.name, e.expression) for e in expected.equations]


@given(st.integers(0, 5000))
def test_there_and_back(seed: int) -> None:
    text = tidy(f"# Zelle Nr. {seed} 细胞\n{random_cell(seed).text}")
    address = packed(text)
    assert address.isascii()
    assert unpacked(address) == text
    assert not set(address) & set("&=?#+/%, \n")


def test_keys_stay_as_they_are_and_the_catalogue_has_short_addresses() -> None:
    assert [packed(key) for key in CELLS] == [unpacked(key) for key in CELLS] == list(CELLS)
    assert max(len(packed(cell.text)) for cell in CELLS.values()) < 450


def bomb(size: int) -> str:
    return "own." + base64.urlsafe_b64encode(zlib.compress(b"=" * size, 9)).decode().rstrip("=")


@pytest.mark.parametrize(
    "address",
    ["own.", "own.x", "own.%%%", "own." + "A" * 999, bomb(50_000_000), bomb(4 * MAX_CHARACTERS + 1), packed(TEXT)[:-6]],
    ids=["empty", "short", "signs", "rubbish", "bomb", "a little too long", "cut"],
)
def test_what_cannot_be_unpacked_names_no_cell(address: str) -> None:
    assert unpacked(address) == address
    assert not is_sound(address)


@given(st.text(max_size=60))
def test_any_address_is_unpacked_to_some_text(text: str) -> None:
    assert isinstance(unpacked(text), str)
    assert isinstance(unpacked("own." + text), str)


def test_equal_equations_are_twins_whatever_is_said_of_them() -> None:
    silent = "\n".join(line.partition("#")[0] for line in CELLS["lstm"].text.splitlines())
    assert twin(own_cell(silent)) is CELLS["lstm"]
    assert has_module(own_cell(silent))
    assert twin(own_cell(silent.replace("c_prev", "(c_prev)"))) is CELLS["lstm"]
    assert twin(own_cell(silent.replace("* tanh", "* sin"))) is None
    assert twin(CELLS["mgu"]) is CELLS["mgu"]
    assert not has_module(CELLS["mgu"])


def test_a_cell_without_weights_is_refused_where_it_is_to_be_trained() -> None:
    with pytest.raises(CellError, match=r"Line 2, column 1: This cell has no weights: there is nothing to train\. Add"):
        check_trainable(own_cell("# holds\nh = h_prev"))
    check_trainable(own_cell("h = h_prev + b"))


def test_a_text_is_told_from_a_key() -> None:
    assert [is_text(choice) for choice in ("lstm", "h = b", "a\nb", "")] == [False, True, True, False]
