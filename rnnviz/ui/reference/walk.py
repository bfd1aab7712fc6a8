"""A walk through nn.RNNCell and nn.RNN with the tensors that torch prints."""

from __future__ import annotations

import streamlit as st

from rnnviz.network.walk import (
    FEATURES,
    HIDDEN,
    PROGRAM,
    STEPS,
    convolution_against_dense,
    shared_against_dense,
    walk,
)
from rnnviz.ui.reference import tables
from rnnviz.words import grouped, t


def walk_through() -> None:
    """The cell called three times, two layers at once, and what sharing over time saves."""
    st.markdown(
        t(
            "Batch 1, sequence 3, input 4, hidden 2. A **cell** makes one step: you write the loop. "
            "The **RNN** makes all steps of all layers in one call. Seeded, so that you get the same numbers."
        )
    )
    found = walk()
    st.html(_calls())
    difference = tables.difference(found.looped)
    st.caption(t("nn.RNN with the cell's weights makes the same loop: {difference} apart.", difference=difference))
    left, right = st.columns([1, 1.3], gap="medium")
    with left:
        st.code(PROGRAM, language="python")
    with right:
        shapes = t("output {output}, hidden {hidden}", output=list(found.output.shape), hidden=list(found.hidden.shape))
        st.markdown(f"**{t('Two layers in one call')}**: {shapes}")
        st.html(_layers())
        st.caption(t("output: the last layer at every step. hidden: every layer at the last step. They share one row."))
    st.divider()
    _sharing()


def _calls() -> str:
    found = walk()
    rows = [
        (
            str(step + 1),
            tables.vector(found.inputs[step].numpy(), reach=2),
            tables.vector(found.states[step].numpy()),
            tables.vector(found.states[step + 1].numpy()),
        )
        for step in range(STEPS)
    ]
    state = f"[1, {HIDDEN}]"
    before, after = t("h before {shape}", shape=state), t("h after {shape}", shape=state)
    return tables.table([t("the cell's call"), f"x [1, {FEATURES}]", before, after], rows)


def _layers() -> str:
    found = walk()
    outputs = [
        (tables.code(f"output[{step}]"), tables.vector(found.output[step].numpy()), t("layer 2, step {n}", n=step + 1))
        for step in range(STEPS)
    ]
    last = [t("layer 1, step {n}", n=STEPS), t("layer 2, step {n}", n=STEPS)]
    hidden = [
        (tables.code(f"hidden[{layer}]"), tables.vector(found.hidden[layer].numpy()), last[layer]) for layer in range(2)
    ]
    return tables.table([t("row"), t("prints"), t("is")], outputs + hidden)


def _sharing() -> None:
    st.subheader(t("One linear layer for all steps"), anchor=False)
    steps = st.slider(t("time steps"), 1, 200, STEPS, key="walk.steps", persist_state="session")
    shared, dense = shared_against_dense(steps, HIDDEN, 1)
    convolution, flat = convolution_against_dense()
    left, right = st.columns(2, gap="large")
    with left:
        st.html(_against(t("shared by all steps"), shared, t("a dense layer over all steps"), dense))
        st.markdown(
            t(
                "A readout from 2 hidden units to 1 output, over {steps} time steps. The shared one keeps its size "
                "however long the sequence is, and what it learns at one step it knows at every other.",
                steps=steps,
            )
        )
    with right:
        st.html(_against(t("5 × 5 convolution, 128 to 64"), convolution, t("dense, 4096 to 1024"), flat))
        st.markdown(
            t(
                "The same idea in space: a convolution shares its weights over all places of an image and has "
                "{times:.0f} times fewer of them than a dense layer. A recurrent network shares them over time.",
                times=flat / convolution,
            )
        )


def _against(small: str, few: int, large: str, many: int) -> str:
    def bar(words: str, count: int) -> str:
        share = max(count / many, 0.004) * 100
        return (
            f'<div style="margin-bottom: 0.5rem">{words}<br><span class="ref-figure">{grouped(count)}</span>'
            f'<div style="height: 0.6rem; width: {share:.2f}%; background: {tables.AMOUNT}; border-radius: 3px">'
            "</div></div>"
        )

    return bar(small, few) + bar(large, many)
