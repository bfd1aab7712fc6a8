"""Settings files: known names, values that keep a class served, colours from their one home, exact pins."""

import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from rnnviz.figures.theme import PALETTES

ROOT = Path(__file__).parents[1]
CONFIG = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))


def test_streamlit_knows_every_setting() -> None:
    shown = subprocess.run(
        [sys.executable, "-m", "streamlit", "config", "show"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=True,
    )
    assert not re.search(r"not a valid config option|invalid|deprecated", shown.stderr, re.IGNORECASE)


def test_settings_that_keep_a_class_served() -> None:
    assert CONFIG["runner"]["postScriptGC"] is False
    assert CONFIG["runner"]["magicEnabled"] is False
    assert CONFIG["server"]["fileWatcherType"] == "none"
    assert CONFIG["server"]["disconnectedSessionTTL"] > 60, "shorter than a training outlives its page"


def test_nothing_is_asked_of_other_hosts() -> None:
    assert CONFIG["browser"]["gatherUsageStats"] is False
    assert "serverAddress" in CONFIG["browser"], "a headless server would look up its own address outside"
    assert not re.search(r"https?:", str(CONFIG)), "no font and no theme from elsewhere"


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_page_colours_are_those_of_the_figures(mode: str) -> None:
    theme, palette = CONFIG["theme"][mode], PALETTES["light" if mode == "light" else "dark"]
    assert theme["linkColor"] == palette.accent
    assert theme["backgroundColor"] == palette.paper
    assert theme["secondaryBackgroundColor"] == palette.panel
    assert theme["textColor"] == palette.ink


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_buttons_can_be_read_and_seen(mode: str) -> None:
    theme = CONFIG["theme"][mode]
    assert contrast(theme["primaryColor"], "#ffffff") > 4.2
    assert contrast(theme["primaryColor"], theme["backgroundColor"]) > 4.2


def contrast(one: str, other: str) -> float:
    """Contrast ratio from 1 to 21. Source: WCAG 2.2, "relative luminance"."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt"])
def test_every_dependency_is_pinned_exactly(name: str) -> None:
    lines = (ROOT / name).read_text(encoding="utf-8").split("\n")
    loose = [line for line in lines if line and not re.fullmatch(r"[A-Za-z0-9-]+==[0-9.]+|-r \S+", line)]
    assert loose == []
