"""One press sets up an experiment of a lesson and opens the page that shows it."""

from __future__ import annotations

from typing import Literal

import streamlit as st

from rnnviz.lessons.lesson import Lesson, Setup
from rnnviz.lessons.places import ComparePlace, GradientsPlace, Place, ReferencePlace, TrainPlace
from rnnviz.ui import controls, state
from rnnviz.ui.compare import session, sidebar
from rnnviz.ui.gradients import session as gradients_session
from rnnviz.ui.gradients import sidebar as gradients_sidebar
from rnnviz.ui.lessons import progress
from rnnviz.ui.reference.choice import forget_choices
from rnnviz.ui.reference.shape_controls import forget_arguments
from rnnviz.ui.shell import PAGES

TRAIN, COMPARE, GRADIENTS = (PAGES / f"{name}.py" for name in ("train", "compare", "gradients"))
REFERENCE, LESSONS = (PAGES / f"{name}.py" for name in ("reference", "lessons"))


def setup_buttons(lesson: Lesson, key: str, kind: Literal["primary", "secondary"]) -> None:
    """A button for each experiment of the lesson; `key` begins those of the widgets."""
    for setup in lesson.setups:
        setup_button(lesson, setup, setup.name, f"{key}-{lesson.slug}-{setup.key}", kind)


def setup_button(lesson: Lesson, setup: Setup, label: str, key: str, kind: Literal["primary", "secondary"]) -> None:
    """A button that sets up one experiment and opens its page."""
    if st.button(label, key=key, type=kind, on_click=_set_up, args=(lesson, setup)):
        _open(setup.place)


def _set_up(lesson: Lesson, setup: Setup) -> None:
    progress.begin(lesson.slug, setup.key)
    match setup.place:
        case TrainPlace(config):
            state.put_away()
            controls.load(config)
        case ComparePlace(comparison):
            session.put_away()
            sidebar.load(comparison)
        case GradientsPlace(comparison):
            gradients_session.put_away()
            gradients_sidebar.load(comparison)
        case ReferencePlace():
            forget_choices()
            forget_arguments()


def _open(place: Place) -> None:
    match place:
        case TrainPlace():
            st.switch_page(TRAIN)
        case ComparePlace():
            st.switch_page(COMPARE)
        case GradientsPlace():
            st.switch_page(GRADIENTS)
        case ReferencePlace(choices, arguments):
            st.switch_page(REFERENCE, query_params=dict(choices) | arguments.to_query())
