"""What every page stands in: menu, language, style."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from rnnviz.ui.boot import boot
from rnnviz.ui.presence import watch
from rnnviz.words import LANGUAGES, t, use_language

PAGES = Path(__file__).resolve().parents[2] / "pages"
START_DELAY = 1.5
_ROUTED = "shell.routed"
_LANGUAGE = "shell.language"
_TITLE = "shell.title"

# Streamlit leaves six lines of white above a page and as much between its parts: on a projector they are needed.
# What brings data to a component takes no room.
# Where a button takes the place of another, both stand there for a moment: the old one must not push the others away.
_STYLE = """<style>
[data-testid="stHeader"], [data-testid="stToolbar"] { height: 2.6rem; min-height: 2.6rem; }
[data-testid="stToolbar"] { padding-right: 0.3rem; }
[data-testid="stStatusWidget"] { position: fixed; right: 0.6rem; bottom: 0.4rem; }
[data-testid="stMainBlockContainer"] { padding: 3.1rem 2rem 2rem; max-width: 1840px; }
[data-testid="stSidebarHeader"] { height: 2.5rem; margin: 0; }
[data-testid="stSidebarUserContent"] { padding-bottom: 2rem; }
.st-key-complaints { flex-wrap: nowrap; }
.st-key-complaints [data-testid="stAlertContainer"] { padding: 0.35rem 0.9rem; }
.st-key-complaints p { font-size: 0.9rem; }
.st-key-live-bar [data-testid="stButton"] button { padding-inline: 0.5rem; }
.st-key-live-bar [data-testid="stSelectbox"] input { padding-right: 0; }
.st-key-more [data-testid="stButton"] button { padding-inline: 0; }
.st-key-more .stMarkdownEllipsis { white-space: normal; line-height: 1.05; }
.st-key-more .stMarkdownEllipsis p { white-space: normal; }
.st-key-live-bar :is([data-testid="stSelectbox"], [data-testid="stCheckbox"]) button { padding-inline: 0.1rem; }
.st-key-live-bar :is(p, [data-testid="stSelectbox"] *) { font-size: 0.9rem; }
.st-key-live-scores :is(p, [data-testid="stText"], [data-testid="stText"] *) { font-size: 0.9rem; }
.stProgress { display: grid; gap: 0; }
.stProgress > :last-child { margin-bottom: 0.2rem; }
.stProgress [data-testid="stProgressBarTrack"] { height: 5px; }
[data-testid="stMainBlockContainer"] > [data-testid="stVerticalBlock"] { gap: 0.6rem; }
[class*="st-key-"][class*="-feed"] { position: absolute; }
.st-key-page-title { margin-top: -1.9rem; }
.st-key-page-title h3 { padding: 0; font-size: 1.35rem; }
:is(.st-key-play, .st-key-pause, .st-key-more) ~ :is(.st-key-play, .st-key-pause, .st-key-more) { display: none; }
</style>"""


# Streamlit marks the page that is open among those at the top, but not the section that it is in.
_OPEN_SECTION = """<style>
[data-testid="stTopNavSection"] {
  border-radius: 0.5rem; background: color-mix(in srgb, currentColor 10%, transparent); font-weight: 600; }
</style>"""


def navigate() -> None:
    """Run the page that the address asks for. The whole of app.py."""
    speak()
    st.session_state[_ROUTED] = True
    page, st.session_state[_TITLE] = _navigation()
    st.set_page_config(page_title=f"{page.title} · rnnviz", page_icon="🔁", layout="wide")
    boot().begin(START_DELAY if page.url_path == "" else 0.0)
    page.run()


def open_page() -> None:
    """Begin a page: the first call in every page file.

    The first request of a fresh server runs the file in pages/ alone when its address names one. Then this hands over
    to app.py, which knows the menu.
    """
    if _ROUTED not in st.session_state:
        _navigation()
        st.rerun()
    speak()
    st.html(_STYLE)
    if title := st.session_state[_TITLE]:
        st.html(_OPEN_SECTION)
        with st.sidebar.container(key="page-title"):
            st.subheader(title, anchor=False)
    watch()


def speak() -> None:
    """Use the language of this session; fragments call it too, since they run without the page."""
    use_language(st.session_state.setdefault(_LANGUAGE, _browser_language()))


def choose_language() -> None:
    """The choice of language, at the end of the sidebar."""
    with st.sidebar:
        st.selectbox(
            t("Language"),
            list(LANGUAGES),
            format_func=LANGUAGES.__getitem__,
            key="shell.choice",
            index=list(LANGUAGES).index(st.session_state[_LANGUAGE]),
            on_change=_take_language,
        )


def _take_language() -> None:
    st.session_state[_LANGUAGE] = st.session_state["shell.choice"]


def _browser_language() -> str:
    code = (st.context.locale or "en").partition("-")[0]
    return code if code in LANGUAGES else "en"


def _navigation() -> tuple[st.Page, str]:
    """The page that is open, and its title where it is one of a section, whose name the menu shows in its place."""

    # No icons: the browser would fetch a material one from another host, to show it in its tab.
    def page(file: str, title: str) -> st.Page:
        return st.Page(PAGES / f"{file}.py", title=title, url_path=file)

    usual = [
        st.Page(PAGES / "start.py", title=t("Start"), default=True),
        page("lessons", t("Lessons")),
        page("train", t("Train & watch")),
        page("compare", t("Compare")),
        page("reference", t("Reference")),
    ]
    further = [
        page("lab", t("Gate lab")),
        page("surgery", t("Gate surgery")),
        page("gradients", t("Gradients")),
        page("map", t("Map")),
        page("designer", t("Cell designer")),
    ]
    # At the top they leave the side to the choices of a page.
    opened = st.navigation({"": usual, t("Experiments"): further}, position="top")
    title = next((each.title for each in further if each.url_path == opened.url_path), "")
    return opened, title
