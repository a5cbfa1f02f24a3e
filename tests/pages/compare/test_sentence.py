"""The words for numbers."""

import pytest

from pages.compare.sentence import agreement, left_out, percent, verdict


@pytest.mark.parametrize(
    ("share", "told"),
    [(0.623, "62%"), (1.0, "100%"), (0.0, "0%"), (0.0949, "9.5%"), (0.00712, "0.7%"), (0.000071, "0.0071%")],
)
def test_small_shares_keep_their_digits(share: float, told: str) -> None:
    assert percent(share) == told


def test_the_sentence_names_seeds_and_chance() -> None:
    said = agreement(0.62, [("Skip-gram", 0.81)], 0.007)
    assert said.replace("\\", "") == "**62% of neighbors agree**; two seeds of Skip-gram agree on 81%, chance is 0.7%."
    assert agreement(0.62, [], 0.007) == "**62% of neighbors agree**; chance is 0.7%."


def test_the_verdict_compares_with_the_least_agreement_of_two_seeds() -> None:
    seeds = [("one", 0.9), ("other", 0.75)]
    assert verdict(0.74, seeds, 0.01).endswith("what differs is chance.")
    assert verdict(0.55, seeds, 0.01) == "They agree on 20 percentage points less than two trainings of one method do."
    assert verdict(0.02, seeds, 0.01) == "The two know next to nothing of each other."
    assert verdict(1.0, seeds, 0.01) == "No neighbor differs."
    assert verdict(0.5, [], 0.01) == ""


def test_what_is_left_out_is_told_with_examples_that_cannot_format() -> None:
    summary = {
        "only_first": 7, "examples_first": ["a*b", "c"], "only_second": 0, "examples_second": [], "n_repeated": 1,
        "repeated": ["twice"], "pointless": 2,
    }  # fmt: skip
    said = left_out(summary, 1_234)
    assert said.startswith("1,234 items are in both") and "Only A has 7: a\\*b, c …." in said and "Only B" not in said
    assert "1 name occurs more than once, and not equally often; left out: twice." in said
    assert "2 have a vector of length 0" in said
