"""The choices of a comparison, in the sidebar."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from rnnviz.cells import find_cell
from rnnviz.training.comparison import FEWEST_CELLS, MOST_CELLS, Comparison, most_seeds
from rnnviz.training.config import ConfigError, has_forget_bias, has_input_gate
from rnnviz.ui.bounded import bounded_number
from rnnviz.ui.cell_names import cell_title, pick_list
from rnnviz.ui.compare import session
from rnnviz.ui.form import Form
from rnnviz.ui.plain import plain
from rnnviz.words import t

_PREFIX = "compare.choice."
_FORM = Form(_PREFIX, session.base, session.set_base)
_CELLS, _SEEDS, _MATCHED = "compare.cells", "compare.seeds", "compare.matched"


def sidebar(cuda: bool | None) -> None:
    """Draw every choice and take the person's answers into the session's comparison.

    Args:
        cuda: whether this machine has CUDA; None while that is not known.
    """
    shown = session.comparison()
    with st.sidebar:
        _own(shown)
        _FORM.task()
        _FORM.number("hidden", help=_hidden_help(shown))
        _FORM.rate()
        _FORM.number("iterations", step=100)
        with st.expander(t("More choices")):
            cells = [find_cell(cell) for cell in shown.cells]
            _FORM.more(cuda, any(map(has_forget_bias, cells)), any(map(has_input_gate, cells)))
        _FORM.take()
        _take_own()


def load(comparison: Comparison) -> None:
    """Set every widget to a comparison; only in callbacks, before the widgets are drawn."""
    session.set_comparison(comparison)
    _FORM.load(comparison.base)
    for key in (_CELLS, _SEEDS, _MATCHED):
        st.session_state.pop(key, None)


def _own(shown: Comparison) -> None:
    """Which cells, how many seeds, and whether their sizes are matched."""
    st.session_state.setdefault(_CELLS, list(shown.cells))
    st.session_state.setdefault(_SEEDS, shown.seeds)
    st.session_state.setdefault(_MATCHED, shown.matched)
    titles = pick_list(*st.session_state[_CELLS])
    st.multiselect(t("Cells"), list(titles), format_func=titles.__getitem__, max_selections=MOST_CELLS, key=_CELLS)
    most = most_seeds(max(FEWEST_CELLS, len(st.session_state[_CELLS])))
    st.session_state[_SEEDS] = min(st.session_state[_SEEDS], most)
    help = t("Each cell trains once with each seed. Three or more show how much is luck.")
    bounded_number(t("Seeds"), 1, most, _SEEDS, help=help)
    help = t("Each cell gets the hidden size with which its number of parameters is nearest to that of the first.")
    st.toggle(t("Match the number of parameters"), key=_MATCHED, help=help)


def _take_own() -> None:
    chosen = tuple(st.session_state[_CELLS])
    base = session.base()
    try:
        base = base.changed(cell=chosen[0]) if chosen else base
        session.set_comparison(
            replace(
                session.comparison(),
                base=base,
                cells=chosen,
                seeds=st.session_state[_SEEDS],
                matched=st.session_state[_MATCHED],
            )
        )
    except ConfigError as error:
        st.error(plain(str(error)))
    except ValueError:
        st.warning(t("Choose at least two cells to compare."))


def _hidden_help(shown: Comparison) -> str | None:
    if not shown.matched:
        return None
    first = plain(cell_title(shown.cells[0]))
    return t("That of the first cell, {cell}; the others follow its number of parameters.", cell=first)
