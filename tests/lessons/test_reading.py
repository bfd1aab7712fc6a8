"""Lessons' files: what is read, and every mistake with its file, its line and what is allowed."""

import os
import tempfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rnnviz.lessons.errors import LessonError
from rnnviz.lessons.library import library
from rnnviz.lessons.places import TrainPlace
from rnnviz.lessons.reading import read_lesson, read_translation
from rnnviz.words import use_language
from tests.lessons.sample import LESSON, TRANSLATION, write


def test_a_lesson_is_read(tmp_path: Path) -> None:
    lesson = read_lesson(write(tmp_path))
    assert (lesson.slug, lesson.title, lesson.minutes, lesson.choices, lesson.right) == (
        "a-sample",
        "A sample",
        5,
        ("Yes", "No"),
        1,
    )
    assert (lesson.intro, lesson.parts["Look"], lesson.parts["Answer"]) == ("Before.", "There.", "Therefore.")
    [setup] = lesson.setups
    assert isinstance(setup.place, TrainPlace)
    assert (setup.key, setup.name, setup.place.config.hidden) == ("first", "Press", 4)


def test_an_address_copied_from_the_browser_will_do(tmp_path: Path) -> None:
    copied = LESSON.replace("train?", "http://localhost:8501/train?").replace("=20", "=20&run=abc")
    assert read_lesson(write(tmp_path, copied)).setups == read_lesson(write(tmp_path)).setups


def test_lines_of_chinese_are_joined_without_a_space(tmp_path: Path) -> None:
    text = LESSON.replace("There.", "先看门，\n再看 h\n的值。\n\n- 一\n- 二")
    assert read_lesson(write(tmp_path, text)).parts["Look"] == "先看门，再看 h\n的值。\n\n- 一\n- 二"


MISTAKES = [
    ('title = "A sample"', "title = A sample", r"line 2: the header is not TOML"),
    ('title = "A sample"', 'titel = "A sample"', r"line 2: the header has no 'titel'; allowed are title, minutes,"),
    ('title = "A sample"', "title = 7", r"line 2: 'title' must be a text in quotes"),
    ('title = "A sample"\n', "", r"line 1: the header needs 'title'"),
    ("minutes = 5", "minutes = 0", r"line 3: minutes is 0; allowed is a whole number from 1 to 60"),
    ("minutes = 5", 'minutes = "5"', r"line 3: minutes is 5; allowed is a whole number"),
    ("right = 2", "right = 3", r"line 7: right is 3; allowed is the number of a choice, 1 to 2"),
    ('choices = ["Yes", "No"]', "choices = []", r"line 6: 'choices' must be a list of texts"),
    ("[predict]\n", "predict = 3\n[other]\n", r"line 10: the header has no 'other'|line 6: the header has no 'other'"),
    ("[setup.first]", "[setup]", r"a setup is a table with a name, as in \[setup.first\]"),
    ('name = "Press"\n', "", r"line 9: setup.first needs 'name'"),
    ("train?cell", "trian?cell", r"line 11: the address 'trian.*' names no page; allowed is one of train, compare"),
    ("cell=lstm", "cell=lstn", r"line 11: Cell 'lstn' is not known; choose one of rnn"),
    ("hidden=4", "hidden=0", r"line 11: Hidden size is '0'; allowed is a whole number from 1 to 256"),
    ("loss < 1", "los < 1", r"line 12: 'los' is no quantity; allowed are: 0.95; loss"),
    ("loss < 1", "loss is small", r"line 12: 'loss is small' is no claim; allowed are: QUANTITY < QUANTITY"),
    ("loss < 1", "mean layer0.z > 0", r"line 12: there is no value layer0.z; allowed is one of layer0.i, layer0.f"),
    ("loss < 1", "mean layer1.f > 0", r"line 12: there is no value layer1.f"),
    ("loss < 1", "mean layer0.f of unit 5 > 0", r"line 12: unit is 5; allowed is 1 to 4"),
    ("loss < 1", "mean layer0.f at step 0 > 0", r"line 12: step is 0; allowed is 1 to 100"),
    ("loss < 1", "mean layer0.f at steps 90-101 > 0", r"line 12: step is 101; allowed is 1 to 100"),
    ("loss < 1", "mean layer0.f in example 9 > 0", r"line 12: example is 9; allowed is 1 to 8"),
    ("loss < 1", "gradient layer0.h at step 101 > 0", r"line 12: step is 101; allowed is 1 to 100"),
    (
        "loss < 1",
        "gradient layer0.f at step 1 > 0",
        r"no value layer0.f; allowed is one of layer0.c, layer0.h",
    ),
    ("loss < 1", "at iteration 21: loss < 1", r"line 12: iteration is 21; the run makes 20"),
    ("loss < 1", "lstm beats rnn", r"line 12: a claim names cells only where the address is of Compare"),
    (
        "train?cell=lstm&",
        "compare?cells=rnn,gru&",
        r"line 12: name a cell that is compared, as in .loss of rnn.: one of rnn, gru",
    ),
    ("## Look", "## Lok", r"line 19: '## Lok' stands where '## Look' belongs; the parts are Predict, Look, Shows"),
    ("## Look\nThere.\n\n", "", r"line 19: '## Shows' stands where '## Look' belongs"),
    ("There.", "", r"the part '## Look' has no text"),
    ("## Answer\nTherefore.\n", "", r"the part '## Answer' is missing"),
    ("Before.\n", "", r"the part 'before the first heading' has no text"),
    ("+++\ntitle", "title", r"line 1: a lesson begins with a header between two lines of \+\+\+"),
]


@pytest.mark.parametrize(("was", "becomes", "said"), MISTAKES)
def test_a_mistake_is_named_with_its_file_and_line(was: str, becomes: str, said: str, tmp_path: Path) -> None:
    assert was in LESSON
    with pytest.raises(LessonError, match=said) as caught:
        read_lesson(write(tmp_path, LESSON.replace(was, becomes, 1)))
    assert str(caught.value).startswith("10-a-sample.md")


def test_a_file_of_another_name_or_encoding(tmp_path: Path) -> None:
    with pytest.raises(LessonError, match=r"must be a number, a hyphen and small letters, as in 35-forget-bias\.md"):
        read_lesson(write(tmp_path, name="Sample.md"))
    path = tmp_path / "10-bytes.md"
    path.write_bytes(b"+++\n\xff\xfe\n+++\n")
    with pytest.raises(LessonError, match=r"10-bytes\.md: it is not UTF-8 text"):
        read_lesson(path)


@given(st.text(max_size=300), st.integers(0, len(LESSON)))
def test_no_file_brings_anything_but_a_lesson_error(typed: str, at: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "10-a-sample.md"
        path.write_text(LESSON[:at] + typed + LESSON[at:], encoding="utf-8", errors="surrogatepass")
        said = path.name
        try:
            read_lesson(path)
        except LessonError as error:
            said = str(error)
    assert said.startswith("10-a-sample.md")


def test_a_heading_in_a_program_is_no_part(tmp_path: Path) -> None:
    text = LESSON.replace("There.", "There.\n\n```python\n## a comment\n```")
    assert "## a comment" in read_lesson(write(tmp_path, text)).parts["Look"]


def test_a_translation_changes_the_words_alone(tmp_path: Path) -> None:
    lesson = read_lesson(write(tmp_path))
    chinese = read_translation(write(tmp_path / "zh", TRANSLATION), lesson)
    assert (chinese.title, chinese.choices, chinese.parts["Look"]) == ("一个例子", ("是", "否"), "那里。")
    assert [(s.name, s.place, s.claims) for s in chinese.setups] == [
        ("按下", setup.place, setup.claims) for setup in lesson.setups
    ]


@pytest.mark.parametrize(
    ("was", "becomes", "said"),
    [
        ("[setup.first]", "[setup.second]", "line 1: it must have the same setups as the lesson, first, and 2 choices"),
        ('["是", "否"]', '["是"]', "line 1: it must have the same setups"),
        ('name = "按下"', 'name = "按下"\nopens = "train"', "line 9: setup.first has no 'opens'; allowed are name"),
        ('title = "一个例子"', 'title = "一个例子"\nminutes = 5', "line 3: the header has no 'minutes'"),
    ],
)
def test_a_translation_that_does_not_fit(was: str, becomes: str, said: str, tmp_path: Path) -> None:
    with pytest.raises(LessonError, match=said):
        read_translation(write(tmp_path / "zh", TRANSLATION.replace(was, becomes)), read_lesson(write(tmp_path)))


def test_the_library_is_in_order_and_reads_what_it_can(tmp_path: Path) -> None:
    write(tmp_path, name="100-last.md")
    write(tmp_path, name="9-first.md")
    write(tmp_path, LESSON.replace("minutes = 5", ""), "50-broken.md")
    write(tmp_path, name="60-first.md")
    found = library(tmp_path)
    assert [lesson.slug for lesson in found.lessons] == ["first", "last"]
    assert [mistake.split(":")[0] for mistake in found.mistakes] == ["50-broken.md, line 1", "60-first.md"]
    first, last = found.lessons
    assert found.beside(first) == (None, last)
    assert found.beside(last) == (first, None)
    assert found.find("nothing") is None


def test_a_changed_file_is_read_anew_and_english_stands_in(tmp_path: Path) -> None:
    path = write(tmp_path)
    use_language("zh")
    try:
        assert library(tmp_path).lessons[0].title == "A sample"
        write(tmp_path / "zh", TRANSLATION)
        assert library(tmp_path).lessons[0].title == "一个例子"
    finally:
        use_language("en")
    write(tmp_path, LESSON.replace("A sample", "Another"))
    os.utime(path, (1, 1))
    assert library(tmp_path).lessons[0].title == "Another"
