"""Training live: what the buttons do, how fast the picture follows, what a changed choice means."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Train

LONG = "?cell=gru&iterations=3000&engine=nn"
Note = Callable[[str, object], None]


def test_training_moves_curve_and_numbers_until_it_is_done(train: Train) -> None:
    trainer = train("?cell=lstm")
    expect(trainer.progress).to_have_text(
        "Iteration 0 of 300 · not trained yet: press Train, or Step for one iteration"
    )
    before, curve = trainer.numbers(), trainer.curve()
    trainer.train_to_the_end()
    expect(trainer.progress).to_have_text("Iteration 300 of 300 · done")
    expect(trainer.iteration_text).to_have_text("iteration 300 of 300")
    assert trainer.numbers() != before
    assert trainer.curve() != curve
    trainer.press("Train 300 more")
    expect(trainer.progress).to_have_text("Iteration 600 of 600 · done")
    expect(trainer.iteration_text).to_have_text("iteration 600 of 600")


def test_the_picture_follows_a_training_at_once_and_often(train: Train, record_testsuite_property: Note) -> None:
    trainer = train("?iterations=10")
    trainer.train_to_the_end()  # warm: the first training of a server loads what later ones find
    trainer = train(LONG)
    trainer.page.evaluate("addEventListener('pointerdown', () => (window.pressed = performance.now()), true)")
    trainer.record(trainer.iteration_text)
    trainer.press("Train")
    sentence = re.compile(r"^Iteration \d+ of 3000 · \d+ a second · \d+ s left$")
    expect(trainer.progress).to_have_text(sentence)
    trainer.page.wait_for_function("performance.now() - window.pressed > 4000 || window.__recorded.length > 60")
    pressed: float = trainer.page.evaluate("window.pressed")
    times = [time for time, _ in trainer.recorded()]
    iterations = [int(text.split()[1]) for _, text in trainer.recorded()]
    first, rate = (times[0] - pressed) / 1000, (len(times) - 1) * 1000 / (times[-1] - times[0])
    record_testsuite_property("seconds from Train to the first live picture", round(first, 2))
    record_testsuite_property("live pictures a second", round(rate, 1))
    assert iterations == sorted(set(iterations))
    assert first < 1.0, f"{first:.2f} s; meant are 0.5 s, twice that is left to a machine that does other things"
    assert rate >= 3, f"{rate:.1f} pictures a second; meant are 4, one is left to a machine that does other things"


def test_step_pause_resume_and_reset(train: Train) -> None:
    trainer = train(LONG)
    untrained = trainer.numbers()
    trainer.press("Step")
    expect(trainer.progress).to_have_text("Iteration 1 of 3000 · paused")
    expect(trainer.iteration_text).to_have_text("iteration 1 of 3000")
    first_loss, once = trainer.loss_text.inner_text(), trainer.numbers()
    trainer.press("Resume")
    trainer.wait_beyond(1)
    trainer.press("Pause")
    trainer.wait_for("paused")
    paused = trainer.iteration()
    trainer.press("Resume")
    trainer.wait_beyond(paused)
    trainer.press("Pause")
    trainer.wait_for("paused")
    trainer.press("Reset")
    expect(trainer.progress).to_contain_text("Iteration 0 of 3000 · not trained yet")
    expect(trainer.iteration_text).to_have_text("iteration 0 of 3000")
    assert trainer.numbers() == untrained
    trainer.press("Step")
    expect(trainer.iteration_text).to_have_text("iteration 1 of 3000")
    assert (trainer.loss_text.inner_text(), trainer.numbers()) == (first_loss, once)


def test_a_step_is_exactly_one_iteration_also_after_a_pause(train: Train) -> None:
    trainer = train(LONG)
    trainer.press("Train")
    for _ in range(3):
        trainer.wait_beyond(trainer.iteration())
        trainer.press("Pause")
        trainer.wait_for("paused")
        expect(trainer.button("Resume")).to_be_visible()
        paused = trainer.planned()[0]
        expect(trainer.iteration_text).to_have_text(f"iteration {paused} of 3000")
        trainer.press("Step")
        expect(trainer.progress).to_have_text(f"Iteration {paused + 1} of 3000 · paused")
        expect(trainer.iteration_text).to_have_text(f"iteration {paused + 1} of 3000")
        trainer.press("Resume")


def test_the_learning_rate_changes_while_it_trains(train: Train) -> None:
    trainer = train(LONG)
    trainer.press("Train")
    before = trainer.wait_beyond(0)
    trainer.page.get_by_role("slider", name="Learning rate").press("ArrowRight")
    changed = re.compile(r"from iteration 0 learning rate 0\.01 · from iteration (\d+) learning rate 0\.03")
    expect(trainer.caption).to_have_text(changed)
    from_iteration = changed.search(trainer.caption.inner_text())
    assert from_iteration is not None
    assert int(from_iteration[1]) >= before
    trainer.wait_beyond(int(from_iteration[1]))
    expect(trainer.button("Pause")).to_be_visible()
    expect(trainer.button("Train anew")).to_be_disabled()


def test_other_changes_wait_for_a_new_run_and_the_old_one_can_be_had_back(train: Train) -> None:
    trainer = train("?cell=rnn")
    trainer.train_to_the_end()
    numbers, units = trainer.numbers(), trainer.page.get_by_label("Unit", exact=True)
    trainer.choose("Hidden size", "8")
    expect(trainer.button("Train anew")).to_be_enabled()
    expect(trainer.progress).to_contain_text("settings changed since")
    expect(units).to_contain_text("1 / 16")
    assert trainer.numbers() == numbers
    trainer.press("Train anew")
    expect(units).to_contain_text("1 / 8")
    expect(trainer.caption).to_contain_text("hidden size 8")
    trainer.wait_for("done")
    trainer.press("←")
    expect(trainer.button("→")).to_be_visible()
    expect(units).to_contain_text("1 / 16")
    expect(trainer.page.get_by_label("Hidden size", exact=True)).to_have_value("16")
    expect(trainer.iteration_text).to_have_text("iteration 300 of 300")
    assert trainer.numbers() == numbers
    expect(trainer.button("Train anew")).to_be_disabled()
    assert trainer.counters()["mounts"] == 1, "the player stays, whatever is said above it"


def test_nothing_drops_or_jumps_when_settings_change(train: Train) -> None:
    trainer = train("?iterations=40")
    trainer.train_to_the_end()

    def places() -> list[object]:
        nodes = [trainer.button("Train 40 more"), trainer.button("Train anew"), trainer.timeline, trainer.ruler]
        return [node.bounding_box() for node in nodes]

    before = places()
    bar = trainer.page.locator(".st-key-live-bar").bounding_box()
    assert bar
    assert bar["height"] < 50, "one line"
    trainer.choose("Hidden size", "8")
    expect(trainer.button("Train anew")).to_be_enabled()
    assert places() == before
    trainer.button("Train anew").dblclick()
    trainer.wait_for("done")
    expect(trainer.caption).to_contain_text("hidden size 8")
    assert places() == before


@pytest.mark.parametrize("cell", ["rnn", "rnn_relu", "lstm", "gru"])
def test_every_cell_trains_and_says_what_it_is_checked_against(train: Train, cell: str) -> None:
    trainer = train(f"?cell={cell}&iterations=20")
    trainer.train_to_the_end()
    module = {"rnn": "RNN", "rnn_relu": "RNN", "lstm": "LSTM", "gru": "GRU"}[cell]
    expect(trainer.page.locator(".print .check")).to_have_text(
        re.compile(rf"^checked against torch\.nn\.{module}: largest difference (0|[1-9]×10⁻[⁷⁸⁹])$")
    )


def test_the_buttons_stay_where_they_are_while_another_takes_their_neighbours_place(train: Train) -> None:
    trainer = train("?iterations=2000&engine=nn")
    trainer.page.evaluate(
        """() => {
            window.places = new Set();
            const look = () => {
                const button = document.querySelector('.st-key-reset button');
                if (button) window.places.add(button.getBoundingClientRect().x);
                requestAnimationFrame(look);
            };
            look();
        }"""
    )
    for name in ("Train", "Pause", "Resume", "Pause", "Resume"):
        trainer.press(name)
    expect(trainer.button("Pause")).to_be_visible()
    assert len(trainer.page.evaluate("[...window.places]")) == 1


def test_the_bar_keeps_its_width_whatever_is_said_and_no_word_of_a_button_is_cut(train: Train, page: Page) -> None:
    trainer = train("?task=sine&hidden=2&learning_rate=0.0001&iterations=1500")
    bar = page.get_by_role("progressbar")
    before = bar.bounding_box()
    trainer.train_to_the_end()
    expect(trainer.progress).to_contain_text("loss no better than")
    after = bar.bounding_box()
    assert before is not None
    assert after is not None
    assert (before["width"], before["x"]) == (after["width"], after["x"])
    more = page.get_by_role("button", name="Train 1500 more")
    expect(more).to_be_visible()
    texts = (
        more.locator("*")
        .filter(has_text="Train")
        .evaluate_all("(all) => all.map((e) => [e.scrollWidth, e.clientWidth])")
    )
    assert all(wanted <= there for wanted, there in texts if there)


def test_a_bias_that_no_slider_has_set_is_told_as_drawn(train: Train, page: Page) -> None:
    train("?task=sine&hidden=2&iterations=30")
    page.get_by_text("Retrain while I drag").click()
    control = page.locator('[data-control="forget_bias"]')
    number, slider = control.locator('input[type="number"]'), control.locator('input[type="range"]')
    expect(number).to_have_value("")
    expect(number).to_have_attribute("placeholder", "as drawn")
    expect(slider).to_have_attribute("aria-valuetext", "as drawn")
    slider.press("ArrowLeft")
    expect(number).to_have_value("-0.25")
    expect(slider).to_have_attribute("aria-valuetext", "\N{MINUS SIGN}0.25")
    slider.press("ArrowRight")
    expect(number).to_have_attribute("placeholder", "as drawn")
