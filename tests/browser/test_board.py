"""The board alone in a page: names of lines hide no other line."""

import numpy as np
import pytest
from playwright.sync_api import Page

from rnnviz.figures.theme import PALETTES
from rnnviz.player.board import BandLine, Column, Panel, Row, Table, board_payload
from tests.player.bare import mount

# How many columns of pixels between these two places, as shares of the plot's width, have a pixel of about this colour.
COLUMNS = """([wanted, first, last]) => {
  const canvas = root.querySelector(".bands-picture");
  const { width, height } = canvas;
  const { data } = canvas.getContext("2d").getImageData(0, 0, width, height);
  const near = (at) => data[at + 3] > 200 && wanted.every((part, k) => Math.abs(data[at + k] - part) < 40);
  const there = (x) => Array.from({ length: height }, (_, y) => near(4 * (y * width + x))).some(Boolean);
  const columns = Array.from({ length: Math.round((last - first) * width) }, (_, k) => Math.round(first * width) + k);
  return columns.filter(there).length / columns.length;
}"""


def line(name: str, cell: str, x: np.ndarray, y: np.ndarray) -> BandLine:
    return BandLine(name, cell, x, y, y, y)


@pytest.mark.parametrize("end", [1e-4, 1.2e-4, 0.8e-4])
def test_the_name_of_a_line_that_ends_early_does_not_hide_another_line(page: Page, end: float) -> None:
    long, short = np.linspace(0, 5, 300), np.linspace(0, 2.5, 150)
    other = line("Other", "gru", long, np.full(300, 1e-4))
    lines = (line("Ends early", "rnn", short, np.geomspace(1, end, 150)), other)
    table = Table("", (Column("Cell"),), (Row("Other", "gru", ()),))
    bare = mount(page, component="board")
    bare.hand("player", board_payload("run", [Panel("", "", "seconds", (0, 5), lines, False)], table))
    hue = PALETTES["light"].cells["gru"]
    colour = [int(hue[k : k + 2], 16) for k in (1, 3, 5)]
    assert page.evaluate(COLUMNS, [colour, 0.15, 0.85]) == 1
