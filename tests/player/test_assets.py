"""The script and the style sheet hold together: every file is used, every word is known, nothing is unsafe."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest

import rnnviz.player
from rnnviz.player.assets import (
    BOARD_SCRIPTS,
    BOARD_STYLES,
    SCRIPTS,
    SLIDERS_SCRIPTS,
    SLIDERS_STYLES,
    STYLES,
    TILES_SCRIPTS,
    TILES_STYLES,
    board_script,
    board_style,
    script,
    sliders_script,
    sliders_style,
    style,
    tiles_script,
)
from rnnviz.player.words import WORDS

HERE = Path(rnnviz.player.__file__).parent


EACH = pytest.mark.parametrize(
    "joined", [script, board_script, sliders_script, tiles_script], ids=["player", "board", "sliders", "map"]
)


@pytest.mark.parametrize(
    ("kind", "names"),
    [
        ("js", (*SCRIPTS, *BOARD_SCRIPTS, *SLIDERS_SCRIPTS, *TILES_SCRIPTS, "feed")),
        ("css", (*STYLES, *BOARD_STYLES, *SLIDERS_STYLES, *TILES_STYLES)),
    ],
    ids=["js", "css"],
)
def test_every_file_is_used(kind: str, names: tuple[str, ...]) -> None:
    assert set(names) == {path.stem for path in (HERE / kind).glob(f"*.{kind}")}


@pytest.mark.parametrize("names", [SCRIPTS, STYLES, BOARD_SCRIPTS, BOARD_STYLES, SLIDERS_SCRIPTS, SLIDERS_STYLES])
def test_every_file_is_joined_once(names: tuple[str, ...]) -> None:
    assert len(names) == len(set(names))


@EACH
def test_one_file_exports_and_none_imports(joined: Callable[[], str]) -> None:
    assert len(re.findall(r"^export ", joined(), re.MULTILINE)) == 1
    assert not re.search(r"^import |import\(", joined(), re.MULTILINE)


@EACH
def test_no_name_is_defined_twice(joined: Callable[[], str]) -> None:
    names = re.findall(r"^(?:function|class|const|let) (\w+)", joined(), re.MULTILINE)
    assert len(names) == len(set(names))


@pytest.mark.parametrize("unsafe", ["innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(", "http"])
def test_text_is_never_markup_and_nothing_is_fetched(unsafe: str) -> None:
    for joined in (script, board_script, sliders_script, style, board_style, sliders_style):
        allowed = joined().replace("http://www.w3.org/", "")  # namespaces, which nobody opens
        assert unsafe not in allowed


def test_every_word_the_script_shows_is_known_and_used() -> None:
    shown = set(re.findall(r'words\(\s*"([^"]+)"', script()))
    assert shown <= set(WORDS)
    unused = [word for word in WORDS if f'"{word}"' not in script()]
    assert unused == []


def test_files_are_small() -> None:
    longest = max((HERE / "js").glob("*.js"), key=lambda path: len(path.read_text().splitlines()))
    assert len(longest.read_text().splitlines()) <= 300, longest.name
