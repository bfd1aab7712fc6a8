"""Lessons: predict, set up an experiment with one press, watch, compare."""

from rnnviz.ui.lessons.page import lessons_page
from rnnviz.ui.shell import open_page

open_page()
lessons_page()
