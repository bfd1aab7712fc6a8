"""Playing a network in the app: through time, through its training, and what lights up when it is pointed at."""

import re
from itertools import pairwise

import pytest
from playwright.sync_api import Page, WebSocket, expect

from tests.browser.conftest import Train, Visit
from tests.browser.trainer import Trainer


@pytest.fixture
def trained(train: Train) -> Trainer:
    trainer = train("?cell=gru&iterations=60")
    trainer.train_to_the_end()
    return trainer


def pull(page: Page, trainer: Trainer, *shares: float) -> None:
    """Drag the playhead to these shares of the width, one after another."""
    box = trainer.ruler.bounding_box()
    assert box
    y = box["y"] + box["height"] / 2
    page.mouse.move(box["x"] + box["width"] * shares[0], y)
    page.mouse.down()
    for share in shares[1:]:
        page.mouse.move(box["x"] + box["width"] * share, y, steps=4)
    page.mouse.up()


def test_play_pause_keys_and_scrubbing_both_ways(trained: Trainer, page: Page) -> None:
    trained.stage.focus()
    for key, step in {"End": 100, "ArrowLeft": 99, "Shift+ArrowLeft": 89, "Home": 1, "ArrowRight": 2}.items():
        page.keyboard.press(key)
        expect(trained.place).to_have_text(f"step {step} of 100")
    numbers = trained.numbers()
    page.keyboard.press(" ")
    expect(trained.place).to_have_text(re.compile(r"step [1-9]\d of 100"))
    page.keyboard.press(" ")
    expect(page.get_by_role("button", name="Play", exact=True)).to_be_visible()
    assert trained.numbers() != numbers
    pull(page, trained, 0.2, 0.8)
    right = trained.step()
    pull(page, trained, 0.8, 0.3)
    assert (right, trained.step()) == (81, 31)


def test_a_pull_on_the_curves_goes_through_time_as_well(trained: Trainer, page: Page) -> None:
    axis, strip = trained.ruler.bounding_box(), page.locator(".strip").bounding_box()
    assert axis
    assert strip
    y = strip["y"] + strip["height"] / 2
    page.mouse.click(axis["x"] + axis["width"] * 0.205, y)
    expect(trained.place).to_have_text("step 21 of 100")
    page.mouse.down()
    page.mouse.move(axis["x"] + axis["width"] * 0.605, y, steps=4)
    page.mouse.up()
    expect(trained.place).to_have_text("step 61 of 100")


def test_the_speed_is_kept_and_counts(trained: Trainer, page: Page) -> None:
    page.get_by_label("Speed", exact=True).select_option("8")
    page.get_by_role("button", name="To the start").click()
    trained.record(trained.place)
    page.get_by_role("button", name="Play", exact=True).click()
    page.wait_for_function("window.__recorded.length > 40")
    moments = [(time, int(text.split()[1])) for time, text in trained.recorded()]
    (begun, first), (ended, last) = moments[1], next(m for m, n in pairwise(moments) if n[1] < m[1] or n == moments[-1])
    assert 1000 * (last - first) / (ended - begun) == pytest.approx(8 * 12, rel=0.25)


def test_no_message_is_sent_while_it_plays(visit: Visit, page: Page) -> None:
    sent: list[str] = []
    sockets: list[WebSocket] = []

    def listen(opened: WebSocket) -> None:
        sockets.append(opened)
        opened.on("framesent", lambda payload: sent.append(str(payload)[:80]))

    page.on("websocket", listen)
    visit("/")
    expect(page.locator(".place")).to_have_text(re.compile(r"step [2-9]\d of 100"))
    sent.clear()
    drawn = page.evaluate("window.__rnnviz.frames")
    page.wait_for_function("begun => performance.now() - begun > 2000", arg=page.evaluate("performance.now()"))
    assert page.evaluate("window.__rnnviz.frames") - drawn > 60
    assert sent == []
    with sockets[-1].expect_event("framesent"):  # a pause is told, so messages are seen here
        page.get_by_role("button", name="Pause", exact=True).click()


def test_playing_goes_on_while_new_numbers_come_in(train: Train, page: Page) -> None:
    trainer = train("?cell=gru&iterations=3000&engine=nn")
    page.get_by_role("button", name="Play", exact=True).click()
    expect(trainer.place).to_have_text(re.compile(r"step [1-3]\d of 100"))
    trainer.record(trainer.place)
    before = trainer.counters()
    trainer.press("Train")
    page.wait_for_function("loads => window.__rnnviz.loads > loads + 5", arg=before["loads"])
    steps = [int(text.split()[1]) for _, text in trainer.recorded()]
    leaps = {(later - earlier) % 100 for earlier, later in pairwise(steps)}
    assert trainer.counters()["mounts"] == before["mounts"]
    assert leaps <= set(range(1, 12)), "from each step to one shortly after it, never back to the first"


def test_the_training_timeline_leads_back_and_forth(trained: Trainer, page: Page) -> None:
    latest, last_loss = trained.numbers(), trained.loss_text.inner_text()
    trained.timeline.focus()
    page.keyboard.press("ArrowLeft")
    expect(trained.iteration_text).to_have_text("iteration 59 of 60")
    page.keyboard.press("ArrowLeft")
    expect(trained.iteration_text).to_have_text("iteration 58 of 60")
    assert trained.numbers() != latest
    box = trained.timeline.bounding_box()
    assert box
    page.mouse.move(box["x"] + box["width"] * 0.8, box["y"] + 20)
    page.mouse.down()
    page.mouse.move(box["x"], box["y"] + 20, steps=5)
    page.mouse.up()
    expect(trained.iteration_text).to_have_text("iteration 0 of 60")
    assert trained.loss_text.inner_text() != last_loss
    expect(trained.progress).to_have_text("Iteration 60 of 60 · done")
    page.get_by_role("button", name="Latest").click()
    expect(trained.iteration_text).to_have_text("iteration 60 of 60")
    assert trained.numbers() == latest


def test_an_earlier_moment_stays_while_the_training_goes_on(train: Train, page: Page) -> None:
    trainer = train("?cell=gru&iterations=3000&engine=nn")
    trainer.press("Train")
    trainer.wait_beyond(100)
    trainer.timeline.focus()
    for _ in range(4):
        page.keyboard.press("ArrowLeft")
    chosen = trainer.planned()[0]
    trainer.wait_until_trained_beyond(chosen + 50)
    assert trainer.iteration() < chosen


def test_pointing_at_a_symbol_lights_the_same_value_everywhere(trained: Trainer, page: Page) -> None:
    page.locator('.symbols [data-symbol="z"]').first.hover()
    for where in (".lane.lit .lane-symbol", ".node.lit .node-symbol"):
        expect(page.locator(where)).to_have_text("z")
    assert {node.get_attribute("data-symbol") for node in page.locator(".symbols .lit").all()} == {"z"}
    assert {node.get_attribute("data-value") for node in page.locator(".numbers .lit").all()} == {"z"}
    expect(page.locator(".meaning-text")).to_contain_text("update gate")
    page.locator(".lane").first.hover()
    expect(page.locator(".lane.lit .lane-symbol")).to_have_text("r")
