"""The components' scripts and style sheets, each joined from small files: an inline script cannot import others."""

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from streamlit.components.v2.types import ComponentRenderer

_HERE = Path(__file__).parent
_ROOT = '<div class="rnnviz"\n></div>'  # the line break tells Streamlit that this is HTML, not a path


@dataclass(frozen=True)
class Files:
    """The names of the files of one component, in the order of definition.

    What a script uses at its top level stands before it; the last has the only export.
    """

    scripts: str
    styles: str = ""


FILES: dict[str, Files] = {
    "player": Files(
        "dom icons text colour payload clock sender surface axis highlight chart tint symbols image strip reader "
        "scrubbing truth ruler heatmap gates playhead mathematics equations diagram activations lossrange losses "
        "timeline charts transport help status tabs keys view choices player subscription main",
        "base bars sequence reader truth cell layout",
    ),
    "feed": Files("feed"),  # hands new data to the player, and draws nothing
    "board": Files(
        "dom text colour payload surface axis chart logrange bands scores board subscription board_main",
        "base board",
    ),
    "sliders": Files(
        "dom icons text colour payload axis surface scrubbing courier controls curve panel subscription sliders_main",
        "base sliders controls",
    ),
    "tiles": Files("dom text colour payload tiles subscription tiles_main", "base tiles"),
}


@lru_cache
def component(name: str) -> "ComponentRenderer":
    """Register the component of this name with Streamlit, once for a process."""
    import streamlit as st  # here, so that packing needs no Streamlit

    if not FILES[name].styles:
        return st.components.v2.component(f"rnnviz_{name}", js=script(name))
    return st.components.v2.component(f"rnnviz_{name}", html=_ROOT, css=style(name), js=script(name))


@lru_cache
def script(name: str) -> str:
    """Return the one ES module that runs the component of this name."""
    return _joined("js", FILES[name].scripts)


@lru_cache
def style(name: str) -> str:
    """Return the style sheet of the component of this name."""
    return _joined("css", FILES[name].styles)


def _joined(kind: str, names: str) -> str:
    return "\n".join((_HERE / kind / f"{name}.{kind}").read_text(encoding="utf-8") for name in names.split())
