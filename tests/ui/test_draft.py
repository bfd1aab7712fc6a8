"""The text under work: what is sound, what undo gives back."""

import pytest

from rnnviz.cells import CELLS
from rnnviz.cells.own import find_cell, tidy, twin
from rnnviz.ui.designer.draft import BURST, MOST_PAST, Draft, mistake, new_draft, start_text
from rnnviz.words import use_language

SOUND = ("h = tanh(W @ x + b)", "h = tanh(W @ x + d)", "h = tanh(W @ x + e)")


def typed(*texts: str, seconds: float = 2 * BURST) -> Draft:
    draft = new_draft()
    for index, text in enumerate(texts):
        draft.type(text, index * seconds)
    return draft


def test_it_begins_with_a_copy_of_the_lstm() -> None:
    draft = new_draft()
    assert draft.cell.title == "My LSTM"
    assert draft.cell.equations[0].expression == CELLS["lstm"].equations[0].expression
    assert draft.is_start
    assert not draft.can_undo


@pytest.mark.parametrize("key", CELLS)
def test_every_cell_can_be_begun_with(key: str) -> None:
    draft = new_draft(key)
    assert draft.error is None
    assert draft.cell.names == CELLS[key].names
    assert [e.meaning for e in draft.cell.equations] == [e.meaning for e in CELLS[key].equations]


def test_what_is_not_sound_leaves_the_last_cell() -> None:
    draft = typed(SOUND[0], "h = tanh(W @ x +")
    assert draft.text == "h = tanh(W @ x +"
    assert draft.error is not None
    assert draft.sound == SOUND[0]
    assert draft.cell.names == ("h",)


def test_undo_first_mends_and_then_goes_back_one_by_one() -> None:
    draft = typed(SOUND[0], SOUND[1], "h =")
    draft.undo()
    assert (draft.text, draft.error) == (SOUND[1], None)
    draft.undo()
    assert draft.text == SOUND[0]
    draft.undo()
    assert draft.text == tidy(start_text("lstm"))
    assert not draft.can_undo


def test_a_start_says_in_the_language_of_the_session_what_its_values_are() -> None:
    use_language("zh")
    try:
        text = start_text("lstm")
    finally:
        use_language("en")
    cell = find_cell(tidy(text))
    assert (cell.label("f"), cell.meaning("f")) == ("遗忘门", "旧记忆中保留的比例")
    assert twin(cell) is CELLS["lstm"]


def test_changes_in_one_go_are_taken_back_together() -> None:
    draft = typed(*SOUND, seconds=BURST / 4)
    draft.undo()
    assert draft.text == tidy(start_text("lstm"))


def test_another_text_is_put_and_had_back() -> None:
    draft = typed(SOUND[0])
    before = draft.load
    draft.start_from("gru")
    assert (draft.start, draft.cell.title, draft.load) == ("gru", "My GRU", before + 1)
    draft.undo()
    assert draft.text == SOUND[0]
    assert draft.load == before + 2


def test_comments_count_and_spaces_at_the_ends_do_not() -> None:
    draft = typed(SOUND[0], SOUND[0] + "  ", SOUND[0] + "  # state")
    assert len(draft.past) == 2
    assert draft.cell.label("h") == "state"


def test_the_past_is_bounded() -> None:
    draft = typed(*(f"h = W @ x + b{n}" for n in range(MOST_PAST + 50)))
    assert len(draft.past) == MOST_PAST


@pytest.mark.parametrize("text", ["", "h", "# only a name", "h = h_prev", "h = x", "\ud800", "lstm"])
def test_a_mistake_is_told(text: str) -> None:
    assert mistake(text) is not None


def test_a_value_whose_line_is_deleted_is_doubted_until_it_is_there_again() -> None:
    draft = typed("h = tanh(W @ x + b)", "b = sigmoid(V @ x)\nh = tanh(W @ x + b)", "h = tanh(W @ x + b)")
    assert [doubt.name for doubt in draft.doubts] == ["b"]
    draft.undo()
    assert draft.doubts == ()
    draft.type("h =", 100.0)
    assert draft.doubts == ()
