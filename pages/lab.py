"""Gate lab: one cell, every number of it on a slider, and what it does while they move."""

from rnnviz.ui.lab.page import lab_page
from rnnviz.ui.shell import open_page

open_page()
lab_page()
