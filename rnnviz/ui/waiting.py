"""What needs torch waits for it here; the rest of its page does not."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from rnnviz.ui.boot import boot
from rnnviz.ui.shell import speak
from rnnviz.words import t

if TYPE_CHECKING:
    from rnnviz.training.runner import Runner

PATIENCE = 0.1
"""Seconds that a page waits for torch before it says that it waits."""


def runner_if_loaded() -> Runner | None:
    """The runner; None while torch is not loaded."""
    return boot().wait(PATIENCE)


def has_cuda() -> bool:
    """Whether this machine has a CUDA device; only where torch is loaded."""
    import torch

    return torch.cuda.is_available()


def wait_for_torch() -> None:
    """Stand in for what needs torch, and run the page again as soon as it is there."""
    st.fragment(_wait, run_every=0.25)()


def _wait() -> None:
    speak()
    if boot().error:
        st.error(t("PyTorch could not be loaded: {reason}", reason=boot().error))
    elif boot().runner is None:
        st.info(t("PyTorch is being loaded; this takes a few seconds, once."))
    else:
        st.rerun()
