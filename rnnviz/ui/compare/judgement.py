"""The verdict of a comparison, once it is over."""

from __future__ import annotations

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from rnnviz.training.verdict import Verdict, judge, verdict_sentences
from rnnviz.ui.cell_names import cell_title
from rnnviz.ui.compare.contest import Contest
from rnnviz.ui.compare.scoreboard import score_names, scores_by_cell
from rnnviz.ui.plain import plain
from rnnviz.words import t

_JUDGED = "compare.judged"


def judgement(shown: Contest) -> tuple[Verdict | None, str]:
    """Say who is better, or what there is to wait for.

    Returns:
        The verdict and the name of the score it is about; None while there is none.
    """
    scores = score_names(shown) if shown.over and shown.unscored() is None else {}
    with st.container(key="verdict", gap=None):
        if not scores:
            _waiting(shown)
            return None, ""
        words, name = _places(list(scores))
        score = scores[name]
        verdict = judge(scores_by_cell(shown, name), score.better)
        claim, *rest = verdict_sentences(verdict, {cell: cell_title(cell) for cell in shown.runs}, name, score.unit)
        with words:
            _say(claim, " ".join(rest))
        return verdict, name


def _places(names: list[str]) -> tuple[DeltaGenerator, str]:
    """Where the verdict stands, and the score that is judged by: the task's own metric at first."""
    if len(names) == 1:
        return st.container(gap=None), names[0]
    words, choice = st.columns([0.64, 0.36], vertical_alignment="center")
    if st.session_state.get(_JUDGED) not in names:
        st.session_state[_JUDGED] = names[0]
    chosen = choice.selectbox(
        t("Judged by"),
        names,
        format_func=lambda name: t("by {name}", name=name),
        key=_JUDGED,
        label_visibility="collapsed",
        persist_state="session",
    )
    return words.container(gap=None), str(chosen)


def _waiting(shown: Contest) -> None:
    if not shown.started:
        cells = t(", ").join(cell_title(cell) for cell in shown.comparison.cells)
        said = t("Press Train all to see which cell learns this best.")
        more = t(
            "{cells} see the same data in the same order, {n} times each, from seed {seed} on. When all are done you "
            "read here who is better, and whether the seeds allow to say so.",
            cells=cells,
            n=shown.comparison.seeds,
            seed=shown.comparison.base.seed,
        )
    elif shown.over:
        said, more = t("The scores are being computed."), ""
    else:
        said = t("The verdict comes when all runs are done.")
        more = t("Until then the bands say little: the cells are not equally far.")
    _say(said, more)


def _say(said: str, more: str) -> None:
    """A headline and what follows from it: always two lines or so, that nothing below moves."""
    st.markdown(f"##### {plain(said)}", help=_rule())
    st.caption(plain(more) or "\u00a0")


def _rule() -> str:
    return t(
        "The rule: every seed of one cell is paired with every seed of another. One is better where it wins all "
        "pairs, or so many that luck would do as much in fewer than 1 of 20 comparisons (Mann and Whitney's test, "
        "made stricter where there are more than two cells). So more seeds make the verdict surer: with three all "
        "pairs must agree, with thirty about two of three are enough. The cell that wins most pairs is held against "
        "each of the others."
    )
