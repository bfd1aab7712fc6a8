"""What the player shows of a bench."""

from __future__ import annotations

from rnnviz.lab import Bench
from rnnviz.lab.bench import LAYER
from rnnviz.player.scene import Scene, scene
from rnnviz.tasks.picture import Chart, Line, LineRole
from rnnviz.ui.lab.console import reach_of
from rnnviz.words import t

_ROLES: tuple[LineRole, ...] = ("prediction", "free", "naive", "target")


BASE = "lab-base"
"""Under this name the player finds the bench as it was when the page was drawn; what moves is told apart from it."""


def show(bench: Bench) -> Scene:
    """What the player shows: strip with the inputs, gates and states, the functions' curves, the equations."""
    return scene(
        bench.trace(),
        run=f"{bench.cell.key}.{bench.units}.{bench.steps}",
        layer=LAYER,
        strip=_strip(bench),
        sentence=t("A cell of {n} units whose numbers are set by hand.", n=bench.units),
        curves=True,
    )


def _strip(bench: Bench) -> Chart:
    height = reach_of(bench.inputs)
    lines = tuple(
        Line("x" if bench.features == 1 else f"x{feature + 1}", _ROLES[feature], None, bench.inputs[:, feature])
        for feature in range(bench.features)
    )
    steps = tuple(range(bench.steps))
    return Chart(t("input"), t("time step"), "", lines, (-1.15 * height, 1.15 * height), steps)
