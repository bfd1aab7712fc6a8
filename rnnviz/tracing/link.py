"""Changes as a short text that an address can carry, and back.

A change is its parts with "~" between them, and two "~" part it from the next: "layer0.f~clamp~0.25~u1-4.7~s11-100~off"
sets the forget gate of the units 1 to 4 and 7 to 0.25 at the steps 11 to 100, and is switched off;
"layer0.U_f~set~1.5~r3.8" sets row 3, column 8 of an array. All are counted from 1; what is left out means all.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from rnnviz.tracing.intervention import Change, Intervention, InterventionError, WeightEdit
from rnnviz.words import t

SET = "set"
LONGEST = 4000
MOST_UNITS = 100_000
"""More than any network here has: a wide span in an address must not become a long list."""
_NUMBER = re.compile(r"-?(?:\d{1,7}(?:\.\d{0,22})?|\.\d{1,22})(?:e-?\d{1,3})?")
_PLACES = re.compile(r"\d{1,6}(?:-\d{1,6})?(?:\.\d{1,6}(?:-\d{1,6})?)*")


@dataclass(frozen=True)
class Read:
    """What an address says.

    Attributes:
        changes: those that are sound, in order.
        wrong: a sentence for each that is not.
    """

    changes: tuple[Change, ...] = ()
    wrong: tuple[str, ...] = ()


def to_text(changes: Iterable[Change]) -> str:
    """The changes as a text; empty for none."""
    return "~~".join("~".join(_parts(change)) for change in changes)


def from_text(text: str, most: int) -> Read:
    """Read what to_text() wrote, in which anything may stand; only the first `most` changes are taken."""
    changes: list[Change] = []
    wrong: list[str] = []
    rows = text[:LONGEST].split("~~") if text else []
    for row in rows[:most]:
        try:
            changes.append(_change(row))
        except InterventionError as error:
            wrong.append(t("A change of the address is left out: {why}", why=str(error)))
    if len(rows) > most or len(text) > LONGEST:
        wrong.append(t("The address holds too many changes; the first {n} are made.", n=len(changes)))
    return Read(tuple(changes), tuple(wrong))


def _parts(change: Change) -> list[str]:
    if isinstance(change, WeightEdit):
        parts = [change.address, SET, _short(change.value), "r" + ".".join(str(place + 1) for place in change.index)]
    else:
        parts = [change.address, change.operation, _short(change.amount)]
        if change.units is not None:
            parts.append("u" + _spans(change.units))
        if change.first or change.last is not None:
            parts.append(f"s{change.first + 1}" + ("-" if change.last is None else f"-{change.last + 1}"))
    return parts if change.on else [*parts, "off"]


def _short(value: float) -> str:
    """The shortest text that reads back as the same number."""
    text = repr(value).removesuffix(".0").replace("e+", "e").replace("e-0", "e-")
    return re.sub(r"^(-?)0\.", r"\1.", text)


def _spans(units: tuple[int, ...]) -> str:
    spans: list[list[int]] = []
    for unit in units:
        if spans and unit == spans[-1][1] + 1:
            spans[-1][1] = unit
        else:
            spans.append([unit, unit])
    return ".".join(f"{a + 1}" if a == b else f"{a + 1}-{b + 1}" for a, b in spans)


def _change(row: str) -> Change:
    address, operation, amount, *further = [*row.split("~"), "", ""] if row.count("~") < 2 else row.split("~")
    on = "off" not in further
    marks = {part[:1]: part[1:] for part in further if part != "off"}
    if not marks.keys() <= ({"r"} if operation == SET else {"u", "s"}):
        raise _unread(row)
    if operation == SET:
        return WeightEdit(address, _index(marks.get("r", ""), row), _number(amount), on)
    units = _units(marks["u"], row) if "u" in marks else None
    first, last = _steps(marks["s"], row) if "s" in marks else (0, None)
    return Intervention(address, operation, _number(amount), units, first, last, on)  # type: ignore[arg-type]


def _number(text: str) -> float:
    if not _NUMBER.fullmatch(text):
        raise InterventionError(
            t("{label} is '{value}'; allowed is {allowed}.", label=t("Amount"), value=text[:40], allowed=t("a number"))
        )
    return float(text)


def _index(text: str, row: str) -> tuple[int, ...]:
    if not re.fullmatch(r"\d{1,6}(?:\.\d{1,6})?", text):
        raise _unread(row)
    return tuple(int(place) - 1 for place in text.split("."))


def _units(text: str, row: str) -> tuple[int, ...]:
    if not _PLACES.fullmatch(text):
        raise _unread(row)
    found: set[int] = set()
    for part in text.split("."):
        first, _, last = part.partition("-")
        ends = int(first) - 1, int(last or first)
        if ends[1] > MOST_UNITS or ends[0] < 0 or ends[0] >= ends[1]:
            raise _unread(row)
        found |= set(range(*ends))
    return tuple(sorted(found))


def _steps(text: str, row: str) -> tuple[int, int | None]:
    match = re.fullmatch(r"(\d{1,6})-(\d{1,6})?", text)
    if match is None:
        raise _unread(row)
    return int(match[1]) - 1, int(match[2]) - 1 if match[2] else None


def _unread(row: str) -> InterventionError:
    short = row if len(row) <= 60 else row[:59] + "…"
    return InterventionError(
        t(
            "'{text}' cannot be read; it should look like {example}.",
            text=short,
            example="layer0.f~clamp~0.25~u1-4~s1-9",
        )
    )
