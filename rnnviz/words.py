"""Every sentence that a person sees: English in the source, other languages in rnnviz/locale, a file for each area.

And every number in them: written one way, the same in all languages.

A page calls ``use_language("zh")`` once a run and then ``t("Iteration {n} of {total}", n=3, total=300)``.
The English text is the key.
"""

import math
import re
from collections.abc import Mapping
from contextvars import ContextVar
from functools import lru_cache
from pathlib import Path

LANGUAGES: Mapping[str, str] = {"en": "English", "zh": "简体中文"}

_LOCALE = Path(__file__).parent / "locale"
_PLACE = re.compile(r"\{(\w+)(?::([^{}]*))?\}")

_SUPERSCRIPTS = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")

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

    Thousands, as in ``{name:,}``, are set apart as `grouped` does it.

    A text without a translation stays English. A name without a value stays as it is written. Braces are
    never evaluated: only plain names are replaced, and values are not searched again.
    """
    return _fill(_catalogue(_language.get()).get(english, english), values)


def N(english: str, /) -> str:
    """Mark a constant for translation and return it unchanged; the page that shows it calls t()."""
    return english


def grouped(number: int) -> str:
    """A whole number as people read it: 4 194 304, with thin spaces that no line breaks at."""
    return f"{number:,}".replace(",", "\u202f")


def readable(value: float, digits: int = 3) -> str:
    """A number with so many digits, very small and very large ones with a power of ten ("3.52×10⁻⁵"); or "∞"."""
    if not math.isfinite(value):
        return "∞"
    if value == 0 or 1e-4 <= abs(value) < 1e5:
        return f"{value:.{digits}g}" if abs(value) < 10**digits else grouped(round(value))
    factor, power = f"{value:.{digits - 1}e}".split("e")
    return f"{factor}×10{str(int(power)).translate(_SUPERSCRIPTS)}"


def _fill(text: str, values: Mapping[str, object]) -> str:
    def value(place: re.Match[str]) -> str:
        name, spec = place[1], place[2] or ""
        if name not in values:
            return place[0]
        text = format(values[name], spec)
        return text.replace(",", "\u202f") if spec == "," else text

    return _PLACE.sub(value, text) if values else text


@lru_cache
def _catalogue(code: str) -> Mapping[str, str]:
    if code == "en":
        return {}
    import polib  # here, so that English costs nothing

    files = sorted((_LOCALE / code).glob("*.po"))
    entries = (entry for file in files for entry in polib.pofile(str(file), encoding="utf-8"))
    return {entry.msgid: entry.msgstr for entry in entries if entry.translated()}
