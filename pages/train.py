"""Train & watch: pick a cell and a task, train live, see every gate next to its equation."""

from rnnviz.ui.shell import open_page
from rnnviz.ui.train_page import train_page

open_page()
train_page()
