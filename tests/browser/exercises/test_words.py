"""Exercises 4, 6, 7, 9, 10, 11, 14, 15, 27: questions to word vectors, asked as their texts say."""

import re
from itertools import combinations

import numpy as np
import pytest
from numpy.testing import assert_allclose
from playwright.sync_api import Page, expect

from engine.arithmetic.association import categories, cosine_of_mean, mean_of_cosines, parse
from engine.arithmetic.axis import axis
from engine.arithmetic.relation import answered, known
from engine.datasets.text import relations
from engine.embedding import Embedding
from engine.insight.senses import senses
from pages.lessons.exercises import word_recipes
from pages.lessons.exercises.words import BIAS, CAPITALS, CATEGORIES, LIST, VERBS
from tests.browser.driving import PATIENCE, choose, enter, find, pick, press
from tests.browser.exercises.conftest import Do
from tests.browser.exercises.reading import cells, figure, metric, numbers, paste, rows, said, until, vectors_of
from tests.browser.pointing import the_map

pytestmark = pytest.mark.browser
SHOWN = 6e-4
"""What three digits behind the point leave out, and float32."""


def toy() -> Embedding:
    return vectors_of(word_recipes.toy())


def test_4_neighbors_of_a_word_with_two_senses_in_groups(do: Do) -> None:
    vectors = vectors_of(word_recipes.ambiguous())
    doubles = [row for row, label in enumerate(vectors.labels) if "/" in label]
    row = next(row for row in doubles if (found := senses(vectors, row, 10, 0)) is not None and found.n_groups >= 2)
    found = senses(vectors, row, 10, 0)
    assert found is not None
    page = do(4)
    find(page, vectors.labels[row], vectors.labels[row])
    until(page, lambda: cells(page, "Neighbor", "Group") == [vectors.labels[one] for one in found.rows])
    assert numbers(page, "Group", "Neighbor") == (found.group + 1).tolist()
    said(page, f"by mutual similarity in {found.n_groups} groups")


def test_6_an_analogy_that_is_right_and_one_that_is_not(do: Do) -> None:
    page = do(6)
    vectors = toy()
    for words in (("man", "king", "woman", "queen"), ("dog", "cat", "france", "paris")):
        for label, word in zip(("a", "is to b", "as c", "is to (expected)"), words, strict=True):
            enter(page, label, word)
        scores = plus_minus(vectors, words[1::1][:1] + words[2:3], words[:1])
        place = int((scores > scores[vectors.index[words[3]]]).sum()) + 1
        assert (place == 1) == (words[3] == "queen")
        said(page, f"The expected “{words[3]}” is at place {place:,} of {vectors.n_items:,}.")
        assert cells(page, "Answer")[0] == vectors.labels[int(scores.argmax())]
        baseline = vectors.unit @ vectors.unit[vectors.index[words[2]]]
        nearest = vectors.labels[int(np.argsort(baseline)[-2])]
        assert cells(page, f"Baseline: nearest to {words[2]}")[0] == nearest


def plus_minus(vectors: Embedding, plus: tuple[str, ...], minus: tuple[str, ...]) -> np.ndarray:
    """Scores of all words for a sum, those asked with left out."""
    more, less = rows(vectors, plus), rows(vectors, minus)
    total = vectors.unit[more].sum(axis=0) - vectors.unit[less].sum(axis=0)
    scores = (vectors.unit @ total).astype(float)
    scores[[*more, *less]] = -np.inf
    return scores


def test_7_sums_of_words_and_a_bias_with_its_p_value_and_its_sentences(do: Do) -> None:
    page = do(7, 0)
    vectors = toy()
    for plus, minus in ((("king", "woman"), ("man",)), (("doctor", "woman"), ("man",))):
        enter(page, "Words with plus and minus", f"{plus[0]} - {minus[0]} + {plus[1]}")
        best = vectors.labels[int(plus_minus(vectors, plus, minus).argmax())]
        until(page, lambda best=best: cells(page, "Answer")[0] == best)
    page = do(7, 1)
    x, y, a, b = (one.rows for one in categories(vectors, parse(BIAS)))
    lean = mean_of_cosines(vectors, a) - mean_of_cosines(vectors, b)
    leans = np.concatenate([lean[x], lean[y]]).astype(float)
    ways = [leans[list(some)].sum() for some in combinations(range(len(leans)), len(x))]
    p = np.mean(np.array(ways) >= leans[: len(x)].sum() - 1e-9)
    assert metric(page, "p") == f"{p:.2g}" == "0.014"
    said(page, re.compile(f"{len(ways)} ways, all"))
    page.get_by_text("Sentences behind it").click()
    expect(page.get_by_role("listitem").filter(has_text=re.compile("he|his|him|she|hers?")).first).to_be_visible(
        timeout=PATIENCE
    )


def test_9_nearest_by_two_metrics_and_by_two_sizes(do: Do) -> None:
    page = do(9, 0)
    large, small = vectors_of(word_recipes.of_300()), vectors_of(word_recipes.of_50())
    at = large.index["dog"]
    far = np.linalg.norm(large.vectors - large.vectors[at], axis=1)
    compared(page, order(large, -large.unit @ large.unit[at], at), order(large, far, at))
    page = do(9, 1)
    compared(page, order(small, -small.unit @ small.unit[at], at), order(large, -large.unit @ large.unit[at], at))


def order(vectors: Embedding, distances: np.ndarray, at: int) -> list[str]:
    """The ten nearest."""
    return [vectors.labels[row] for row in np.argsort(distances, kind="stable") if row != at][:10]


def compared(page: Page, one: list[str], other: list[str]) -> None:
    """Both lists are shown, and how much they have in common."""
    until(page, lambda: cells(page, "Nearest in A") == one and cells(page, "Nearest in B") == other)
    said(page, re.compile(f"{len(set(one) & set(other))} of its 10 nearest are the same in A and B"))


def test_10_pairs_of_ones_own_are_asked(do: Do) -> None:
    page = do(10)
    pick(page, "Relation", "Your own pairs")
    text = "king queen\nprince princess\nman woman\nboy girl\nbrother sister"
    paste(page, "Pairs, one a line", text)
    vectors = toy()
    found = answered(vectors, known(vectors, relations.parse(text)[0]))
    said(page, re.compile("Every pair is asked by every other.* 20 questions"))
    shares = [100 * one.accuracy for one in found.by.values()]
    assert_allclose(numbers(page, "Answered right", "Median place"), shares, atol=0.06)


def test_11_how_much_of_a_category_is_in_a_word(do: Do) -> None:
    page = do(11)
    vectors = toy()
    words = ["king", "sheep", "norway", "farm"]
    enter(page, "Words in the plane", ", ".join(words))
    two, softmax = categories(vectors, parse(CATEGORIES)), "softmax: animals"
    for title, formula in (("Mean of cosines", mean_of_cosines), ("Cosine of mean", cosine_of_mean)):
        choose(page, "Formula", title)
        exact = np.column_stack([formula(vectors, one.rows)[rows(vectors, words)] for one in two])
        shares = np.exp(exact) / np.exp(exact).sum(axis=1, keepdims=True)
        until(page, lambda shares=shares: np.allclose(numbers(page, softmax), shares[:, 0], atol=SHOWN))
        assert_allclose(numbers(page, "animals", softmax), exact[:, 0], atol=SHOWN)
        assert_allclose(numbers(page, "countries", softmax), exact[:, 1], atol=SHOWN)
    assert cells(page, "Its list")[1:3] == ["animals", "countries"]
    assert figure(page, "words.category_plane")["data"]


def test_14_gerunds_as_arrows_and_along_a_direction(do: Do) -> None:
    page = do(14, 0)
    vectors = toy()
    pairs = [line.split(", ") for line in VERBS.splitlines()]
    arrows = np.array([vectors.unit[vectors.index[b]] - vectors.unit[vectors.index[a]] for a, b in pairs])
    arrows /= np.linalg.norm(arrows, axis=1, keepdims=True)
    parallel = np.mean([arrows[a] @ arrows[b] for a, b in combinations(range(len(pairs)), 2)])
    said(page, re.compile(f"mean cosine between two arrows is {parallel:.2f}"))
    expect(page.get_by_text("pairs are known")).to_have_count(0)  # which is said where some are not
    assert parallel > 0.5 and numbers(page, "Answered right", "Median place")[0] > 50
    page = do(14, 1)
    ends = page.get_by_label("From", exact=True).first, page.get_by_label("To", exact=True).first
    verbs, gerunds = (list(words) for words in zip(*pairs, strict=True))
    for end, words in zip(ends, (verbs, gerunds), strict=True):
        end.fill(", ".join(words))
        end.press("Enter")
    places = axis(vectors, verbs, gerunds).scores(vectors)
    top = np.argsort(places)[::-1][:12]
    until(page, lambda: cells(page, "Right end")[0] == vectors.labels[top[0]])
    others = {vectors.labels[row] for row in top if vectors.labels[row].endswith("ing")} - set(gerunds)
    assert others & set(cells(page, "Right end")), "gerunds that did not make the direction"
    said(page, "Places are cosines with the axes")


def test_15_capitals_by_a_file_of_questions_and_eleven_words_by_pca(do: Do) -> None:
    page = do(15, 0)
    press(page, "Run the test")
    until(page, lambda: page.get_by_test_id("stMetric").count() > 0)
    right = dict(zip(cells(page, "Section", "Right"), numbers(page, "Right", "Section"), strict=True))
    (capitals,) = (share for section, share in right.items() if "capital" in section.lower())
    vectors = toy()
    pairs = next(one.pairs for one in relations.built_in() if one.name == "capital")
    exact = 100 * answered(vectors, known(vectors, pairs)).by["3cosadd"].accuracy
    assert capitals > 50 and abs(capitals - exact) < 5
    page = do(15, 1)
    said(page, re.compile("Only 11"))
    part = vectors.vectors[vectors.rows_of(CAPITALS.split(", "))].astype(float)
    left, size, _ = np.linalg.svd(part - part.mean(axis=0), full_matrices=False)
    places = left[:, :2] * size[:2]
    spots = np.array(the_map(page).evaluate("map => Array.from({length: 11}, (_, row) => map.embeddingMap.where(row))"))
    for axis_of in (0, 1):
        assert abs(np.corrcoef(spots[:, axis_of], places[:, axis_of])[0, 1]) > 0.999


def test_27_a_list_alone_its_clusters_and_the_class_of_new_words(do: Do) -> None:
    page = do(27, 0)
    listed = LIST.split(", ")
    said(page, re.compile(f"Only {len(listed)}"))
    the_map(page)
    press(page, "Find clusters")
    said(page, re.compile(f"of {len(listed)} words; unclustered"))
    until(page, lambda: 0 < sum(numbers(page, "Size")) <= len(listed))
    page = do(27, 1)
    enter(page, "Words in the plane", "sheep, norway, farm")
    vectors = toy()
    known_ = [row for one in categories(vectors, parse(CATEGORIES)) for row in one.rows]
    best = [vectors.labels[known_[int(np.argmax(vectors.unit[known_] @ vectors.unit[row]))]] for row in
            rows(vectors, ["sheep", "norway", "farm"])]  # fmt: skip
    until(page, lambda: cells(page, "Nearest listed") == best)
    assert cells(page, "Its list")[:2] == ["animals", "countries"]
