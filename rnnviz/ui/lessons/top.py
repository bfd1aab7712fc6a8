"""A new lesson begins at its top: Streamlit leaves the page where the one before was read."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

import streamlit as st

if TYPE_CHECKING:
    from streamlit.components.v2.types import ComponentRenderer

_SCRIPT = """\
const shown = new WeakMap();

export default function ({ data, parentElement }) {
  const page = (parentElement.getRootNode().host ?? parentElement).closest("[data-testid=stMain]");
  if (page && shown.get(page) !== data) {
    if (shown.has(page)) page.scrollTo(0, 0);
    shown.set(page, data);
  }
}
"""


def begin_at_top(shown: str) -> None:
    """Scroll the page to its top whenever `shown` is another than before."""
    _component()(key="lessons-top", data=shown)


@lru_cache
def _component() -> ComponentRenderer:
    return st.components.v2.component("rnnviz_top", html="<span\n></span>", js=_SCRIPT)
