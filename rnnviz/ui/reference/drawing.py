"""Pictures as SVG, made element by element, so that every text in them is escaped; colours follow the theme."""

from __future__ import annotations

from collections.abc import Sequence
from xml.etree.ElementTree import Element, SubElement, tostring

from rnnviz.figures.theme import PALETTES

NAMESPACE = "http://www.w3.org/2000/svg"
Point = tuple[float, float]


def colour(field: str) -> str:
    """A colour of the palette by its field ("ink", "muted", "accent"), in CSS, for the light and the dark theme."""
    return f"light-dark({getattr(PALETTES['light'], field)}, {getattr(PALETTES['dark'], field)})"


def hue(name: str) -> str:
    """The fixed hue of a named value, in CSS; the muted colour where it has none."""
    light, dark = PALETTES["light"], PALETTES["dark"]
    return f"light-dark({light.names.get(name, light.muted)}, {dark.names.get(name, dark.muted)})"


class Drawing:
    """An SVG of `width` by `height` units that fills the width it is given."""

    def __init__(self, width: float, height: float) -> None:
        self._root = Element("svg", {"xmlns": NAMESPACE, "viewBox": f"0 0 {width:g} {height:g}"})

    def box(
        self, x: float, y: float, w: float, h: float, *, stroke: str, fill: str = "none", round: float = 8, **style: str
    ) -> None:
        """A rectangle with its upper left corner at `x`, `y`."""
        attributes = {"x": f"{x:g}", "y": f"{y:g}", "width": f"{max(w, 0):g}", "height": f"{h:g}", "rx": f"{round:g}"}
        self._add("rect", attributes, fill=fill, stroke=stroke, **style)

    def line(self, points: Sequence[Point], *, stroke: str, arrow: bool = False, **style: str) -> None:
        """A line through points; with an arrow head at its end, which points as its last part does."""
        way = " ".join(f"{x:g},{y:g}" for x, y in points)
        self._add("polyline", {"points": way}, fill="none", stroke=stroke, **{"stroke_width": "1.6px", **style})
        if arrow:
            self._add("polygon", {"points": _head(points)}, fill=stroke)

    def disc(self, x: float, y: float, radius: float, *, fill: str) -> None:
        """A filled circle."""
        self._add("circle", {"cx": f"{x:g}", "cy": f"{y:g}", "r": f"{radius:g}"}, fill=fill)

    def text(self, x: float, y: float, text: str, *, size: float = 15, fill: str = "", **style: str) -> None:
        """A line of text, its middle at `x`, `y` unless text_anchor says otherwise."""
        element = self._add(
            "text",
            {"x": f"{x:g}", "y": f"{y:g}"},
            **{
                "fill": fill or colour("ink"),
                "font_size": f"{size:g}px",
                "text_anchor": "middle",
                "dominant_baseline": "central",
                **style,
            },
        )
        element.text = text

    def symbol(self, x: float, y: float, name: str, *, size: float = 20, fill: str = "") -> None:
        """A name as mathematics writes it, what follows "_" below the line: "c_prev" as c with t-1 below."""
        base, _, below = name.partition("_")
        element = self._add(
            "text",
            {"x": f"{x:g}", "y": f"{y:g}"},
            fill=fill or colour("ink"),
            font_size=f"{size:g}px",
            text_anchor="middle",
            dominant_baseline="central",
            font_family='"STIX Two Math", "Cambria Math", "Times New Roman", serif',
            font_style="italic",
        )
        element.text = base
        if below:
            index = SubElement(element, "tspan", {"dy": "0.3em", "style": f"font-size: {0.68 * size:g}px"})
            index.text = "t−1" if below == "prev" else below

    def svg(self) -> str:
        """The picture as text."""
        return tostring(self._root, encoding="unicode")

    def _add(self, tag: str, attributes: dict[str, str], **style: str) -> Element:
        rules = "; ".join(f"{name.replace('_', '-')}: {value}" for name, value in style.items())
        return SubElement(self._root, tag, {**attributes, "style": rules})


def _head(points: Sequence[Point], length: float = 8, half: float = 4) -> str:
    (x0, y0), (x1, y1) = points[-2], points[-1]
    distance = max(abs(x1 - x0), abs(y1 - y0))
    along = ((x1 - x0) / distance, (y1 - y0) / distance)
    back = (x1 - along[0] * length, y1 - along[1] * length)
    corners = [
        (x1, y1),
        (back[0] - along[1] * half, back[1] + along[0] * half),
        (back[0] + along[1] * half, back[1] - along[0] * half),
    ]
    return " ".join(f"{x:g},{y:g}" for x, y in corners)
