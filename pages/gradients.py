"""Gradients: what each past step matters to the loss, of several cells at once."""

from rnnviz.ui.gradients_page import gradients_page
from rnnviz.ui.shell import open_page

open_page()
gradients_page()
