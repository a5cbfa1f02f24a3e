"""Exercises 3, 13, 28: the same words by two methods, by two losses, by two windows."""

import re

import numpy as np
import pytest
from playwright.sync_api import FilePayload, Page, expect

from engine.embedding import Embedding
from engine.fit import Fit
from engine.runs import store
from pages.lessons.exercises import word_recipes
from pages.lessons.exercises.words import CHOSEN
from tests.browser.conftest import Server, wait_for_app_run
from tests.browser.driving import PATIENCE, enter, pick, train
from tests.browser.exercises.conftest import Do
from tests.browser.exercises.reading import cells, numbers, said, until, vectors_of
from tests.browser.pointing import the_map
from tests.browser.test_all_methods import only
from tests.pages.lessons.exercises.doing import old_recipes

pytestmark = pytest.mark.browser


def nearest(vectors: Embedding, word: str, among: Embedding, n: int) -> list[str]:
    """By cosine, of the words that both have."""
    cosines = vectors.unit @ vectors.unit[vectors.index[word]]
    order = (vectors.labels[row] for row in np.argsort(-cosines, kind="stable"))
    return [label for label in order if label in among.index and label != word][:n]


def beside(page: Page, one: Embedding, other: Embedding, word: str, n: int = 10) -> None:
    """The neighbors of a word in both, and how many are the same."""
    both = nearest(one, word, other, n), nearest(other, word, one, n)
    until(page, lambda: cells(page, "Nearest in A") == both[0] and cells(page, "Nearest in B") == both[1])
    said(page, re.compile(f"{len(set(both[0]) & set(both[1]))} of its {n} nearest are the same in A and B"))


def test_3_chosen_words_by_two_methods_alone_and_side_by_side(do: Do) -> None:
    n = len(CHOSEN.split(", "))
    for place in (0, 1):
        page = do(3, place)
        said(page, re.compile(f"Only {n}"))
        expect(the_map(page)).to_be_visible(timeout=PATIENCE)
    beside(do(3, 2), vectors_of(word_recipes.glove()), vectors_of(word_recipes.many_counts()), "king")


def test_13_full_softmax_beside_negative_sampling(do: Do) -> None:
    page = do(13)
    only(page, "Questions", "Toy world")
    only(page, "Methods", "Skip-gram", "Full softmax")
    page.get_by_role("button", name=re.compile(r"^Train \d+ and compare$")).click()
    losses = {"Skip-gram", "Full softmax"}
    until(page, lambda: losses <= set(cells(page, "Method", "Seconds")))
    seconds = dict(zip(cells(page, "Method", "Seconds"), numbers(page, "Seconds", "Method"), strict=True))
    assert all(seconds[one] > 0 for one in losses)
    until(page, lambda: losses <= set(cells(page, "Method", "10")))
    at = cells(page, "Method", "10").index("Skip-gram")
    vectors = vectors_of(word_recipes.sampled())
    asked = page.get_by_label("Neighbors of", exact=True).input_value()
    assert cells(page, "1", "10")[at] == nearest(vectors, asked, vectors, 1)[0]


@pytest.mark.parametrize("pinned", [True], ids=["steps in sight"])
def test_28_a_folder_of_texts_with_two_windows(do: Do, server: Server) -> None:
    page = do(28, 0)
    pick(page, "Text", "Your own text")
    page.locator("input[type=file]").first.set_input_files(
        FilePayload(name="recipes.zip", mimeType="application/zip", buffer=old_recipes())
    )
    wait_for_app_run(page)
    runs = []
    for window in (1, 5):
        enter(page, "Window", window)
        runs.append(train(page))
        until(page, lambda: page.get_by_role("button", name="Train", exact=True).count() == 0)
    one, other = (made_here(server, run) for run in runs)
    assert {"beef", "boil", "salt"} <= set(one.labels)
    page.goto(f"{server.url}/compare?a={runs[0]}&b={runs[1]}&item=beef&near=5")
    wait_for_app_run(page)
    beside(page, one, other, "beef", 5)


def made_here(server: Server, run: str) -> Embedding:
    """What the server trained."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("EMBEDDING_HOME", str(server.home))
        fit = store.load(run)
    assert isinstance(fit, Fit)
    return fit.main
