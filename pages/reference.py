"""Reference: the shapes that torch gives, every cell's equations, and every cell from scratch."""

from rnnviz.ui.reference.page import reference_page
from rnnviz.ui.shell import open_page

open_page()
reference_page()
