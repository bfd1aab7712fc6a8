"""Cell designer: change a cell's equations, or write your own, and train what you wrote."""

from rnnviz.ui.designer.page import designer_page
from rnnviz.ui.shell import open_page

open_page()
designer_page()
