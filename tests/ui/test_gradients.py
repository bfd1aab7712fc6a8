"""The page Gradients without a browser: presets, sliders, what is drawn and what is said of it."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from rnnviz.network.threads import one_thread
from rnnviz.tracing.gradients import Gradients, StateGradient, lengths
from rnnviz.training.advance import Budget, advance
from rnnviz.training.build import start
from rnnviz.training.comparison import Comparison
from rnnviz.ui.boot import boot
from rnnviz.ui.compare.contest import Contest
from rnnviz.ui.gradients import session
from rnnviz.ui.gradients.pictures import Flow, flows, rate
from rnnviz.ui.gradients.sentences import contrast, explained, sentence, since_the_start
from rnnviz.words import readable
from tests.ui.conftest import APP

Open = Callable[..., AppTest]


@pytest.fixture
def open_gradients() -> Open:
    boot().begin()
    assert boot().wait(60), boot().error

    def opened(plainly: bool = False, **query: str) -> AppTest:
        app = AppTest.from_file(str(APP), default_timeout=30)
        drawn = {} if plainly else session.usual().to_query()  # all gates as PyTorch draws them
        for name, value in (query or drawn).items():
            app.query_params[name] = value
        return app.run().switch_page("pages/gradients.py").run()

    return opened


def shown(app: AppTest) -> Comparison:
    found: Comparison = app.session_state["gradients.comparison"]
    return found


def drag(app: AppTest, held: bool = False, on: bool | None = None, **values: object) -> None:
    """What the sliders tell, with these values changed."""
    told = {f"{name}.value" if name.endswith("bias") else name: value for name, value in values.items()}
    if on is not None:
        told |= {f"{name}.on": on for name in values}
    known = app.session_state["gradients.sliders.known"]
    app.session_state["gradients-sliders"] = {
        "said": {"serial": 1, "revision": known.revision, "gesture": "g", "held": held, "values": told}
    }
    app.run()
    assert not app.exception


def sentences(app: AppTest) -> list[str]:
    found = [text.value.replace("\\", "") for text in app.markdown if "on the way back" in text.value]
    return [line for text in found for line in text.split("  \n")]


def untrained(comparison: Comparison, step: int | None = None) -> list[Flow]:
    small = replace(comparison, base=comparison.base.changed(device="cpu"))
    with one_thread():
        return flows(Contest(small), 0, step)


def made(full: list[float], kept: list[float] | None = None) -> Flow:
    """An LSTM with these gradients at each step, of h and of c, in one unit."""
    over_time, product = (np.array(each)[:, None] for each in (full, kept or full))
    state = StateGradient(over_time, product, product)
    return Flow("lstm", Gradients(0.0, None, {}, 0.0), state, state, "c", "f")


def test_the_page_shows_three_cells_and_a_sentence_for_each(open_gradients: Open) -> None:
    app = open_gradients(plainly=True)
    assert not app.exception
    assert shown(app) == session.vanishing()
    assert [text.partition(":")[0] for text in sentences(app)] == ["RNN (tanh)", "LSTM", "GRU"]
    assert app.get("bidi_component")


def test_a_slider_is_answered_at_once_while_nothing_is_trained(open_gradients: Open) -> None:
    app = open_gradients()
    before = sentences(app)
    drag(app, forget_bias=4.0)
    assert shown(app).base.forget_bias == 4
    assert app.session_state["gradients.contest"].comparison.base.forget_bias == 4
    after = sentences(app)
    assert after[1] != before[1]
    assert (after[0], after[2]) == (before[0], before[2])  # no forget gate there
    drag(app, recurrent_scale=2.5)
    assert shown(app).base.forget_bias == 4
    assert sentences(app)[0] != before[0]


@pytest.mark.parametrize("preset", ["vanishing", "exploding"])
def test_one_press_makes_it_vanish_or_explode(open_gradients: Open, preset: str) -> None:
    app = open_gradients()
    app.button(key=f"gradients-{preset}").click().run()
    assert not app.exception
    assert shown(app) == getattr(session, preset)()
    known = app.session_state["gradients.sliders.known"]
    assert known.imposed == known.asked
    assert known.asked.changes().items() <= shown(app).base.model_dump().items()
    assert app.query_params["cells"] == ",".join(shown(app).cells)


def test_clipping_is_switched_on_and_off(open_gradients: Open) -> None:
    app = open_gradients()
    assert shown(app).base.clip == 1
    app.toggle(key="gradients.clips").set_value(False).run()
    assert shown(app).base.clip == 0
    app.toggle(key="gradients.clips").set_value(True).run()
    assert shown(app).base.clip == 1


def test_a_task_that_reads_every_step_asks_for_the_target_step(open_gradients: Open) -> None:
    app = open_gradients()
    assert not app.session_state["gradients.sliders.known"].steps
    app.selectbox(key="gradients.choice.task").select("latch").run()
    assert not app.exception
    assert app.session_state["gradients.sliders.known"].asked.step == 40
    told = sentences(app)
    drag(app, step=10)
    assert app.session_state["gradients.sliders.known"].asked.step == 10
    assert sentences(app) != told
    drag(app, step=0)
    assert app.session_state["gradients.sliders.known"].asked.step == 0


def test_a_bias_that_is_moved_is_set_and_can_be_left_as_drawn_again(open_gradients: Open) -> None:
    app = open_gradients()
    revision = app.session_state["gradients.sliders.known"].revision
    drag(app, forget_bias=-1.5, held=True)
    assert shown(app).base.forget_bias == -1.5
    assert app.session_state["gradients.sliders.known"].revision == revision + 1  # its switch must follow
    drag(app, forget_bias=2.25, on=True, held=True)
    assert shown(app).base.forget_bias == 2.25
    assert app.session_state["gradients.sliders.known"].revision == revision + 1
    drag(app, forget_bias=2.25, on=False)
    assert shown(app).base.forget_bias is None


@pytest.mark.parametrize("told", [1e9, -1e9, float("nan"), "much", None, [1]])
def test_what_a_browser_tells_stays_within_the_limits(open_gradients: Open, told: object) -> None:
    app = open_gradients()
    drag(app, recurrent_scale=told, forget_bias=told)
    assert 0 <= shown(app).base.recurrent_scale <= 4
    assert shown(app).base.forget_bias in (None, -3, 6)


def test_an_address_opens_what_it_says(open_gradients: Open) -> None:
    app = open_gradients(cells="lstm,gru", task="latch", recurrent_scale="3", hidden="5")
    assert (shown(app).cells, shown(app).base.recurrent_scale, shown(app).base.hidden) == (("lstm", "gru"), 3, 5)
    assert shown(app).seeds == 1


def test_a_wrong_address_is_told(open_gradients: Open) -> None:
    app = open_gradients(cells="lstm,gru", task="latch", recurrent_scale="-1")
    assert "Recurrent weights at the start, times is '-1'" in app.warning[0].value.replace("\\", "")
    assert shown(app).base.recurrent_scale == 1


def test_the_vanishing_rnn_vanishes_and_the_lstm_beside_it_does_not() -> None:
    rnn, lstm, _ = untrained(session.vanishing())
    assert lengths(rnn.hidden.full)[0] < 1e-8 * lengths(rnn.hidden.full)[-1]
    assert lengths(lstm.hidden.full)[0] > 1e-3 * lengths(lstm.hidden.full)[-1]


def test_what_is_said_of_all_cells_at_once_is_measured() -> None:
    found = untrained(session.vanishing())
    rnn, lstm, _ = found
    said = contrast(found)
    assert said.startswith(f"At step 1, {readable(lstm.change)} of the gradient is left in the LSTM and ")
    assert rnn.change == pytest.approx(lengths(rnn.hidden.full)[0] / lengths(rnn.hidden.full)[-1])
    assert contrast(untrained(session.usual())).startswith("No gradient comes back to step 1")
    assert contrast([lstm, lstm]) == ""
    changed = since_the_start([rnn], [lstm], 20)
    assert f"after 20 iterations: RNN (tanh) {readable(lstm.change)} → {readable(rnn.change)}." in changed


def test_the_exploding_rnn_explodes_and_is_not_said_to_learn() -> None:
    rnn, lstm, gru = found = untrained(session.exploding())
    assert lengths(rnn.hidden.full)[0] > 1e4 * lengths(rnn.hidden.full)[-1]
    assert all(lengths(other.hidden.full)[0] < lengths(other.hidden.full)[-1] for other in (lstm, gru))
    said = contrast(found)
    assert said.startswith(f"In the RNN (ReLU) the gradient grows {readable(rnn.change)} times on its way back")
    assert "it explodes" in said
    assert said.endswith(f"{readable(lstm.change)} of it is left: it vanishes.")
    assert "learn" not in said


def test_one_step_of_plain_descent_along_an_exploded_gradient_ruins_the_weights() -> None:
    run = session.exploding().base.changed(optimiser="sgd", clip=0.0, device="cpu")
    with one_thread():
        assert advance(run, start(run), Budget(iterations=2)).diverged == 1
        clipped = advance(run.changed(clip=1.0), start(run), Budget(iterations=2))
    assert clipped.losses[1] < clipped.losses[0]


@pytest.mark.parametrize(
    ("first", "told"), [(0.5, "0.5 of the gradient is left in the"), (20.0, "grows 20 times in the")]
)
def test_a_share_is_left_only_of_what_has_not_grown(first: float, told: str) -> None:
    said = contrast([made([first, 1.0]), made([1e-6, 1.0])])
    assert told in said
    assert "can learn" in said
    assert "20 of the gradient is left" not in said


def test_a_gradient_beyond_all_numbers_explodes() -> None:
    assert "grows ∞ times" in contrast([made([np.inf, 1.0]), made([0.5, 1.0])])
    assert made([np.nan, np.nan]).change == np.inf
    assert rate(np.inf, np.inf, 10) == rate(1.0, np.inf, 10) == np.inf


def test_rates() -> None:
    assert rate(1e-10, 1.0, 10) == pytest.approx(0.1)
    assert (rate(1.0, 1.0, 0), rate(0.0, 1.0, 5), rate(1.0, 0.0, 5)) == (1, 0, 1)


def test_explained_counts_from_the_target_back() -> None:
    full = np.ones((6, 2))
    kept = full.copy()
    assert explained(full, kept, 5) == 6
    kept[2] = 0.4  # more than half is missing
    assert explained(full, kept, 5) == 3
    assert explained(full, kept, 2) == 0
    kept[1] = 9.0
    assert explained(full, kept, 1) == 0


def test_gradient_and_product_are_compared_where_the_sentence_says() -> None:
    _, lstm, _ = untrained(session.vanishing())
    assert lstm.memory is not None
    assert lstm.memory.kept is not None
    whole, product = (lengths(each) for each in (lstm.memory.full, lstm.memory.kept))
    assert product[-2] > whole[-2]  # one step back it is the other way about
    told = f"At step 1 the gradient is {readable(whole[0] / product[0])} times as large as that product alone"
    assert whole[0] > 10 * product[0]
    assert told in sentence(lstm)


@pytest.mark.parametrize(
    ("full", "kept", "told"),
    [
        ([3.0, 9.0, 1.0], [1.0, 1.0, 1.0], "does not explain the gradient of c. At step 1 the gradient is 3 times as"),
        ([1.0, 1.0, 1.0], [4.0, 1.0, 1.0], "for the last 2 steps. At step 1 that product alone would be 4 times as"),
        ([1.0, 1.0, 1.0], [-1.0, 1.0, 1.0], "for the last 2 steps. At step 1 that product alone would be about as"),
        ([1.0, 9.0, 1.0], [1.0, 1.0, 1.0], "explains the gradient of c at step 1, but not at every step."),
        ([1.0, 0.0, 1.0], [0.0, 0.0, 1.0], "for the last 2 steps. At step 1 the gradient is ∞ times as"),
    ],
)
def test_the_product_is_held_against_the_gradient_at_step_1(full: list[float], kept: list[float], told: str) -> None:
    assert told in sentence(made(full, kept))


def test_without_recurrent_weights_the_product_explains_all() -> None:
    base = session.usual().base.changed(recurrent_scale=0.0, forget_bias=3.0)
    _, lstm, gru = untrained(replace(session.usual(), base=base))
    assert "The product of f explains the gradient of c at every step." in sentence(lstm)
    assert "The product of z explains the gradient of h at every step." in sentence(gru)


def test_a_cell_without_a_keeping_gate_says_so() -> None:
    [rnn, *_] = untrained(session.usual())
    assert sentence(rnn).endswith("every step back is a product with the recurrent weights.")
    assert rnn.memory is None
