"""Every sentence that a person sees: English in the source, other languages in rnnviz/locale, a file for each area.

A page calls ``use_language("zh")`` once a run and then ``t("Iteration {n} of {total}", n=3, total=300)``.
The English text is the key.
"""

import re
from collections.abc import Mapping
from contextvars import ContextVar
from functools import lru_cache
from pathlib import Path

LANGUAGES: Mapping[str, str] = {"en": "English", "zh": "简体中文"}

_LOCALE = Path(__file__).parent / "locale"
_PLACE = re.compile(r"\{(\w+)(?::([^{}]*))?\}")

_language: ContextVar[str] = ContextVar("rnnviz_language", default="en")


def use_language(code: str) -> None:
    """Make `code` the language of this thread's (or asyncio task's) texts.

    Raises ValueError when `code` is not one of LANGUAGES.
    """
    if code not in LANGUAGES:
        raise ValueError(f"language {code!r} is not available; choose one of {', '.join(LANGUAGES)}")
    _language.set(code)


def current_language() -> str:
    """Return the code of the language in use, a key of LANGUAGES."""
    return _language.get()


def t(english: str, /, **values: object) -> str:
    """Return `english` in the current language with each ``{name}`` or ``{name:.2f}`` replaced by its value.

    A text without a translation stays English. A name without a value stays as it is written. Braces are
    never evaluated: only plain names are replaced, and values are not searched again.
    """
    return _fill(_catalogue(_language.get()).get(english, english), values)


def N(english: str, /) -> str:
    """Mark a constant for translation and return it unchanged; the page that shows it calls t()."""
    return english


def _fill(text: str, values: Mapping[str, object]) -> str:
    def value(place: re.Match[str]) -> str:
        name, spec = place[1], place[2] or ""
        return format(values[name], spec) if name in values else place[0]

    return _PLACE.sub(value, text) if values else text


@lru_cache
def _catalogue(code: str) -> Mapping[str, str]:
    if code == "en":
        return {}
    import polib  # here, so that English costs nothing

    files = sorted((_LOCALE / code).glob("*.po"))
    entries = (entry for file in files for entry in polib.pofile(str(file), encoding="utf-8"))
    return {entry.msgid: entry.msgstr for entry in entries if entry.translated()}
