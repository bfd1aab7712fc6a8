"""A still picture on the page: an SVG that follows the theme. st.html lets no SVG through, an image knows no theme."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from rnnviz.ui.reference.drawing import Drawing

if TYPE_CHECKING:
    from streamlit.components.v2.types import ComponentRenderer

_HTML = '<div class="picture"\n></div>'  # the line break tells Streamlit that this is HTML, not a path
_CSS = """\
.picture { margin: 0 auto; color-scheme: inherit; font-family: var(--st-font, system-ui, sans-serif); }
svg { display: block; width: 100%; height: auto; font-variant-numeric: tabular-nums; }
"""


def picture(drawing: Drawing, key: str, label: str, width: int = 760) -> None:
    """Show a drawing.

    Args:
        key: names it for as long as the page shows it.
        label: what a screen reader says.
        width: most pixels across.
    """
    _component()(key=key, data={"svg": drawing.svg(), "label": label, "width": f"{width}px"})


@lru_cache
def _component() -> ComponentRenderer:
    import streamlit as st

    script = Path(__file__).with_name("picture.js").read_text(encoding="utf-8")
    return st.components.v2.component("rnnviz_picture", html=_HTML, css=_CSS, js=script)
