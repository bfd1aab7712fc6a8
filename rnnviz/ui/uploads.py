"""Widgets that take in the data of a person: a CSV file with a chosen column, or a text.

Everything stays in the session: the file with Streamlit's own widget, what was read of it in `Taken`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

import streamlit as st

from rnnviz.data.csv_column import read_column
from rnnviz.data.csv_layout import MOST_BYTES, Layout, inspect
from rnnviz.data.text_reader import MOST_CHARACTERS, Text, read_pasted, read_text
from rnnviz.data.uploads import Upload, UploadError, find, keep
from rnnviz.tasks.option import UploadOption
from rnnviz.ui.plain import plain
from rnnviz.words import N, t

if TYPE_CHECKING:
    from streamlit.runtime.uploaded_file_manager import UploadedFile

_FILE, _PASTED, _COLUMN, _TAKEN = ".file", ".pasted", ".column", ".taken"
_PASTED_HEIGHT = 100
_HELP = {
    "series": N(
        "One value a line, with or without a header; columns separated by comma, semicolon, tab or |; decimal point or "
        "comma; up to 5 MB. It stays in this session: nothing is stored, and the address does not open it elsewhere."
    ),
    "text": N(
        "Plain text, up to a million characters. It stays in this session: nothing is stored, and the address does "
        "not open it elsewhere."
    ),
}


@dataclass(frozen=True)
class Taken:
    """What was made of the latest file or text; holds the upload as long as the session lasts.

    Attributes:
        upload: the latest one that could be read; None where none could.
        layout: of the CSV file that is chosen, where it is one.
        at: the chosen column's place in the layout.
        notes: what a person should know of how it was read, a sentence each.
        error: why the latest could not be read, a sentence; empty otherwise.
    """

    upload: Upload | None = None
    layout: Layout | None = None
    at: int = 0
    notes: tuple[str, ...] = ()
    error: str = ""


def upload_field(option: UploadOption, key: str) -> None:
    """Draw an upload option; `st.session_state[key]` is the key of the upload in use, or the option's default.

    What else the session has of it stands under keys that begin with `key`.
    """
    is_series = option.kind == "series"
    file = st.file_uploader(
        t(option.label),
        key=key + _FILE,
        on_change=_take_table if is_series else _take_text_file,
        args=(key,),
        max_upload_size=MOST_BYTES // 2**20,
        help=t(_HELP[option.kind]),
    )
    pasted = "" if is_series else _paste(key)
    taken = _taken(key)
    if file is not None and taken.layout is not None:
        _columns(taken.layout, taken.at, key)
    if taken.error:
        st.error(plain(taken.error))
    _in_use(option, key, taken, removable=file is None and not pasted)


def _paste(key: str) -> str:
    label = t("Or paste a text")
    area = st.text_area(
        label, key=key + _PASTED, height=_PASTED_HEIGHT, max_chars=MOST_CHARACTERS, on_change=_take_pasted, args=(key,)
    )
    return area or ""


def _columns(layout: Layout, at: int, key: str) -> None:
    if len(layout.columns) > 1:
        st.session_state.setdefault(key + _COLUMN, at)
        names = [name for _, name in layout.columns]
        places = range(len(names))
        chosen = key + _COLUMN
        st.selectbox(
            t("Column"), places, format_func=names.__getitem__, key=chosen, on_change=_take_column, args=(key,)
        )


def _in_use(option: UploadOption, key: str, taken: Taken, removable: bool) -> None:
    upload = find(st.session_state[key], option.kind)
    if upload is None:
        return
    count = len(upload.text) if upload.values is None else len(upload.values)
    what = (
        t("In use: {title}, {count:,} characters.", title=upload.title, count=count)
        if upload.values is None
        else t("In use: {title}, {count:,} values.", title=upload.title, count=count)
    )
    notes = taken.notes if taken.upload is upload else ()
    st.caption("\n\n".join(plain(line) for line in (what, *notes)))
    if removable:
        st.button(t("Use what is shipped"), key=f"{key}.default", on_click=_let_go, args=(key,))


def _taken(key: str) -> Taken:
    return cast(Taken, st.session_state.get(key + _TAKEN, Taken()))


def _take_table(key: str) -> None:
    """Another CSV file has been chosen, or none."""
    file: UploadedFile | None = st.session_state[key + _FILE]
    st.session_state.pop(key + _COLUMN, None)
    if file is None:
        _let_go(key)
        return
    try:
        layout = inspect(file.getvalue(), file.name)
    except UploadError as error:
        _refuse(key, error)
        return
    _let_go(key)
    _read_column(key, file, layout, layout.suggested)


def _take_column(key: str) -> None:
    """Another column of the file has been chosen."""
    file: UploadedFile | None = st.session_state.get(key + _FILE)
    layout = _taken(key).layout
    if file is not None and layout is not None:
        _read_column(key, file, layout, st.session_state[key + _COLUMN])


def _read_column(key: str, file: UploadedFile, layout: Layout, at: int) -> None:
    try:
        column = read_column(file.getvalue(), layout, at)
    except UploadError as error:
        st.session_state[key + _TAKEN] = Taken(_taken(key).upload, layout, at, error=str(error))
        return
    upload = keep("series", column.title, values=column.values)
    _use(key, Taken(upload, layout, at, column.notes))


def _take_text_file(key: str) -> None:
    """Another text file has been chosen, or none."""
    file: UploadedFile | None = st.session_state[key + _FILE]
    if file is None:
        _let_go(key)
        return
    try:
        _use_text(key, read_text(file.getvalue(), file.name))
    except UploadError as error:
        _refuse(key, error)


def _take_pasted(key: str) -> None:
    """Another text has been pasted, or it has been taken out."""
    text = st.session_state[key + _PASTED]
    if not text:
        _let_go(key)
        return
    try:
        _use_text(key, read_pasted(text))
    except UploadError as error:
        _refuse(key, error)


def _use_text(key: str, text: Text) -> None:
    _use(key, Taken(keep("text", text.title, text=text.text), notes=text.notes))


def _use(key: str, taken: Taken) -> None:
    assert taken.upload is not None
    st.session_state[key + _TAKEN] = taken
    st.session_state[key] = taken.upload.key


def _refuse(key: str, error: UploadError) -> None:
    """Say why a file cannot be read; what is shipped is in use again, as the widget shows this file."""
    _let_go(key)
    st.session_state[key + _TAKEN] = Taken(error=str(error))


def _let_go(key: str) -> None:
    st.session_state.pop(key + _TAKEN, None)
    st.session_state[key] = UploadOption.default
