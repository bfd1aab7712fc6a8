"""The verdict on constructed scores, and its chance against drawn ones."""

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rnnviz.training.verdict import LUCK, judge, verdict_sentences

TITLES = {"a": "A", "b": "B", "c": "C"}
FEW = "3 seeds are too few to tell, as not all pairs of them agree."


def said(scores: dict[str, list[float]], better: str = "lower", unit: str = "") -> str:
    return " ".join(verdict_sentences(judge(scores, better), TITLES, "loss", unit))  # type: ignore[arg-type]


def test_three_seeds_that_do_not_all_agree_are_too_few() -> None:
    scores = {"a": [1.0, 2.0, 3.0], "b": [2.9, 4.0, 5.0]}
    verdict = judge(scores, "lower")
    assert (verdict.leader, verdict.tied, verdict.beaten) == ("a", ("b",), ())
    assert said(scores) == f"A and B: {FEW} A ends lower than B in 88 % of all pairs of seeds. Median loss: A 2, B 4."


def test_ranges_that_touch_are_not_told_apart_by_three_seeds() -> None:
    assert judge({"a": [1, 2, 3], "b": [3, 4, 5]}, "lower").tied == ("b",)
    assert judge({"a": [1, 1, 1], "b": [1, 1, 1]}, "higher").tied == ("b",)


def test_ranges_apart_have_a_winner_and_a_margin() -> None:
    scores = {"a": [4.0, 5.0, 6.0], "b": [1.0, 2.0, 3.0]}
    verdict = judge(scores, "lower")
    assert (verdict.leader, verdict.tied, verdict.beaten) == ("b", (), ("a",))
    claim = "B is better than A in every seed. Median loss: 2 against 5 of A, lower by a factor of 2.5."
    assert said(scores).startswith(claim)
    assert "1 of 10 comparisons by luck" in said(scores)
    assert FEW not in said(scores)


def test_higher_scores_win_where_higher_is_better() -> None:
    scores = {"a": [0.4, 0.5, 0.6], "b": [0.7, 0.8, 0.9], "c": [0.1, 0.2, 0.3]}
    assert judge(scores, "higher").leader == "b"
    assert judge(scores, "lower").leader == "c"
    assert said(scores, "higher", "%").startswith(
        "B is better than A and C in every seed. Median loss: 0.8 % against 0.5 %"
    )


def test_some_tie_and_some_are_beaten() -> None:
    scores = {"a": [1.0, 2.0, 3.0], "b": [2.5, 3.5, 4.5], "c": [9.0, 10.0, 11.0]}
    text = said(scores)
    assert text.startswith("A is better than C in every seed. Median loss: 2 against 10 of C")
    assert text.endswith(f"A and B: {FEW} A ends lower than B in 88 % of all pairs of seeds.")
    assert "by luck" not in text


def test_each_cell_is_held_against_the_leader_only() -> None:
    verdict = judge({"a": [1, 2, 3], "b": [2.5, 4, 7], "c": [5, 6, 7]}, "lower")
    assert (verdict.tied, verdict.beaten) == (("b",), ("c",))


def test_one_run_that_diverged_is_the_worst_of_its_cell() -> None:
    scores = {"a": [1.0, 1.1, float("nan")], "b": [2.0, 2.1, 2.2]}
    verdict = judge(scores, "lower")
    assert (verdict.leader, verdict.tied) == ("a", ("b",))
    assert verdict.medians == {"a": 1.1, "b": 2.1}


def test_a_cell_that_diverged_is_beaten_without_a_factor() -> None:
    for better in ("lower", "higher"):
        text = said({"a": [1.0, 1.1, 1.2], "b": [float("inf"), float("nan"), float("inf")]}, better)
        assert text.startswith("A is better than B in every seed. Median loss: 1.1; B has no finite one.")


def test_nothing_is_said_where_all_diverged() -> None:
    nan = float("nan")
    assert said({"a": [nan] * 3, "b": [nan] * 3}) == (
        "No cell has a finite score in most of its seeds: nothing can be said."
    )


def two_cells(seeds: int, apart: float) -> dict[str, list[float]]:
    """Two cells whose scores spread alike and lie so many spreads apart."""
    draws = np.random.default_rng(2).normal(size=(2, seeds))
    return {"a": draws[0].tolist(), "b": (draws[1] + apart).tolist()}


def test_more_seeds_make_a_verdict_surer() -> None:
    chances = []
    for seeds in (5, 10, 20, 30):
        scores = two_cells(seeds, 2.0)
        verdict = judge(scores, "lower")
        assert max(scores["a"]) > min(scores["b"])  # the ranges meet
        assert verdict.beaten == ("b",)
        chances.append(verdict.chance)
    assert chances == sorted(chances, reverse=True)
    assert said(scores).startswith("A ends lower than B in 95 % of all pairs of seeds. Median loss:")
    assert "in fewer than 1 of 1\u202f000\u202f000 comparisons" in said(scores)


def test_thirty_seeds_that_are_alike_claim_nothing() -> None:
    assert "A and B: 30 seeds do not tell them apart." in said(two_cells(30, 0.0)).replace("B and A", "A and B")


def test_higher_scores_end_higher() -> None:
    scores = {cell: [-value for value in values] for cell, values in two_cells(10, 2.0).items()}
    assert "A ends higher than B in 9" in said(scores, "higher")


@pytest.mark.parametrize("cells", [2, 3, 4])
def test_equal_cells_seldom_make_a_verdict(cells: int) -> None:
    draws = np.random.default_rng(0).normal(size=(400, cells, 6))
    claims = sum(bool(judge(dict(zip("abcd", draw.tolist(), strict=False)), "lower").beaten) for draw in draws)
    assert claims / len(draws) < LUCK + 3 * np.sqrt(LUCK / len(draws))


@pytest.mark.parametrize("seeds", [1, 2])
def test_few_seeds_claim_nothing(seeds: int) -> None:
    text = said({"a": [1.0] * seeds, "b": [100.0] * seeds})
    assert "nobody can tell skill from luck. Train 3 seeds or more." in text
    assert "better" not in text


@pytest.mark.parametrize("scores", [{"a": [1.0]}, {"a": [1.0], "b": [1.0, 2.0]}, {"a": [], "b": []}, {}])
def test_scores_that_cannot_be_judged_are_refused(scores: dict[str, list[float]]) -> None:
    with pytest.raises(ValueError, match="two or more cells"):
        judge(scores, "lower")


@given(
    st.lists(st.lists(st.floats(-1e6, 1e6), min_size=3, max_size=3), min_size=2, max_size=4),
    st.sampled_from(["lower", "higher"]),
)
def test_with_three_seeds_every_claim_holds_for_every_pair(values: list[list[float]], better: str) -> None:
    scores = dict(zip("abcd", values, strict=False))
    verdict = judge(scores, better)  # type: ignore[arg-type]
    wins = (lambda one, other: one < other) if better == "lower" else (lambda one, other: one > other)
    assert {verdict.leader, *verdict.tied, *verdict.beaten} == set(scores)
    for other in set(scores) - {verdict.leader}:
        pairs = itertools.product(scores[verdict.leader], scores[other])
        assert all(wins(*pair) for pair in pairs) == (other in verdict.beaten)


@pytest.mark.parametrize(("cells", "seeds"), [(2, 3), (3, 3), (4, 3), (2, 5)])
def test_the_chance_is_that_of_equal_cells(cells: int, seeds: int) -> None:
    draws = np.random.default_rng(0).normal(size=(20_000, cells, seeds))
    ranges = draws.min(2), draws.max(2)
    won = [
        (ranges[1][:, [cell]] < np.delete(ranges[0], cell, 1)).all(1) for cell in range(cells)
    ]  # all seeds of this one below all of the others
    share = np.any(won, 0).mean()
    apart = {name: [float(k * seeds + seed) for seed in range(seeds)] for k, name in enumerate("abcd"[:cells])}
    chance = judge(apart, "lower").chance
    assert share == pytest.approx(chance, abs=4 * np.sqrt(chance / 20_000))
