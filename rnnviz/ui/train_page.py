"""The page Train & watch."""

from __future__ import annotations

from rnnviz.ui import state
from rnnviz.ui.complaints import show_complaints
from rnnviz.ui.controls import controls
from rnnviz.ui.lessons.note import lesson_note
from rnnviz.ui.shell import choose_language
from rnnviz.ui.waiting import has_cuda, runner_if_loaded, wait_for_torch


def train_page() -> None:
    """Controls at the side, the live view in the middle."""
    state.config()
    runner = runner_if_loaded()
    lesson_note()
    controls(has_cuda() if runner else None)
    choose_language()
    show_complaints(state.complaints(), state.dismiss_complaints)
    if runner is None:
        wait_for_torch()
        return
    from rnnviz.ui.buttons import train_anew
    from rnnviz.ui.live import live

    if state.take_train_at_once():
        train_anew(runner)
    live(runner)
    state.write_address()
