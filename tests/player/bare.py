"""The player alone in a page, without Streamlit: what its script is given, and what it sends."""

import base64
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from playwright.sync_api import Page

from rnnviz.player import pack
from rnnviz.player.assets import script, style
from rnnviz.player.component import addressed, together

NAMES = ("i", "f", "g", "o", "c", "h")
RANGES = {"g": (-1, 1), "h": (-1, 1), "c": None}
BACKGROUNDS = {"light": "#ffffff", "dark": "#0e1117"}

_MOUNT = """async ([script, feed, style]) => {
  const host = document.getElementById("host");
  window.root = host.attachShadow({ mode: "open" });
  const sheet = document.createElement("style");
  sheet.textContent = style;
  const place = document.createElement("div");
  place.className = "rnnviz";
  root.append(sheet, place);
  const load = (text) => import(URL.createObjectURL(new Blob([text], { type: "text/javascript" })));
  const [player, feeder] = [await load(script), await load(feed)];
  window.sent = [];
  const setStateValue = (name, value) => sent.push([name, value, performance.now()]);
  window.give = (text) => {
    const data = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
    const inside = new Uint8Array(data.length + 3); // in a websocket's message the block lies on an odd place, too
    inside.set(data, 3);
    window.cleanup = player.default({ data: { name: "player" }, parentElement: root, setStateValue });
    feeder.default({ data: inside.subarray(3) });
  };
}"""


def mathematics(content: str) -> str:
    return f'<math xmlns="http://www.w3.org/1998/Math/MathML" display="block"><mrow>{content}</mrow></math>'


def equation(name: str, parts: tuple[str, ...]) -> dict[str, str]:
    """Return symbols and numbers of `name` = the sum of `parts`."""
    letters = "<mo>+</mo>".join(f'<mi data-symbol="{part}">{part[0]}</mi>' for part in parts)
    numbers = "<mo>+</mo>".join(f'<mn data-value="{part}">0</mn>' for part in parts)
    return {
        "name": name,
        "symbols": mathematics(f'<mi data-symbol="{name}">{name}</mi><mo>=</mo>{letters}'),
        "numbers": mathematics(f'<mn data-value="{name}">0</mn><mo>=</mo>{numbers}'),
    }


def node(name: str, x: float) -> dict[str, Any]:
    return {"id": name, "kind": "gate", "label": name, "value": name, "x": x, "y": 60, "w": 46, "h": 36}


def arrays_of(steps: int, units: int, seed: int = 0) -> dict[str, np.ndarray]:
    """Return made-up values [T, H] in their ranges, with the terms that the equations show."""
    draw = np.random.default_rng(seed)
    values = {name: draw.uniform(0 if name in "ifo" else -0.999, 0.999, (steps, units)) for name in NAMES}
    terms = {f"W_{name}@x": draw.normal(0, 1, (steps, units)) for name in NAMES}
    waves = {f"strip.{line}.y": np.sin(np.arange(steps) / 4 + line / 8) for line in range(3)}
    losses = {"timeline.iterations": np.arange(101), "timeline.losses": np.geomspace(1, 1e-3, 101)}
    return {**values, **terms, **waves, **losses, "b": draw.normal(0, 1, units), "x": draw.normal(0, 1, (steps, 1))}


def header_of(steps: int, units: int, **changes: object) -> dict[str, object]:
    """Return a header with every part: strip, six values, diagram, equations, timeline."""
    values = [
        {"name": name, "address": f"layer0.{name}", "label": f"value {name}", "meaning": f"what {name} means"}
        | {"role": "gate", "range": RANGES.get(name, (0, 1)), "units": units}
        for name in NAMES
    ]
    wire = {"id": "i->f", "source": "i", "target": "f", "value": "i", "points": [[80, 60], [200, 60]]}
    lines = [{"name": role, "role": role} for role in ("input", "target", "prediction")]
    return {
        "run": "run", "steps": steps, "unit": 0, "step": 0, "layer": "layer0",
        "layers": [{"address": "layer0", "label": "Layer 1"}, {"address": "layer1", "label": "Layer 2"}],
        "values": values,
        "equations": [equation(name, (f"W_{name}@x", "b")) for name in NAMES],
        "diagram": {"width": 640, "height": 120, "wires": [wire], "joints": [],
                    "nodes": [node(name, 60 + 100 * place) for place, name in enumerate(NAMES)]},
        "strip": {"kind": "chart", "title": "", "x_label": "", "y_label": "", "y_range": [-1.2, 1.2],
                  "read_steps": list(range(steps)), "lines": lines},
        "charts": [],
        "timeline": {"total": 100, "moments": list(range(0, 101, 10)), "shown": 100, "live": False,
                     "baseline": 0.5, "baseline_name": "always the mean", "loss_name": "loss"},
        "check": "checked", "caption": "caption", "sentence": None,
    } | changes  # fmt: skip


@dataclass(frozen=True)
class Bare:
    """The player in a page: give() it data, press keys, read what it shows and sends."""

    page: Page

    def give(self, header: Mapping[str, object], arrays: Mapping[str, np.ndarray]) -> None:
        self.hand("player", pack(header, arrays))

    def hand(self, name: str, block: bytes) -> None:
        """Give a block to the component of this name."""
        self._feed(addressed(name, block))

    def hand_together(self, blocks: Mapping[str, bytes]) -> None:
        """Give blocks to several components in one message."""
        self._feed(together(blocks))

    def _feed(self, data: bytes) -> None:
        self.page.evaluate("text => give(text)", base64.b64encode(data).decode())

    def press(self, *keys: str) -> None:
        self.page.evaluate("() => root.activeElement ?? root.querySelector('.stage').focus()")
        for key in keys:
            self.page.keyboard.press(key)

    def text(self, selector: str) -> str:
        return str(self.page.evaluate("selector => root.querySelector(selector).textContent", selector))

    def texts(self, selector: str) -> list[str]:
        query = "selector => [...root.querySelectorAll(selector)].map((node) => node.textContent)"
        return list(self.page.evaluate(query, selector))

    def count(self, selector: str) -> int:
        return int(self.page.evaluate("selector => root.querySelectorAll(selector).length", selector))

    def sent(self, name: str) -> list[Any]:
        """Return the values sent to Python under `name` so far."""
        return [value for sent, value, _ in self.page.evaluate("sent") if sent == name]

    def counters(self) -> dict[str, float]:
        return dict(self.page.evaluate("({ ...__rnnviz, now: performance.now() })"))

    def paint(self, mode: str) -> None:
        """Give the page the background of the light or dark theme."""
        self.page.evaluate(
            "colour => document.getElementById('host').style.setProperty('--st-background-color', colour)",
            BACKGROUNDS[mode],
        )


def mount(page: Page, width: int = 960, component: str = "player") -> Bare:
    """Put the player, or another component, into an empty page, `width` CSS pixels wide; it waits for data."""
    page.set_content(f'<!doctype html><body style="margin:0"><div id="host" style="width:{width}px"></div></body>')
    page.evaluate(_MOUNT, [script(component), script("feed"), style(component)])
    return Bare(page)
