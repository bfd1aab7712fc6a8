"""The colours keep their promises: legible, distinct to every eye, one direction of lightness for every amount."""

import itertools
from typing import get_args

import numpy as np
import pytest
from numpy.typing import NDArray

from rnnviz.cells.catalogue import BASIC
from rnnviz.figures.theme import PALETTES, Mode, cell_hues, hue, palettes, scale_for
from rnnviz.tasks.picture import LineRole

MODES: tuple[Mode, ...] = ("light", "dark")

# Viénot, Brettel and Mollon 1999: what a dichromat sees, in linear RGB.
PROTANOPIA = np.array([[0.11238, 0.88762, 0.0], [0.11238, 0.88762, 0.0], [0.00401, -0.00401, 1.0]])
DEUTERANOPIA = np.array([[0.29275, 0.70725, 0.0], [0.29275, 0.70725, 0.0], [-0.02234, 0.02234, 1.0]])


def linear(colour: str) -> NDArray[np.float64]:
    channels = np.array([int(colour[at : at + 2], 16) for at in (1, 3, 5)]) / 255
    return np.where(channels <= 0.04045, channels / 12.92, ((channels + 0.055) / 1.055) ** 2.4)


def luminance(colour: str) -> float:
    return float(linear(colour) @ [0.2126, 0.7152, 0.0722])


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def lab(rgb: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return CIE 1976 L*a*b* of a linear RGB colour under D65."""
    to_xyz = np.array([[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]])
    x, y, z = np.cbrt(np.clip(to_xyz @ np.clip(rgb, 0, 1), 1e-9, None) / [0.9505, 1.0, 1.089])
    return np.array([116 * y - 16, 500 * (x - y), 200 * (y - z)])


@pytest.mark.parametrize("mode", MODES)
def test_texts_and_hues_stand_out_from_the_page(mode: Mode) -> None:
    palette = PALETTES[mode]
    assert contrast(palette.ink, palette.paper) > 12
    assert contrast(palette.muted, palette.paper) > 4.5
    for colour in (*palette.names.values(), *palette.cells.values(), *palette.others, palette.accent):
        assert contrast(colour, palette.paper) > 3, colour


@pytest.mark.parametrize("mode", MODES)
def test_scales_run_one_way_from_the_page_colour_to_ink(mode: Mode) -> None:
    palette = PALETTES[mode]
    for stops in (palette.sequential, palette.diverging):
        assert stops[0][0] == 0
        assert stops[-1][0] == 1
        assert [place for place, _ in stops] == sorted(place for place, _ in stops)
    middle = len(palette.diverging) // 2
    arms = palette.diverging[middle:], palette.diverging[middle::-1], palette.sequential
    for arm in arms:
        distances = [contrast(colour, palette.paper) for _, colour in arm]
        assert distances == sorted(distances)
        assert distances[-1] > 10
    assert palette.sequential == tuple(
        (place, colour) for (place, _), (_, colour) in zip(palette.sequential, palette.diverging[middle:], strict=True)
    )


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("seen", [PROTANOPIA, DEUTERANOPIA], ids=["protanopia", "deuteranopia"])
def test_positive_and_negative_differ_for_the_colour_blind(mode: Mode, seen: NDArray[np.float64]) -> None:
    stops = [colour for _, colour in PALETTES[mode].diverging]
    for low, high in list(zip(stops, reversed(stops), strict=True))[1:3]:
        assert np.linalg.norm(lab(seen @ linear(low)) - lab(seen @ linear(high))) > 30


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("names", ["ifgoch", "rznh"])
@pytest.mark.parametrize("seen", [np.eye(3), PROTANOPIA, DEUTERANOPIA], ids=["all", "protanopia", "deuteranopia"])
def test_the_hues_of_one_cell_differ(mode: Mode, names: str, seen: NDArray[np.float64]) -> None:
    for one, other in itertools.combinations(names, 2):
        apart = np.linalg.norm(lab(seen @ linear(hue(one, mode))) - lab(seen @ linear(hue(other, mode))))
        assert apart > 15, f"{one} and {other}: {apart:.1f}"


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("seen", [np.eye(3), PROTANOPIA, DEUTERANOPIA], ids=["all", "protanopia", "deuteranopia"])
def test_the_hues_of_the_cells_differ_from_each_other_and_from_the_target(
    mode: Mode, seen: NDArray[np.float64]
) -> None:
    palette = PALETTES[mode]
    assert set(palette.cells) == {cell.key for cell in BASIC}
    for one, other in itertools.combinations([*palette.cells.values(), palette.series["target"]], 2):
        assert np.linalg.norm(lab(seen @ linear(one)) - lab(seen @ linear(other))) > 20, (one, other)


@pytest.mark.parametrize("cells", [["mgu", "lstm", "h = b + c"], ["lstm", "gru"], ["mgu", "nig", "nog", "np"], []])
def test_up_to_four_cells_have_hues_of_their_own(cells: list[str]) -> None:
    hues = cell_hues(cells)
    assert list(hues) == cells
    assert len(set(hues.values())) == len(cells)
    assert set(hues.values()) <= set(PALETTES["dark"].cells)
    assert all(hues[cell] == cell for cell in cells if cell in ("lstm", "gru"))


def test_a_name_without_a_hue_gets_a_spare_one() -> None:
    assert hue("memory", position=0) != hue("memory", position=1)
    assert hue("f", position=7) == PALETTES["light"].names["f"]


def test_ranges_from_zero_are_sequential_and_others_diverge() -> None:
    assert scale_for(0) == PALETTES["light"].sequential
    assert scale_for(-1, "dark") == PALETTES["dark"].diverging


def test_both_palettes_say_the_same_things() -> None:
    plain = palettes()
    assert plain["light"].keys() == plain["dark"].keys()
    for group in ("names", "series", "cells"):
        assert getattr(PALETTES["light"], group).keys() == getattr(PALETTES["dark"], group).keys()
    assert set(PALETTES["light"].series) == set(get_args(LineRole))
