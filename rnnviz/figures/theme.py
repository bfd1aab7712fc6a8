"""Every colour of the product: one fixed meaning each, one place to change it.

Two ideas carry everything. Amounts: paper is 0, blue is positive, orange is negative, and more ink is more, so
the gates' scale (0 to 1) is the positive half of the states' scale (symmetric about 0). Names: one fixed hue for
each named value and each kind of line, after Okabe and Ito's colours ("Color Universal Design", 2008), darkened
on light paper until thin lines survive a washed-out projector.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from itertools import cycle
from typing import Literal

Mode = Literal["light", "dark"]
Stops = tuple[tuple[float, str], ...]


@dataclass(frozen=True)
class Palette:
    """The colours of one mode; every colour is "#rrggbb", every stop is (position in 0..1, colour)."""

    ink: str
    muted: str
    grid: str
    paper: str
    panel: str
    accent: str
    sequential: Stops  # amounts from 0 to 1
    diverging: Stops  # amounts symmetric about 0
    names: Mapping[str, str]  # hue of a named value: gates, candidates, states
    others: tuple[str, ...]  # hues of names that have none of their own, in order of appearance
    series: Mapping[str, str]  # hue of a line by its role
    cells: Mapping[str, str]  # hues where cells are compared; a cell named here has its own

    def hue(self, name: str, position: int = 0) -> str:
        """Return the fixed hue of a named value; `position` (from 0) picks one of the spare hues where it has none."""
        return self.names.get(name, self.others[position % len(self.others)])


def _mirrored(zero: str, positive: tuple[str, ...], negative: tuple[str, ...]) -> tuple[Stops, Stops]:
    """Return the sequential scale (zero to positive) and the diverging one (negative over zero to positive)."""
    half = (zero, *positive)
    whole = (*reversed(negative), *half)
    return _spread(half), _spread(whole)


def _spread(colours: tuple[str, ...]) -> Stops:
    last = len(colours) - 1
    return tuple((index / last, colour) for index, colour in enumerate(colours))


_LIGHT_SCALES = _mirrored(
    "#f6f4ec",
    ("#c3d6e6", "#7fabd0", "#3b78b0", "#0d3f80", "#05204f"),
    ("#f3d3ab", "#e3a259", "#c06f1c", "#87440a", "#4f2404"),
)
_DARK_SCALES = _mirrored(
    "#1d232c",
    ("#1a3d5e", "#225f95", "#2f85c8", "#5aadf0", "#8ed0ff"),
    ("#4d2d10", "#7d4810", "#b36a12", "#e8932c", "#ffbf66"),
)

PALETTES: Mapping[Mode, Palette] = {
    "light": Palette(
        ink="#16191f",
        muted="#5b6470",
        grid="#d5d9df",
        paper="#ffffff",
        panel="#f4f5f7",
        accent="#0b5fff",
        sequential=_LIGHT_SCALES[0],
        diverging=_LIGHT_SCALES[1],
        names={
            "i": "#00805c",
            "f": "#b83a00",
            "g": "#b98a00",
            "n": "#b98a00",
            "o": "#1f86c9",
            "r": "#00805c",
            "z": "#b83a00",
            "c": "#0a4c9c",
            "h": "#a8327d",
        },
        others=("#5a4fb0", "#6a6f00", "#8a4b2a", "#00757f"),
        series={
            "input": "#8a929c",
            "target": "#16191f",
            "prediction": "#0b5fff",
            "free": "#b8327d",
            "naive": "#b98a00",
            "season": "#00757f",
            "context": "#b9bfc7",
            "original": "#7b838e",
        },
        cells={"rnn": "#c2410c", "rnn_relu": "#8a2f8f", "lstm": "#0b5fff", "gru": "#00866b"},
    ),
    "dark": Palette(
        ink="#f2f4f7",
        muted="#a4adb9",
        grid="#3a424d",
        paper="#0e1117",
        panel="#191e27",
        accent="#7aa8ff",
        sequential=_DARK_SCALES[0],
        diverging=_DARK_SCALES[1],
        names={
            "i": "#2fc796",
            "f": "#ff8142",
            "g": "#ffcf4a",
            "n": "#ffcf4a",
            "o": "#6cc6ff",
            "r": "#2fc796",
            "z": "#ff8142",
            "c": "#6d9dff",
            "h": "#f08ac6",
        },
        others=("#b3a8ff", "#c9cf4a", "#e0a080", "#4fd0da"),
        series={
            "input": "#8d96a3",
            "target": "#f2f4f7",
            "prediction": "#7aa8ff",
            "free": "#f08ac6",
            "naive": "#ffcf4a",
            "season": "#4fd0da",
            "context": "#525c69",
            "original": "#9aa4b1",
        },
        cells={"rnn": "#ff8142", "rnn_relu": "#f0a8e8", "lstm": "#7aa8ff", "gru": "#27c79a"},
    ),
}


def cell_hues(cells: Sequence[str]) -> dict[str, str]:
    """The name of a hue for each of some cells, a different one as long as there are: its own where it has one."""
    names = PALETTES["light"].cells
    spare = cycle([name for name in names if name not in cells] or names)
    return {cell: cell if cell in names else next(spare) for cell in cells}


def palettes() -> dict[str, dict[str, object]]:
    """Return both palettes as plain values for a JSON header."""
    return {mode: asdict(palette) for mode, palette in PALETTES.items()}


def hue(name: str, mode: Mode = "light", position: int = 0) -> str:
    """Return the fixed hue of a named value ("f"), in "light" or "dark"."""
    return PALETTES[mode].hue(name, position)


def scale_for(low: float, mode: Mode = "light") -> Stops:
    """Return the scale of a quantity whose range begins at `low`: sequential from 0, diverging below 0."""
    palette = PALETTES[mode]
    return palette.sequential if low >= 0 else palette.diverging
