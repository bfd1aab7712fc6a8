"""Start: what this is, and a trained network playing."""

from rnnviz.ui.shell import open_page
from rnnviz.ui.start_page import start_page

open_page()
start_page()
