"""The script and the style sheet hold together: every file is used, every word is known, nothing is unsafe."""

import re
from pathlib import Path

import pytest

import rnnviz.player
from rnnviz.player.assets import SCRIPTS, STYLES, script, style
from rnnviz.player.words import WORDS

HERE = Path(rnnviz.player.__file__).parent


@pytest.mark.parametrize(("kind", "names"), [("js", SCRIPTS), ("css", STYLES)])
def test_every_file_is_joined_once(kind: str, names: tuple[str, ...]) -> None:
    own = {"feed"} if kind == "js" else set()  # a component of its own
    assert sorted(own.union(names)) == sorted(path.stem for path in (HERE / kind).glob(f"*.{kind}"))


def test_one_file_exports_and_none_imports() -> None:
    assert len(re.findall(r"^export ", script(), re.MULTILINE)) == 1
    assert not re.search(r"^import |import\(", script(), re.MULTILINE)


def test_no_name_is_defined_twice() -> None:
    names = re.findall(r"^(?:function|class|const|let) (\w+)", script(), re.MULTILINE)
    assert len(names) == len(set(names))


@pytest.mark.parametrize("unsafe", ["innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(", "http"])
def test_text_is_never_markup_and_nothing_is_fetched(unsafe: str) -> None:
    allowed = script().replace("http://www.w3.org/", "")  # namespaces, which nobody opens
    assert unsafe not in allowed
    assert unsafe not in style()


def test_every_word_the_script_shows_is_known_and_used() -> None:
    shown = set(re.findall(r'words\(\s*"([^"]+)"', script()))
    assert shown <= set(WORDS)
    unused = [word for word in WORDS if f'"{word}"' not in script()]
    assert unused == []


def test_files_are_small() -> None:
    longest = max((HERE / "js").glob("*.js"), key=lambda path: len(path.read_text().splitlines()))
    assert len(longest.read_text().splitlines()) <= 300, longest.name
