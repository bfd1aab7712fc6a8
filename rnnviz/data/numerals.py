"""Numbers as people write them: decimal point or comma, with or without thousands separators."""

from __future__ import annotations

import re
from typing import Literal

Decimal = Literal["point", "comma"]
LONGEST_NUMERAL = 60
GAPS = frozenset({"", "na", "n/a", "#n/a", "nan", "null", "none", "nil", "-", "--", "–", "—", "?", ".", "missing"})
INFINITE = frozenset({"inf", "infinity", "∞"})

_POWER = r"(?:[eE][+-]?\d+)?"
_POINT = re.compile(rf"[+-]?(?:\d+\.?\d*|\.\d+){_POWER}")
_COMMA = re.compile(rf"[+-]?(?:\d+,?\d*|,\d+){_POWER}")
_BLANKS = " \u00a0\u2009\u202f"
_THOUSANDS: dict[Decimal, re.Pattern[str]] = {
    "point": re.compile(rf"[+-]?\d{{1,3}}(?:([,'’{_BLANKS}])\d{{3}})(?:\1\d{{3}})*(?:\.\d*)?"),
    "comma": re.compile(rf"[+-]?\d{{1,3}}(?:([.'’{_BLANKS}])\d{{3}})(?:\1\d{{3}})*(?:,\d*)?"),
}
_PLAIN: dict[Decimal, re.Pattern[str]] = {"point": _POINT, "comma": _COMMA}


def is_gap(cell: str) -> bool:
    """Whether a cell says that there is no value."""
    return cell.strip().casefold() in GAPS


def number(cell: str, decimal: Decimal) -> float | None:
    """The number that a cell holds, infinite where it is too large for one; None where it holds none."""
    text = cell.strip().replace("−", "-")
    if len(text) > LONGEST_NUMERAL:
        return None
    if text.isdecimal():
        return float(text)
    if _PLAIN[decimal].fullmatch(text):
        return float(text.replace(",", "."))
    if _THOUSANDS[decimal].fullmatch(text):
        digits = re.sub(rf"['’{_BLANKS}{',' if decimal == 'point' else '.'}]", "", text)
        return float(digits.replace(",", "."))
    return float("inf") if text.lstrip("+-").casefold() in INFINITE else None
