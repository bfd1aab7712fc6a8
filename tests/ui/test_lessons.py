"""The page Lessons without a browser: list, lesson, prediction, setting up, and the way back."""

import pytest
from streamlit.testing.v1 import AppTest

from rnnviz.lessons.library import library
from rnnviz.lessons.places import ComparePlace, GradientsPlace, ReferencePlace, TrainPlace
from rnnviz.training.link import preset
from rnnviz.ui.boot import boot
from rnnviz.ui.compare import session
from tests.ui.conftest import APP

LESSONS = library().lessons
SETUPS = [(lesson.slug, setup) for lesson in LESSONS for setup in lesson.setups]


def opened(**query: str) -> AppTest:
    """The page at this address, with torch loaded."""
    boot().begin()
    assert boot().wait(60) is not None
    app = AppTest.from_file(str(APP), default_timeout=60).run()
    app.switch_page("pages/lessons.py")
    for name, value in query.items():
        app.query_params[name] = value
    return app.run()


def press(app: AppTest, key: str) -> AppTest:
    """Press a button and let the page that it opens run; the stand-in for the browser then still stands before it."""
    return app.button(key=key).click().run()


def test_the_list_has_every_lesson_with_its_minutes() -> None:
    app = opened()
    assert not app.exception
    labels = [button.label for button in app.button]
    assert [label for label in labels if label[0].isdigit()] == [
        f"{number}. {lesson.title}" for number, lesson in enumerate(LESSONS, 1)
    ]
    assert [caption.value for caption in app.caption] == [f"{lesson.minutes} min" for lesson in LESSONS]


def test_an_unknown_lesson_is_told_and_the_list_is_there() -> None:
    app = opened(lesson="[x](http://y) " + "z" * 99)
    assert not app.exception
    assert "There is no lesson" in app.warning[0].value
    assert "](" not in app.warning[0].value
    assert len(app.warning[0].value) < 200
    assert len(app.caption) == len(LESSONS)


@pytest.mark.parametrize("lesson", LESSONS, ids=lambda lesson: lesson.slug)
def test_every_lesson_opens_with_all_its_parts(lesson: object) -> None:
    app = opened(lesson=lesson.slug)  # type: ignore[attr-defined]
    assert not app.exception
    assert app.header[0].value == lesson.title  # type: ignore[attr-defined]
    shown = [block.value for block in app.markdown]
    assert set(lesson.parts.values()) | {lesson.intro} <= set(shown)  # type: ignore[attr-defined]
    assert [expander.label for expander in app.expander] == ["What it shows", "The answer"]
    assert not any(expander.proto.expanded for expander in app.expander)


def test_a_prediction_is_held_against_what_happens() -> None:
    app = opened(lesson="forget-bias")
    assert "You have made no prediction yet" in app.info[0].value
    app.radio[0].set_value(0).run()
    assert app.info[0].value.startswith("You predicted: Yes, both learn it. What happens: Only the one")
    app.radio[0].set_value(1).run()
    assert app.success[0].value == "You predicted: Only the one that begins with 4. So it is."


@pytest.mark.parametrize(("slug", "setup"), SETUPS, ids=[f"{slug}-{setup.key}" for slug, setup in SETUPS])
def test_one_press_sets_up_what_the_lesson_says(slug: str, setup: object) -> None:
    app = press(opened(lesson=slug), f"lesson-{slug}-{setup.key}")  # type: ignore[attr-defined]
    assert not app.exception
    match setup.place:  # type: ignore[attr-defined]
        case TrainPlace(config):
            assert app.session_state["config"] == config
            assert app.selectbox(key="choice.task").value == config.task
        case ComparePlace(comparison):
            assert app.session_state["compare.comparison"] == comparison
            assert app.multiselect(key="compare.cells").value == list(comparison.cells)
        case GradientsPlace(comparison):
            assert app.session_state["gradients.comparison"] == comparison
            assert app.multiselect(key="gradients.cells").value == list(comparison.cells)
        case ReferencePlace() as place:
            assert app.session_state["reference.part"] == place.choice("part")
            if "kind" in app.query_params:
                assert app.session_state["shapes.kind"] == place.arguments.kind
            if place.arguments.features:
                assert "torch refuses" in app.subheader[0].value
    assert not app.warning
    assert "Back to the lesson" in [link.proto.label for link in app.get("page_link")]


def test_a_trained_run_is_kept_one_press_away() -> None:
    app = press(opened(lesson="ynbode"), "lesson-ynbode-rnn")
    first = app.session_state["run"]
    first.play()
    while first.training:
        first.train_slice(1.0)
    app = press(app.switch_page("pages/train.py").run(), "note-ynbode-cell")
    assert app.session_state["run"] is not first
    assert app.session_state["run"].status == "ready"
    assert app.session_state["run.previous"] is first


def test_a_second_setup_replaces_what_the_first_left_in_the_controls() -> None:
    app = press(opened(lesson="shapes"), "lesson-shapes-batch-first")
    assert app.session_state["shapes.batch_first"]
    app = press(app.switch_page("pages/reference.py").run(), "note-shapes-gru")
    assert not app.exception
    assert (app.session_state["shapes.kind"], app.session_state["shapes.batch_first"]) == ("GRU", False)
    assert app.query_params.get("kind") in ("GRU", ["GRU"])


def test_the_note_can_be_closed() -> None:
    app = press(opened(lesson="sine"), "lesson-sine-lstm")
    assert app.get("page_link")
    links = len(app.switch_page("pages/train.py").run().get("page_link"))
    press(app, "lesson-note-close")
    assert len(app.get("page_link")) == links - 1


def marked(app: AppTest) -> list[str]:
    return [button.label for button in app.sidebar.button if "✓" in button.label]


def test_lessons_are_marked_when_they_are_worked_on() -> None:
    app = opened(lesson="sine")
    assert marked(app) == []
    app.radio[0].set_value(0).run()
    assert marked(app) == ["**4. A wave, one step ahead and running freely ✓**"]
    app = press(opened(lesson="sine"), "lesson-sine-lstm")
    assert len(marked(app.switch_page("pages/lessons.py").run())) <= 1


def test_the_reference_shows_nothing_of_an_experiment_elsewhere() -> None:
    app = press(opened(lesson="sine"), "lesson-sine-lstm")
    assert app.expander[0].label == "What to look at"
    app = app.switch_page("pages/reference.py").run()
    assert "What to look at" not in [expander.label for expander in app.expander]


def test_chinese_lessons() -> None:
    app = opened(lesson="sine")
    app.selectbox(key="shell.choice").select("zh").run()
    assert not app.exception
    assert app.header[0].value != "A wave, one step ahead and running freely"


def test_comparisons_before_are_put_away() -> None:
    app = press(opened(lesson="luck"), "lesson-luck-matched")
    assert app.session_state["compare.comparison"].matched
    assert session.comparison.__doc__
    assert app.session_state["compare.comparison"].base.hidden == 32
    assert preset("rnn", "sine").hidden == 16
