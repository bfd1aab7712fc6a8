"""Compare: several cells on one task, trained alike, and what may be said of the difference."""

from rnnviz.ui.compare_page import compare_page
from rnnviz.ui.shell import open_page

open_page()
compare_page()
