"""The Chinese catalogue: every text that a person can meet is in it, whole, and nothing else is."""

import ast
import re
from collections import Counter
from collections.abc import Iterator

import polib
import pytest

from rnnviz.cells import CELLS
from rnnviz.player.words import WORDS
from rnnviz.tasks import TASKS, make_task
from rnnviz.words import t, use_language
from tests.imports import ROOT, sources

CATALOGUE = [
    entry for file in sorted((ROOT / "rnnviz" / "locale" / "zh").glob("*.po")) for entry in polib.pofile(str(file))
]
CHINESE = re.compile(r"[\u4e00-\u9fff]")
PLACE = re.compile(r"\{\w+(?::[^{}]*)?\}")
UNITS = {"{value:.0f} °C", "{value:.0f} hPa", "{value:.0f} m/s", "{value:.0f} mm"}
SAME_IN_CHINESE = {"LSTM", "GRU", "RNN (tanh)", "RNN (ReLU)", "IndRNN", "minGRU", "minLSTM", "NumPy"}
SAME_IN_CHINESE |= {"AUC", "x", "sin x"} | UNITS


@pytest.fixture(autouse=True)
def english_again() -> Iterator[None]:
    yield
    use_language("en")


def marked() -> Iterator[ast.expr]:
    """The first argument of every call of t or N in the product."""
    for path in sources():
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ("t", "N"):
                yield node.args[0]


def literals() -> set[str]:
    """Texts that the source spells out where it translates or marks them."""
    return {node.value for node in marked() if isinstance(node, ast.Constant) and isinstance(node.value, str)}


def cell_texts() -> set[str]:
    """Titles, labels and meanings of the catalogue of cells; a value without a label shows its bare name."""
    found = {text for cell in CELLS.values() for text in (cell.title, cell.change)}
    for cell in CELLS.values():
        found |= {cell.meaning(name) for name in cell.names}
        found |= {label for name in cell.names if (label := cell.label(name)) != name}
    return found - {""}


def task_texts() -> set[str]:
    """What each task says of itself, and the labels of its options."""
    tasks = [make_task(key) for key in TASKS]
    own = {text for task in tasks for text in (task.title, task.memory, task.baseline_name)}
    return own | {option.label for task in tasks for option in task.options}


def texts() -> set[str]:
    return literals() | cell_texts() | task_texts() | set(WORDS)


def places(text: str) -> set[str]:
    return set(PLACE.findall(text))


def without_places(text: str) -> str:
    return PLACE.sub("", text)


def test_the_texts_are_found() -> None:
    assert len(literals()) > 200
    joined = "x is the input, name_prev the previous value of a state, and functions keep their names; choose another."
    assert {"Train", "Forget-gate bias at the start", joined} <= literals()
    assert {"forget gate", "share of the old memory that is kept", "LSTM"} <= cell_texts()
    assert {"Sine wave", "guessing", "Sequence length"} <= task_texts()


def test_no_text_is_put_together_before_it_is_translated() -> None:
    built = [ast.unparse(node) for node in marked() if isinstance(node, ast.JoinedStr | ast.BinOp)]
    assert built == [], "give t() one literal with {places}"


def test_every_text_has_a_translation() -> None:
    translated = {entry.msgid for entry in CATALOGUE if entry.translated()}
    assert sorted(texts() - translated) == []


def test_every_translation_is_of_a_text_in_use() -> None:
    used = texts()
    assert [entry.msgid for entry in CATALOGUE if entry.msgid not in used] == []


def test_no_text_is_translated_twice() -> None:
    assert [text for text, count in Counter(entry.msgid for entry in CATALOGUE).items() if count > 1] == []


def test_translations_keep_places_with_their_formats() -> None:
    wrong = [entry.msgid for entry in CATALOGUE if places(entry.msgid) != places(entry.msgstr)]
    assert wrong == []


def test_a_translation_invents_no_brace() -> None:
    assert [entry.msgid for entry in CATALOGUE if set("{}") & set(without_places(entry.msgstr))] == []


def test_translations_are_in_chinese() -> None:
    worded = [entry for entry in CATALOGUE if re.search("[A-Za-z]", without_places(entry.msgid))]
    assert {entry.msgid for entry in worded if not CHINESE.search(entry.msgstr)} == SAME_IN_CHINESE


def test_sentences_come_out_in_chinese() -> None:
    use_language("zh")
    assert t("forget gate") == "遗忘门"
    assert t(make_task("sine").title) == "正弦波"
    assert t("Train {n} more", n=300) == "再训练 300 次"
    assert t("{rate:.0f} a second", rate=41.6) == "每秒 42 次"
    assert t("{label} is '{value}'; allowed is {allowed}.", label=t("Hidden size"), value="0", allowed="1") == (
        "隐藏层大小为“0”；应为 1。"
    )
