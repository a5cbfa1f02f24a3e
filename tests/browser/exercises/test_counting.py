"""Exercises 1, 2, 5, 8, 12, 17: counts and what is made of them, done as their texts say."""

import re
from itertools import combinations

import numpy as np
import pytest
from numpy.testing import assert_allclose
from playwright.sync_api import Page, expect

from engine.arithmetic.axis import axis
from engine.insight.words.mini_corpus import mini_corpus
from engine.insight.words.mini_training import train
from pages.lessons.exercises import word_recipes
from pages.lessons.exercises.words import CHOSEN, ELEVEN
from tests.browser.driving import PATIENCE, enter, pick, press, tab
from tests.browser.exercises.conftest import Do
from tests.browser.exercises.reading import (
    cells,
    figure,
    fit_of,
    metric,
    numbers,
    paste,
    rows,
    said,
    slide,
    until,
    values,
    vectors_of,
)
from tests.browser.pointing import the_map

pytestmark = pytest.mark.browser
M_TEST_ANS = {
    "START": {"all": 1, "all's": 1},
    "END": {"gold": 1, "well": 1},
    "all": {"START": 1, "that": 1},
    "all's": {"START": 1, "well": 1},
    "ends": {"that": 1, "well": 1},
    "glitters": {"isn't": 1, "that": 1},
    "gold": {"END": 1, "isn't": 1},
    "isn't": {"glitters": 1, "gold": 1},
    "that": {"all": 1, "ends": 1, "glitters": 1, "well": 1},
    "well": {"END": 1, "all's": 1, "ends": 1, "that": 1},
}
"""The notebook's matrix, which is told there row by row in alphabetical order."""
DRAWN = "map => Array.from({length: map.embeddingMap.n}, (_, row) => map.embeddingMap.where(row))"


def test_1_the_matrix_of_the_notebook_and_what_a_wider_window_adds(do: Do) -> None:
    page = do(1)
    shown = matrix(page)
    assert shown == {(a, b): M_TEST_ANS[a].get(b, 0) for a in M_TEST_ANS for b in M_TEST_ANS} and len(shown) == 100
    slide(page, "Window", 2)
    until(page, lambda: matrix(page)["all", "glitters"] == 1)
    wider = matrix(page)
    assert wider["START", "that"] == 1 and wider["START", "glitters"] == 0
    assert sum(wider.values()) == sum(shown.values()) + 2 * (4 + 1 + 5 + 0)


def matrix(page: Page) -> dict[tuple[str, str], float]:
    """(word, context) -> the number in the cell."""
    drawn = figure(page, "words.mini_matrix")
    inside = values(drawn["data"][0], "z")
    words, contexts = drawn["layout"]["yaxis"]["ticktext"], drawn["layout"]["xaxis"]["ticktext"]
    return {(a, b): inside[i][j] for i, a in enumerate(words) for j, b in enumerate(contexts)}


def test_2_counts_on_the_unit_circle_as_they_are_and_of_other_words(do: Do) -> None:
    page = do(2)
    said(page, "Each vector over its own length")
    said(page, re.compile("Only 12"))
    vectors = vectors_of(word_recipes.counted())
    chosen = vectors.rows_of(CHOSEN.split(", "))
    until(page, lambda: likeness(page, vectors.unit[chosen]) > 0.9999)
    pick(page, "Map", "As they are")
    until(page, lambda: likeness(page, vectors.vectors[chosen]) > 0.9999)
    assert likeness(page, vectors.unit[chosen]) < 0.99
    press(page, "Only these")
    paste(page, "Names, a line each or divided by commas", "river, bridge\nmusic")
    press(page, "Show only these 3")
    until(page, lambda: the_map(page).evaluate("map => map.embeddingMap.n") == 3)


def likeness(page: Page, places: np.ndarray) -> float:
    """How well the points on the screen lie as the numbers do, at one scale; 1: exactly."""
    spots = np.array(the_map(page).evaluate(DRAWN)) * [1, -1]
    if spots.shape != places.shape:
        return 0.0
    both = [(one - one.mean(axis=0)).ravel() for one in (spots, places.astype(float))]
    return float(np.corrcoef(*both)[0, 1])


def test_5_an_antonym_nearer_than_a_synonym_with_what_both_stand_beside(do: Do) -> None:
    page = do(5)
    for label, word in (("Word", "clean"), ("Synonym", "fresh"), ("Antonym", "dirty")):
        enter(page, label, word)
    said(page, "The antonym is nearer")
    vectors = vectors_of(word_recipes.toy())
    pairs = list(combinations(rows(vectors, ["clean", "fresh", "dirty"]), 2))
    assert_allclose(numbers(page, "Cosine", "Pair"), [vectors.unit[a] @ vectors.unit[b] for a, b in pairs], atol=6e-4)
    far = [np.linalg.norm(vectors.vectors[a] - vectors.vectors[b]) for a, b in pairs]
    assert_allclose(numbers(page, "Euclidean", "Pair"), far, atol=6e-4)
    shared = dict(zip(cells(page, "Context", "near dirty"), numbers(page, "near dirty"), strict=True))
    assert {"so", "very"} & set(shared) and min(shared.values()) >= 1


def test_8_a_scree_the_ends_of_a_component_a_direction_and_the_analogies(do: Do) -> None:
    page = do(8)
    fit = fit_of(word_recipes.logs())
    enter(page, "Component", 3)
    along = np.sort(fit.main.vectors[:, 2])
    assert_allclose(numbers(page, "Coordinate", "Top"), along[::-1][:12], atol=6e-4)
    assert_allclose(numbers(page, "Coordinate", "Bottom"), along[:12], atol=6e-4)
    scree = figure(page, "words.component_values")["data"][0]
    assert_allclose(values(scree, "y"), fit.arrays["singular_values"], rtol=1e-6)
    tab(page, "Axes")
    ends = page.get_by_label("From", exact=True).first, page.get_by_label("To", exact=True).first
    for end, word in zip(ends, ("woman", "man"), strict=True):
        end.fill(word)
        end.press("Enter")
    places = axis(fit.main, ["woman"], ["man"]).scores(fit.main)
    best = fit.main.labels[int(places.argmax())]
    until(page, lambda: cells(page, "Right end")[0] == best)
    tab(page, "Scores")
    press(page, "Run the test")
    until(page, lambda: page.get_by_test_id("stMetric").count() > 0)
    assert 20 < float(metric(page, "Answered right").rstrip("%")) < 100


def test_12_eleven_words_in_two_numbers_with_both_losses(do: Do) -> None:
    page = do(12)
    corpus = mini_corpus(ELEVEN, 2, ends=False)
    assert len(corpus.words) == 11
    for share in (20, 40):
        slide(page, "Pairs held out", share)
        found = train(corpus.counts, 0, share_held_out=share / 100)
        until(page, lambda found=found: np.allclose(drawn_losses(page)[1], found.held_out))
        assert_allclose(drawn_losses(page)[0], found.loss)
    assert found.loss[-1] < found.loss[0] and found.held_out[-1] > found.held_out.min(), "the losses part"
    drawn = figure(page, "words.mini_ways")["data"][1]
    at = {name for names in drawn["text"] for name in names.split(", ")}
    assert at == set(corpus.words)


def drawn_losses(page: Page) -> list[np.ndarray]:
    """Of training and of what was held out."""
    return [values(trace, "y") for trace in figure(page, "words.mini_loss")["data"]]


def test_17_byte_pairs_phrases_biases_and_the_inner_product(do: Do) -> None:
    page = do(17, 0)
    steps = ["t + a", "ta + l", "tal + l", "f + a", "fa + s", "fas + t", "e + r", "er + _", "tall + _", "fast + _"]
    assert cells(page, "Pair", "New symbol")[: len(steps)] == steps
    assert cells(page, "Symbols") == ["fast_", "fast · er_", "tall_", "tall · er_"]
    said(page, re.compile("tallest is cut into tall · e · s · t · _"))
    enter(page, "A word to cut", "faster")
    said(page, re.compile("faster is cut into fast · er_"))
    page = do(17, 1)
    phrases = vectors_of(word_recipes.phrases())
    assert "singular_values" in phrases.labels
    best = phrases.labels[int(np.argsort(phrases.unit @ phrases.unit[phrases.index["eigenvalues"]])[-2])]
    assert cells(page, "Neighbor")[0] == best and any("_" in cell for cell in cells(page, "Neighbor"))
    pick(page, "Metric", "Dot product")
    products = np.sort(phrases.vectors @ phrases.vectors[phrases.index["eigenvalues"]])[::-1][1:11]
    until(page, lambda: len(cells(page, "Neighbor")) == 10)
    assert_allclose(numbers(page, "Dot product", "Neighbor"), products, atol=6e-4)
    page = do(17, 2)
    fit = fit_of(word_recipes.glove())
    bias = fit.arrays["bias"][fit.main.index["king"]]
    formula = page.locator("annotation", has_text="b_w + b'_c").first
    expect(formula).to_contain_text(f"{bias:+.3f}", timeout=PATIENCE)
