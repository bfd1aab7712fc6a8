"""Gate surgery: a trained network, one thing changed, and what comes of it while the slider moves."""

from rnnviz.ui.shell import open_page
from rnnviz.ui.surgery_page import surgery_page

open_page()
surgery_page()
