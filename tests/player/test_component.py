"""The Python face: what comes from a browser is checked before anyone uses it."""

import pytest
from streamlit.testing.v1 import AppTest

from rnnviz.player.component import _text, _whole


@pytest.mark.parametrize(("value", "expected"), [(3, 3), (3.0, 3), (0, 0), (None, None), ("3", None)])
def test_whole_numbers_come_through(value: object, expected: int | None) -> None:
    assert _whole(value) == expected


@pytest.mark.parametrize("value", [-1, True, float("nan"), float("inf"), 1e300, [], {}])
def test_no_other_number_does(value: object) -> None:
    assert _whole(value) is None


def test_only_text_is_text() -> None:
    assert _text("layer0") == "layer0"
    assert _text(7) is None


def test_a_page_shows_the_player_and_nothing_is_chosen_at_first() -> None:
    def page() -> None:
        import streamlit as st

        from rnnviz.player import chosen, pack, player

        player(pack({"run": "a", "steps": 1}, {}), "player")
        st.write(str(chosen("player")))

    shown = AppTest.from_function(page).run()
    assert not shown.exception
    assert shown.markdown[0].value == "Choices(unit=None, layer=None, moment=None, step=None)"
