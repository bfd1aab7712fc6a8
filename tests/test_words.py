"""Translation: lookup, filling in, fallback to English, and catalogues that cannot break a sentence."""

import contextvars
import re
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import polib
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rnnviz import words
from rnnviz.words import LANGUAGES, N, current_language, grouped, readable, t, use_language

CATALOGUES = sorted(Path(words.__file__).parent.joinpath("locale").glob("*/*.po"))


@pytest.fixture(autouse=True)
def english_again() -> Iterator[None]:
    use_language("en")
    yield
    use_language("en")


def places(text: str) -> set[str]:
    return set(re.findall(r"\{\w+(?::[^{}]*)?\}", text))


def test_english_is_the_default_language() -> None:
    assert contextvars.Context().run(current_language) == "en"
    assert contextvars.Context().run(t, "Train") == "Train"


def test_a_text_is_translated_and_filled_in() -> None:
    use_language("zh")
    assert t("Train") == "训练"
    assert t("Iteration {n} of {total}", n=3, total=300) == "第 3 次迭代，共 300 次"


def test_a_text_without_translation_stays_english() -> None:
    use_language("zh")
    assert t("{n} purple elephants", n=2) == "2 purple elephants"


def test_format_specifications_are_honoured() -> None:
    assert t("loss {loss:.3f}, {share:.0%} done, {n:>4}", loss=1 / 3, share=0.5, n=7) == "loss 0.333, 50% done,    7"


def test_a_name_without_a_value_stays_as_written() -> None:
    assert t("{n} of {total}", n=1) == "1 of {total}"
    assert t("{n} of {total}") == "{n} of {total}"


def test_values_are_not_searched_for_names() -> None:
    assert t("{a} and {b}", a="{b}", b="{a}") == "{b} and {a}"


def test_attributes_and_items_are_out_of_reach() -> None:
    text = "{n.__class__} {n[0]} {n!r} {0} {}"
    assert t(text, n="x") == text


@given(st.text())
def test_any_text_without_values_comes_back_unchanged(text: str) -> None:
    assert t(text) == text


@given(st.text())
def test_any_value_is_put_in_as_it_is(value: str) -> None:
    assert t("<{v}>", v=value) == f"<{value}>"


def test_marking_a_constant_changes_nothing() -> None:
    assert N("Train") == "Train"


def test_an_unknown_language_is_refused_with_the_choices() -> None:
    with pytest.raises(ValueError, match=r"'xx'.*en, zh"):
        use_language("xx")
    assert current_language() == "en"


def test_threads_do_not_share_a_language() -> None:
    use_language("zh")
    seen: list[str] = []
    thread = threading.Thread(target=lambda: seen.append(t("Train")))
    thread.start()
    thread.join()
    assert seen == ["Train"]
    assert t("Train") == "训练"


def test_english_does_not_load_the_catalogue_reader() -> None:
    code = "import sys; from rnnviz.words import t; t('Train'); sys.exit('polib' in sys.modules)"
    root = Path(words.__file__).parents[1]
    assert subprocess.run([sys.executable, "-c", code], cwd=root, check=False).returncode == 0


def test_every_language_has_a_catalogue_and_every_catalogue_a_language() -> None:
    assert {path.parent.name for path in CATALOGUES} == set(LANGUAGES) - {"en"}


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.stem)
def test_translations_keep_every_place_and_repeat_no_text(path: Path) -> None:
    catalogue = polib.pofile(str(path), check_for_duplicates=True)
    wrong = [e.msgid for e in catalogue if e.translated() and places(e.msgid) != places(e.msgstr)]
    assert wrong == [], "these translations lose or invent a {place}"


@pytest.mark.parametrize(
    ("value", "digits", "text"),
    [
        (0.0, 3, "0"),
        (0.035, 3, "0.035"),
        (6.01e-6, 3, "6.01×10⁻⁶"),
        (6.01e-6, 1, "6×10⁻⁶"),
        (-2.5e7, 2, "-2.5×10⁷"),
        (1234.5, 3, "1\u202f234"),
        (0.0078, 2, "0.0078"),
        (float("inf"), 3, "∞"),
    ],
)
def test_numbers_are_written_one_way(value: float, digits: int, text: str) -> None:
    assert readable(value, digits) == text


def test_thousands_are_set_apart_alike_everywhere() -> None:
    assert grouped(4194304) == t("{n:,}", n=4194304) == "4\u202f194\u202f304"
