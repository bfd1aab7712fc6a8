"""The page Lessons: all of them in order, or the one that the address names."""

from __future__ import annotations

import streamlit as st

from rnnviz.lessons.lesson import PARTS, Lesson
from rnnviz.lessons.library import Library, library
from rnnviz.ui.lessons import progress
from rnnviz.ui.lessons.setting_up import LESSONS, setup_buttons
from rnnviz.ui.lessons.top import begin_at_top
from rnnviz.ui.plain import plain
from rnnviz.ui.shell import choose_language
from rnnviz.words import t

PARAMETER = "lesson"
MOST_SHOWN = 60

# Lines that are not too long to read, in letters that the last row of a classroom can read.
_STYLE = """<style>
.st-key-lesson, .st-key-lesson-list { max-width: 62rem; margin: 0 auto; }
.st-key-lesson :is(p, li, label p), .st-key-lesson-list p { font-size: 1.25rem; line-height: 1.55; }
.st-key-lesson :is(h3, h4) { padding-top: 0.9rem; }
.st-key-lesson [data-testid="stExpander"] summary p { font-size: 1.25rem; font-weight: 600; }
.st-key-lesson [data-testid="stCaptionContainer"] p, .st-key-lesson-list [data-testid="stCaptionContainer"] p {
  font-size: 1.05rem; }
.st-key-lesson-list button p { text-decoration: underline 1px; text-underline-offset: 0.25em; }
.st-key-lesson pre code { font-size: 1.05rem; }
.st-key-lesson-contents button { padding: 0.2rem 0; min-height: 0; justify-content: flex-start; text-align: start; }
</style>"""


def lessons_page() -> None:
    """The lesson that the address names, or the list of all."""
    st.html(_STYLE)
    found, slug = library(), st.query_params.get(PARAMETER, "")
    lesson = found.find(slug)
    if lesson is None:
        _list(found, slug)
    else:
        _contents(found, lesson)
        with st.container(key="lesson"):
            _lesson(found, lesson)
    begin_at_top(slug)
    choose_language()


def _list(found: Library, unknown: str) -> None:
    with st.container(key="lesson-list"):
        st.header(t("Lessons"), anchor=False)
        if unknown:
            st.warning(plain(t("There is no lesson '{name}'; here are all there are.", name=unknown[:MOST_SHOWN])))
        minutes = sum(lesson.minutes for lesson in found.lessons)
        st.markdown(
            t(
                "A course of {n} lessons, {minutes} minutes in all. In each you predict, set up an experiment with one "
                "press, watch it, and compare.",
                n=len(found.lessons),
                minutes=minutes,
            )
        )
        with st.container(gap=None):
            for number, lesson in enumerate(found.lessons, 1):
                _row(number, lesson)
        for mistake in found.mistakes:
            st.error(plain(t("A lesson cannot be read. {mistake}", mistake=mistake)))


def _row(number: int, lesson: Lesson) -> None:
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        _link(f"{number}. {lesson.title}", lesson, "list")
        mark = "✓" if progress.worked_on(lesson.slug) else ""
        st.caption(" · ".join(filter(None, (t("{n} min", n=lesson.minutes), mark))), width="content")


def _contents(found: Library, shown: Lesson) -> None:
    """All lessons in the sidebar, those marked that were worked on."""
    with st.sidebar, st.container(gap=None, key="lesson-contents"):
        if st.button(t("All lessons"), key="lessons-all", type="tertiary"):
            st.switch_page(LESSONS)
        for number, lesson in enumerate(found.lessons, 1):
            title = f"{number}. {lesson.title}" + (" ✓" if progress.worked_on(lesson.slug) else "")
            _link(f"**{title}**" if lesson is shown else title, lesson, "contents")


def _lesson(found: Library, lesson: Lesson) -> None:
    number = found.lessons.index(lesson) + 1
    place = t("Lesson {n} of {total}", n=number, total=len(found.lessons))
    st.caption(f"{place} · {t('{n} minutes', n=lesson.minutes)}")
    st.header(lesson.title, anchor=False)
    st.markdown(lesson.intro)
    _heading("Predict")
    st.markdown(lesson.parts["Predict"])
    chosen = _prediction(lesson)
    with st.container(horizontal=True):
        setup_buttons(lesson, "lesson", "primary")
    _heading("Look")
    st.markdown(lesson.parts["Look"])
    with st.expander(t(PARTS["Shows"]), key=f"lessons-shows-{lesson.slug}"):
        _verdict(lesson, chosen)
        st.markdown(lesson.parts["Shows"])
    _heading("Question")
    st.markdown(lesson.parts["Question"])
    with st.expander(t(PARTS["Answer"]), key=f"lessons-answer-{lesson.slug}"):
        st.markdown(lesson.parts["Answer"])
    _ways_on(found, lesson)


def _heading(part: str) -> None:
    st.subheader(t(PARTS[part]), anchor=False)


def _prediction(lesson: Lesson) -> int | None:
    """What the person predicts, a number of a choice; None before."""
    return st.radio(
        t("My prediction"),
        range(len(lesson.choices)),
        format_func=lambda index: lesson.choices[index],
        index=None,
        key=progress.choice_key(lesson.slug),
        persist_state="session",
        label_visibility="collapsed",
    )


def _verdict(lesson: Lesson, chosen: int | None) -> None:
    right = lesson.choices[lesson.right]
    if chosen is None:
        st.info(t("You have made no prediction yet. What happens: {right}.", right=right))
    elif chosen == lesson.right:
        st.success(t("You predicted: {right}. So it is.", right=right))
    else:
        st.info(t("You predicted: {chosen}. What happens: {right}.", chosen=lesson.choices[chosen], right=right))


def _ways_on(found: Library, lesson: Lesson) -> None:
    before, after = found.beside(lesson)
    st.divider()
    with st.container(horizontal=True, horizontal_alignment="distribute"):
        if before is not None:
            _link(f"← {before.title}", before, "before")
        if after is not None:
            _link(f"{after.title} →", after, "after")


def _link(label: str, lesson: Lesson, place: str) -> None:
    """A way to another lesson; `place` is unique among the links to it."""
    # No st.page_link: one that leads to the page it stands on leaves the address as it is.
    if st.button(label, key=f"lessons-{place}-{lesson.slug}", type="tertiary"):
        st.switch_page(LESSONS, query_params={PARAMETER: lesson.slug})
