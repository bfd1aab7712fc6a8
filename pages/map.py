"""Map: one training for each pair of values of two choices."""

from rnnviz.ui.map.page import map_page
from rnnviz.ui.shell import open_page

open_page()
map_page()
