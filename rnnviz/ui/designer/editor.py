"""The text box of the cell designer: a component that sends its text while it is typed, and marks what is not sound."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import streamlit as st

from rnnviz.cells import CellError
from rnnviz.cells.doubts import Doubt
from rnnviz.cells.language import MAX_CHARACTERS
from rnnviz.words import t

if TYPE_CHECKING:
    from streamlit.components.v2.types import ComponentRenderer

_HERE = Path(__file__).parent
_HTML = """\
<div class="editor">
  <div class="scroller"><div class="sheet">
    <div class="ink" aria-hidden="true"></div>
    <textarea spellcheck="false" autocomplete="off" autocapitalize="off" wrap="soft" aria-describedby="message">
    </textarea>
  </div></div>
  <div class="message" id="message" aria-live="polite"></div>
</div>
"""


@dataclass(frozen=True)
class Typed:
    """What came from the text box.

    Attributes:
        text: all of it.
        load: which text it was that has been changed to this one; see `editor`.
        rests: whether the typing has come to rest.
    """

    text: str
    load: int
    rests: bool


def typed(key: str) -> Typed | None:
    """What has been typed last in the text box of this name; None before anything was, or where it makes no sense."""
    found = (st.session_state.get(key) or {}).get("typed")
    if not isinstance(found, dict):
        return None
    text, load, rests = found.get("text"), found.get("load"), found.get("rests")
    if not isinstance(text, str) or not isinstance(load, int | float):
        return None
    # One character more than is allowed is enough to refuse the text.
    return Typed(text[: MAX_CHARACTERS + 1], int(load), rests is True)


def editor(key: str, text: str, load: int, error: CellError | None, doubts: Sequence[Doubt] = ()) -> None:
    """Show the text box.

    Args:
        key: its name.
        text: what stands in it when it appears, and whenever `load` is another than before.
        load: a number for each text that is put there; what is typed changes that text and leaves the number.
        error: what is not sound in the text.
        doubts: what is sound, but may not be meant; the first of them is marked, all are told.
    """
    _component()(
        key=key,
        data={
            "text": text,
            "load": load,
            "label": t("Equations of the cell"),
            "hint": t("One equation a line. What follows # says what a value is; on the first line, the cell's name."),
            "most": MAX_CHARACTERS,
            "error": None if error is None else _described(error),
            "doubt": _told(doubts) if doubts and error is None else None,
        },
        default={"typed": None},
        on_typed_change=_nothing,
    )


def _described(error: CellError) -> dict[str, object]:
    return {
        "line": error.line,
        "column": error.column,
        "note": error.problem,
        "sentence": str(error),
    }


def _told(doubts: Sequence[Doubt]) -> dict[str, object]:
    first = doubts[0]
    return {
        "line": first.line,
        "column": first.column,
        "note": t("{name} is nowhere defined", name=first.name),
        "sentence": " ".join(map(_doubted, doubts)),
    }


def _doubted(doubt: Doubt) -> str:
    return t(
        "Line {line}: {name} is nowhere defined, so it is trained as a vector; was a line lost?",
        line=doubt.line,
        name=doubt.name,
    )


@lru_cache
def _component() -> ComponentRenderer:
    style, script = ((_HERE / f"editor.{kind}").read_text(encoding="utf-8") for kind in ("css", "js"))
    return st.components.v2.component("rnnviz_editor", html=_HTML, css=style, js=script)


def _nothing() -> None:
    """Stand in for a callback: Streamlit gives a result attribute only to values that have one."""
