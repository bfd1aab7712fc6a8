"""Memory puzzles and gradients in a browser: the truth over the states, its carriers, charts that change in place."""

import re

import numpy as np
from playwright.sync_api import Page, expect

from tests.browser.conftest import Train, Visit
from tests.browser.trainer import WARM
from tests.browser.watch import Watch
from tests.player.bare import arrays_of, header_of, mount

BASE_PATH_SEARCH = r"404 \(Not Found\) \(http://127\.0\.0\.1:\d+/gradients/_stcore/(health|host-config)\)"


def test_the_truth_is_told_at_every_step_and_its_carrier_is_one_press_away(train: Train) -> None:
    trainer = train("?task=dyck&hidden=3&iterations=40")
    row = trainer.page.locator(".truth")
    expect(row).to_contain_text("depth")
    trainer.page.keyboard.press("Home")
    expect(row.locator(".truth-number")).to_have_text("1.000")
    carriers = row.locator(".carrier")
    expect(carriers).to_have_count(3)
    last = carriers.nth(2)
    last.click()
    expect(last).to_have_attribute("aria-pressed", "true")
    unit = re.search(r"of unit (\d)", last.inner_text())
    assert unit
    assert trainer.page.locator("select[name=unit]").input_value() == str(int(unit.group(1)) - 1)
    picture = "all => all.map((canvas) => canvas.toDataURL())"
    drawn = trainer.page.locator(".lane-picture").evaluate_all(picture)
    trainer.train_to_the_end()
    assert trainer.page.locator(".lane-picture").evaluate_all(picture) != drawn


def test_of_several_truths_one_is_drawn(train: Train) -> None:
    trainer = train("?task=recall&hidden=4")
    names = trainer.page.locator(".truth-names button")
    expect(names).to_have_text(["first was A", "first was B", "first was C", "first was D"])
    expect(trainer.page.locator(".truth-number")).to_have_text("1.000")
    names.nth(1).click()
    expect(names.nth(1)).to_have_attribute("aria-pressed", "true")
    expect(trainer.page.locator(".truth-number")).to_have_text("0.000")


def test_after_training_the_unit_that_carries_the_truth_best_is_chosen_until_a_person_chooses(
    page: Page, watch: Watch
) -> None:
    player, steps = mount(page), 8
    arrays = arrays_of(steps, 4) | {"truth.0": np.zeros(steps)}

    def give(iteration: int, best: int, live: bool = False) -> None:
        header = header_of(steps, 4)
        carriers = [("layer1", "h", 0), ("layer0", "c", best), ("layer0", "h", 0)]
        told = [
            {"layer": layer, "state": state, "unit": unit, "correlation": -0.968} for layer, state, unit in carriers
        ]
        moment = {**header["timeline"], "shown": iteration, "live": live}  # type: ignore[dict-item]
        player.give(header | {"timeline": moment, "truths": [{"name": "inside", "carriers": told}]}, arrays)

    def unit() -> str:
        return str(page.evaluate("root.querySelector('select[name=unit]').value"))

    give(50, best=2, live=True)
    assert unit() == "0"
    give(100, best=2)
    assert unit() == "2"
    assert player.text(".carrier[aria-pressed=true]").endswith("−0.968")
    assert "(correlation)" in player.text(".truth-hint")
    give(50, best=3)  # an earlier moment, of a training that is over
    assert unit() == "2"
    player.press("ArrowDown")
    give(100, best=1)
    assert unit() == "3"


def test_a_task_without_a_truth_shows_no_row(train: Train) -> None:
    expect(train("?task=sine").page.locator(".truth")).to_be_hidden()


def test_gradients_change_in_place_while_the_cells_train(visit: Visit, watch: Watch) -> None:
    watch.allow(BASE_PATH_SEARCH)
    page = visit("/gradients?cells=rnn,lstm&task=adding&hidden=4&iterations=100000")
    charts = page.locator(".bands-picture")
    expect(charts).to_have_count(2, timeout=WARM)
    expect(page.locator(".st-key-gradients-sentences")).to_contain_text("on the way back to step 1")
    charts.evaluate_all("all => all.forEach((node) => (node.mark = true))")
    before = charts.first.evaluate("canvas => canvas.toDataURL()")
    page.get_by_role("button", name="Train", exact=True).click()
    page.wait_for_function("old => document.querySelector('.st-key-gradients-pause') !== null", arg=None)
    page.wait_for_function(
        "([canvas, old]) => canvas.toDataURL() !== old", arg=[charts.first.element_handle(), before], timeout=20_000
    )
    assert charts.evaluate_all("all => all.every((node) => node.mark)")
    page.get_by_role("button", name="Pause", exact=True).click()
    expect(page.get_by_role("button", name="Resume", exact=True)).to_be_visible()


def test_gradients_follow_a_slider_while_it_is_dragged(visit: Visit, watch: Watch) -> None:
    watch.allow(BASE_PATH_SEARCH)
    page = visit("/gradients?cells=rnn,lstm&task=adding&hidden=4&forget_bias=None")
    slider = page.locator('[data-control="forget_bias.value"] input[type="range"]')
    expect(slider).to_be_visible(timeout=WARM)
    cells = page.locator("[data-testid=stMain] table tr").filter(has_text="LSTM")
    first = cells.inner_text()
    box = slider.bounding_box()
    assert box is not None
    middle = box["y"] + box["height"] / 2
    page.mouse.move(box["x"] + box["width"] / 2, middle)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] * 0.9, middle, steps=6)
    expect(cells).not_to_have_text(first, use_inner_text=True)
    expect(page).to_have_url(re.compile("forget_bias=None"))  # the pointer is still down
    page.mouse.up()
    value = float(slider.input_value())
    assert value > 4
    expect(page).not_to_have_url(re.compile("forget_bias=None"))
    switch = page.locator('[data-control="forget_bias.on"] input')
    expect(switch).to_be_checked()
    switch.uncheck()
    expect(cells).to_have_text(first, use_inner_text=True)
    expect(page).to_have_url(re.compile("forget_bias=None"))
