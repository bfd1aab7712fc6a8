"""The player's script and style sheet, each joined from small files: an inline script cannot import others."""

from functools import lru_cache
from pathlib import Path

_HERE = Path(__file__).parent

# The order of definition: what a file uses at its top level stands before it; main.js has the only export.
SCRIPTS: tuple[str, ...] = (
    "dom",
    "icons",
    "text",
    "colour",
    "payload",
    "clock",
    "sender",
    "surface",
    "axis",
    "highlight",
    "chart",
    "tint",
    "symbols",
    "image",
    "strip",
    "reader",
    "scrubbing",
    "truth",
    "ruler",
    "heatmap",
    "gates",
    "playhead",
    "mathematics",
    "equations",
    "diagram",
    "activations",
    "losses",
    "timeline",
    "charts",
    "transport",
    "help",
    "status",
    "tabs",
    "keys",
    "view",
    "choices",
    "player",
    "subscription",
    "main",
)
# The board is a component of its own, made of some of the player's files and of its own.
BOARD_SCRIPTS: tuple[str, ...] = (
    "dom",
    "text",
    "colour",
    "payload",
    "surface",
    "axis",
    "chart",
    "logrange",
    "bands",
    "scores",
    "board",
    "subscription",
    "board_main",
)
# The sliders, too.
SLIDERS_SCRIPTS: tuple[str, ...] = (
    "dom",
    "icons",
    "text",
    "colour",
    "payload",
    "axis",
    "surface",
    "scrubbing",
    "courier",
    "controls",
    "curve",
    "panel",
    "subscription",
    "sliders_main",
)
SLIDERS_STYLES: tuple[str, ...] = ("base", "sliders")
BOARD_STYLES: tuple[str, ...] = ("base", "board")
TILES_SCRIPTS: tuple[str, ...] = ("dom", "text", "colour", "payload", "tiles", "subscription", "tiles_main")
TILES_STYLES: tuple[str, ...] = ("base", "tiles")
STYLES: tuple[str, ...] = ("base", "bars", "sequence", "reader", "truth", "cell", "layout")


@lru_cache
def script() -> str:
    """Return the one ES module that runs the player."""
    return _joined("js", SCRIPTS)


@lru_cache
def feed() -> str:
    """Return the ES module that hands new data to the player."""
    return _joined("js", ("feed",))


@lru_cache
def style() -> str:
    """Return the player's style sheet."""
    return _joined("css", STYLES)


@lru_cache
def board_script() -> str:
    """Return the one ES module that runs the board."""
    return _joined("js", BOARD_SCRIPTS)


@lru_cache
def board_style() -> str:
    """Return the board's style sheet."""
    return _joined("css", BOARD_STYLES)


@lru_cache
def tiles_script() -> str:
    """Return the one ES module that runs the map."""
    return _joined("js", TILES_SCRIPTS)


@lru_cache
def tiles_style() -> str:
    """Return the map's style sheet."""
    return _joined("css", TILES_STYLES)


@lru_cache
def sliders_script() -> str:
    """Return the one ES module that runs the sliders."""
    return _joined("js", SLIDERS_SCRIPTS)


@lru_cache
def sliders_style() -> str:
    """Return the sliders' style sheet."""
    return _joined("css", SLIDERS_STYLES)


def _joined(kind: str, names: tuple[str, ...]) -> str:
    return "\n".join((_HERE / kind / f"{name}.{kind}").read_text(encoding="utf-8") for name in names)
