"""Tables of shapes and numbers as HTML, every text escaped."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape

import streamlit as st
from numpy.typing import ArrayLike

from rnnviz.figures.theme import PALETTES
from rnnviz.words import grouped, readable

MINUS = "\u2212"
AMOUNT, _NEGATIVE = (
    f"light-dark({PALETTES['light'].diverging[at][1]}, {PALETTES['dark'].diverging[at][1]})" for at in (-3, 2)
)

_STYLE = """<style>
.ref-table { border-collapse: collapse; font-variant-numeric: tabular-nums; line-height: 1.35; }
.ref-table th { text-align: left; font-weight: 600; padding: 0.2rem 1.1rem 0.2rem 0; opacity: 0.75; font-size: 0.9em; }
.ref-table td { padding: 0.22rem 1.1rem 0.22rem 0; vertical-align: middle;
  border-top: 1px solid color-mix(in srgb, currentColor 16%, transparent); }
.ref-table td.number { text-align: right; white-space: nowrap; }
.ref-table th, .ref-table td:not(:nth-child(3)) { white-space: nowrap; }
.ref-table code { font-size: 0.95em; background: none; padding: 0; color: inherit; white-space: nowrap; }
.ref-table :is(th, td):last-child { padding-right: 0; }
.ref-vector { display: inline-flex; gap: 3px; font-size: 0.9em; }
.ref-vector > span { min-width: 3.5em; padding: 0.1em 0.3em; border-radius: 4px; text-align: right; }
.ref-said { opacity: 0.75; font-size: 0.9em; white-space: nowrap; }
.ref-flow { display: flex; flex-wrap: wrap; gap: 0.5rem 1.6rem; align-items: flex-start; }
.ref-flow code, .ref-flow b { white-space: nowrap; }
.ref-matrix { border-collapse: separate; border-spacing: 3px; font-size: 0.9em; font-variant-numeric: tabular-nums; }
.ref-matrix td { min-width: 3.3em; padding: 0.15em 0.35em; border-radius: 4px; text-align: right; }
.ref-matrix td.gap { min-width: 0.6em; padding: 0; }
.ref-figure { font-size: 1.6em; font-weight: 650; line-height: 1.2; }
.ref-note { opacity: 0.75; font-size: 0.9em; }
</style>"""


class Html(str):
    """Text that is HTML already; all other text is escaped."""


def style() -> None:
    """The look of the tables; once on a page."""
    st.html(_STYLE)


def code(text: str) -> Html:
    """A name or a shape, in the font of code."""
    return Html(f"<code>{escape(text)}</code>")


def size(numbers: Sequence[object]) -> Html:
    """A shape: [7, 3, 16]."""
    return code(f"[{', '.join(map(str, numbers))}]")


def table(header: Sequence[str], rows: Iterable[Sequence[object]]) -> Html:
    """A table; whole numbers stand on the right, with thin spaces between thousands."""
    head = "".join(f"<th>{escape(text)}</th>" for text in header)
    body = "".join(f"<tr>{''.join(map(_cell, row))}</tr>" for row in rows)
    return Html(f'<table class="ref-table"><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>')


def number(value: float, places: int = 3) -> str:
    """A number with its sign as mathematics writes it, and no sign on a zero."""
    text = f"{value:.{places}f}"
    return text.replace("-", MINUS) if text.strip("-0.") else text.replace("-", "")


def difference(value: float) -> str:
    """How far two results are apart: "0" where they are equal, else its order of magnitude."""
    return readable(value, 1)


def vector(values: ArrayLike, reach: float = 1.0) -> Html:
    """Numbers side by side, blue where positive and orange where negative, full at ±`reach`."""
    import numpy as np

    cells = "".join(f'<span style="{_tint(v, reach)}">{number(v)}</span>' for v in np.asarray(values, float).ravel())
    return Html(f'<span class="ref-vector">{cells}</span>')


def matrix(values: ArrayLike, gap: int | None = None, reach: float = 1.0) -> Html:
    """Rows of numbers, coloured as in a vector; with a gap before the column `gap`."""
    import numpy as np

    rows = []
    for row in np.atleast_2d(np.asarray(values, float)):
        cells = [f'<td style="{_tint(v, reach)}">{number(v, 2)}</td>' for v in row]
        if gap is not None:
            cells.insert(gap, '<td class="gap"></td>')
        rows.append(f"<tr>{''.join(cells)}</tr>")
    return Html(f'<table class="ref-matrix"><tbody>{"".join(rows)}</tbody></table>')


def _tint(value: float, reach: float) -> str:
    share = min(abs(float(value)) / reach, 1.0) * 42
    return f"background: color-mix(in srgb, {AMOUNT if value > 0 else _NEGATIVE} {share:.0f}%, transparent)"


def _cell(value: object) -> str:
    if isinstance(value, Html):
        return f"<td>{value}</td>"
    if isinstance(value, int):
        return f'<td class="number">{grouped(value)}</td>'
    return f"<td>{escape(str(value))}</td>"
