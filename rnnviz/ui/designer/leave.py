"""From the designer to the pages that train."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from rnnviz.training.comparison import most_seeds
from rnnviz.training.config import ConfigError
from rnnviz.ui import controls, state
from rnnviz.ui.compare import session as compared
from rnnviz.ui.compare import sidebar as compared_choices
from rnnviz.ui.plain import plain
from rnnviz.ui.shell import PAGES

AGAINST = ("lstm", "gru")


def train_it(text: str) -> None:
    """Train this cell on Train & watch, all other choices as they are there."""
    try:
        config = state.config().changed(cell=text, engine="auto")
    except ConfigError as error:
        st.error(plain(str(error)))
        return
    state.offer_cells(text)
    controls.load(config)
    state.train_at_once()
    st.switch_page(PAGES / "train.py")


def compare_it(text: str) -> None:
    """Open Compare with this cell next to an LSTM and a GRU, all other choices as they are there."""
    shown = compared.comparison()
    cells = (text, *AGAINST)
    try:
        base = shown.base.changed(cell=text, engine="auto")
        found = replace(shown, base=base, cells=cells, seeds=min(shown.seeds, most_seeds(len(cells))))
    except ConfigError as error:
        st.error(plain(str(error)))
        return
    state.offer_cells(text)
    compared_choices.load(found)
    st.switch_page(PAGES / "compare.py")
