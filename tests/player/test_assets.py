"""The script and the style sheet hold together: every file is used, every word is known, nothing is unsafe."""

import re
from pathlib import Path

import pytest

import rnnviz.player
from rnnviz.player.assets import FILES, script, style
from rnnviz.player.words import WORDS

HERE = Path(rnnviz.player.__file__).parent
EACH = pytest.mark.parametrize("name", FILES)


def test_every_file_is_used() -> None:
    for kind, lists in (
        ("js", [files.scripts for files in FILES.values()]),
        ("css", [files.styles for files in FILES.values()]),
    ):
        assert set(" ".join(lists).split()) == {path.stem for path in (HERE / kind).glob(f"*.{kind}")}


@EACH
def test_every_file_is_joined_once(name: str) -> None:
    for names in (FILES[name].scripts.split(), FILES[name].styles.split()):
        assert len(names) == len(set(names))


@EACH
def test_one_file_exports_and_none_imports(name: str) -> None:
    assert len(re.findall(r"^export ", script(name), re.MULTILINE)) == 1
    assert not re.search(r"^import |import\(", script(name), re.MULTILINE)


@EACH
def test_no_name_is_defined_twice(name: str) -> None:
    names = re.findall(r"^(?:function|class|const|let) (\w+)", script(name), re.MULTILINE)
    assert len(names) == len(set(names))


@EACH
@pytest.mark.parametrize("unsafe", ["innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(", "http"])
def test_text_is_never_markup_and_nothing_is_fetched(name: str, unsafe: str) -> None:
    for joined in (script(name), style(name)):
        assert unsafe not in joined.replace("http://www.w3.org/", "")  # namespaces, which nobody opens


def test_every_word_the_script_shows_is_known_and_used() -> None:
    shown = set(re.findall(r'words\(\s*"([^"]+)"', script("player")))
    assert shown <= set(WORDS)
    unused = [word for word in WORDS if f'"{word}"' not in script("player")]
    assert unused == []


def test_files_are_small() -> None:
    longest = max((HERE / "js").glob("*.js"), key=lambda path: len(path.read_text().splitlines()))
    assert len(longest.read_text().splitlines()) <= 300, longest.name
