"""The numbers beside the equations, read back out of the page, give the results beside them."""

import random
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.chromium import ready
from tests.browser.conftest import Train
from tests.browser.number_line import Interval, Line
from tests.browser.server import Server
from tests.browser.trainer import BASE_PATH_SEARCH, WARM, Trainer
from tests.browser.watch import Watch

LINES = """stage => [...stage.querySelectorAll('.equation')].map(({ dataset, children }) => [
    dataset.name,
    [...children[1].querySelectorAll('mn, mo, mi')].map(leaf => [leaf.textContent, 'value' in leaf.dataset]),
])"""


def shown_lines(trainer: Trainer) -> dict[str, Line]:
    """The line of numbers of every equation as it stands on the page."""
    lines: list[Any] = trainer.stage.evaluate(LINES)
    return {name: Line([(str(text), bool(value)) for text, value in pieces]) for name, pieces in lines}


def show(trainer: Trainer, step: int, unit: int, layer: str) -> None:
    """Choose layer, unit and step as a person does, and wait for their numbers."""
    page = trainer.page
    chooser = page.get_by_label("Layer", exact=True)
    if chooser.is_visible() and chooser.input_value() != layer:
        loads = trainer.counters()["loads"]
        chooser.select_option(layer)
        page.wait_for_function("loads => window.__rnnviz.loads > loads", arg=loads)
    page.get_by_label("Unit", exact=True).select_option(str(unit))
    box = trainer.ruler.bounding_box()
    assert box
    page.mouse.click(box["x"] + box["width"] * (step + 0.5) / 100, box["y"] + box["height"] / 2)
    expect(trainer.place).to_have_text(f"step {step + 1} of 100")


@pytest.mark.parametrize(
    ("query", "layers", "names"),
    [
        ("?cell=lstm&layers=2", ["layer0", "layer1"], "i f g o c h"),
        ("?cell=gru&bidirectional=1", ["layer0", "layer0.reverse"], "r z n h"),
        ("?cell=rnn_relu&hidden=5", ["layer0"], "h"),
    ],
)
def test_numbers_recompute_to_their_results(train: Train, query: str, layers: list[str], names: str) -> None:
    trainer = train(f"{query}&iterations=60")
    trainer.train_to_the_end()
    units = int(trainer.page.get_by_label("Unit", exact=True).locator("option").count())
    draw = random.Random(7)
    triples = [(draw.randrange(100), draw.randrange(units), draw.choice(layers)) for _ in range(20)]
    seen = []
    for step, unit, layer in sorted(triples, key=lambda triple: triple[2]):
        show(trainer, step, unit, layer)
        lines = shown_lines(trainer)
        assert list(lines) == names.split()
        for name, line in lines.items():
            shown, computed = line.sides()
            assert shown.meets(computed), f"{name} at step {step}, unit {unit}, {layer}: {shown} is not {computed}"
            seen.append(computed.high - computed.low)
    assert max(seen) < 0.02, "bounds so wide that they prove little"


CHANGED = "layer0.f~clamp~1~s50-~~layer0.o~scale~1.5~u1-4~~layer0.c~shift~-0.5~s20-60"
"""In the address of Gate surgery; units and steps from 1, both ends included."""
AFTER = """stage => Object.fromEntries([...stage.querySelectorAll('.equation')].map(row => [
    row.dataset.name,
    row.querySelector('.equation-after').textContent,
]))"""


def test_a_changed_value_stands_behind_what_its_equation_gives(server: Server, page: Page, watch: Watch) -> None:
    watch.allow(BASE_PATH_SEARCH)
    page.goto(f"{server.url}/surgery?changes={CHANGED}")
    ready(page)
    expect(page.locator(".lane").last).to_be_visible(timeout=WARM)
    trainer = Trainer(page)
    trainer.stage = page.locator(".stage:not(.panel)")  # the sliders above have one of their own
    lanes = page.locator(".lane-number")
    for step, unit in [(0, 1), (10, 9), (19, 5), (49, 0), (59, 12), (70, 3), (99, 15)]:
        show(trainer, step, unit, "layer0")
        for name, line in shown_lines(trainer).items():
            shown, computed = line.sides()
            assert shown.meets(computed), f"{name} at step {step}, unit {unit}: {shown} is not {computed}"
        now = dict(zip("ifgoch", lanes.all_text_contents(), strict=True))
        changed = {"f": step >= 49, "o": unit < 4, "c": 19 <= step < 60}
        after = trainer.stage.evaluate(AFTER)
        assert after == {name: f"→ {now[name]}" if changed.get(name) else "" for name in now}


def test_the_value_of_one_step_earlier_is_that_of_the_step_before(train: Train, page: Page) -> None:
    trainer = train("?cell=lstm&iterations=60")
    trainer.train_to_the_end()
    trainer.stage.focus()
    page.keyboard.press("Home")
    values = page.locator(".numbers [data-value]")
    for name in ("c", "h"):
        assert set(values.and_(page.locator(f'[data-value="{name}_prev"]')).all_text_contents()) <= {"0.000"}
    for step in range(2, 9):
        before = page.locator('.numbers [data-value="c"]').first.text_content()
        page.keyboard.press("ArrowRight")
        expect(trainer.place).to_have_text(f"step {step} of 100")
        assert page.locator('.numbers [data-value="c_prev"]').text_content() == before


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("0.500 = σ ( 0.000 )", 0.499875, 0.500125),
        ("0 = − 0.100 · ( 1 − 0.250 )", -0.07543, -0.07457),
        ("0 = 2 + 3 · 4 − 5", 9, 9),
        ("0 = tanh ( −1.234e+4 )", -1, -1),
    ],
)
def test_the_reader_of_lines_is_right(text: str, low: float, high: float) -> None:
    pieces = [(word, "." in word) for word in text.replace("-", "−").split()]
    _, computed = Line(pieces).sides()
    assert (computed.low, computed.high) == pytest.approx((low, high), abs=1e-4)
    assert not computed.meets(Interval(high + 0.001, high + 0.002))


@pytest.mark.parametrize("text", ["0.1 = ( 0.1", "0.1 0.1", "0.1 = 0.1 0.2"])
def test_the_reader_refuses_a_line_that_makes_no_sense(text: str) -> None:
    with pytest.raises(ValueError, match=r"expected|not read"):
        Line([(word, True) for word in text.split()]).sides()
