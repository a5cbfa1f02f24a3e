"""What the page of documents says: parts of a cosine, topics, rank k and the formulas, against sums over everything."""

from typing import Literal

import numpy as np
import pytest
from numpy.testing import assert_allclose

from engine.datasets.text.corpus import Corpus
from engine.datasets.text.toy_world import ToyWorld
from engine.fit import Fit
from engine.insight.documents.closeness import closeness
from engine.insight.documents.rank_k import part, squared_errors
from engine.insight.documents.topics import NO_TOPIC, leading_topics, topics
from engine.learners.documents.lsa import LSA

LEARNER = LSA(6, min_count=2, scale="none")


@pytest.fixture(scope="module")
def world() -> Corpus:
    return ToyWorld(n_tokens=20_000).load()


@pytest.fixture(scope="module")
def fit(world: Corpus) -> Fit:
    return LEARNER.fit(world)


def test_the_parts_of_a_cosine_add_up(world: Corpus, fit: Fit) -> None:
    found, matrix, factors = LEARNER.counted(world), LEARNER.matrix(world), LEARNER.factors(fit)
    near = closeness(matrix, found.by_term, factors, (3, 8), limit=10**6)
    assert near is not None
    assert_allclose(near.cosine, fit.main.unit[3] @ fit.main.unit[8], atol=1e-5)
    one, other = (matrix[[row]].toarray()[0] for row in (3, 8))
    assert_allclose(near.in_words, one @ other / np.linalg.norm(one) / np.linalg.norm(other))
    scale = np.linalg.norm(fit.main.vectors[3]) * np.linalg.norm(fit.main.vectors[8])
    parts = one[:, None] * (factors @ factors.T) * other / scale
    assert_allclose(near.of_shared, np.diag(parts).sum(), atol=1e-6)
    assert_allclose(sum(item.part for item in near.shared), near.of_shared)
    np.fill_diagonal(parts, 0)
    assert_allclose(sum(item.part for item in near.bridges), parts[parts > 0].sum(), rtol=1e-4)
    best = near.bridges[0]
    assert_allclose(best.part, parts.max(), rtol=1e-4)
    have = found.counts.toarray() > 0
    assert best.n_both == (have[:, best.one] & have[:, best.other]).sum()
    assert closeness(matrix * 0, found.by_term, factors, (3, 8)) is None


def test_topics_by_sign_and_weight() -> None:
    vectors = np.array([[3.0, 0.0], [4.0, -6.0], [0.0, 8.0]])
    first, second = topics(vectors, ("a", "b", "c"), 5)
    assert [(item.term, round(item.weight, 6)) for item in first.positive] == [("b", 0.8), ("a", 0.6)]
    assert not first.negative
    assert [(item.term, round(item.weight, 6)) for item in second.positive] == [("c", 0.8)]
    assert [(item.term, round(item.weight, 6)) for item in second.negative] == [("b", -0.6)]


def test_a_document_is_led_by_what_tells_it_apart() -> None:
    terms = np.array([[3.0, 0.0], [4.0, -6.0], [0.0, 8.0]])
    documents = np.array([[5.0, 3.0], [5.0, -3.0], [5.0, 0.1], [0.0, 0.0]])
    assert leading_topics(documents, terms, ("a", "b", "c")).tolist() == ["2+ c", "2- b", "1+ b, a", NO_TOPIC]


def test_rank_k_and_its_error(world: Corpus) -> None:
    matrix = LEARNER.matrix(world)
    left, values, right = np.linalg.svd(matrix.toarray(), full_matrices=False)
    rows = np.array([5, 2, 9])
    shown = part(matrix, right[:6].T, rows, 7, 4)
    rank = (left[:, :4] * values[:4]) @ right[:4]
    assert_allclose(shown.made, rank[np.ix_(rows, shown.terms)], atol=1e-10)
    assert_allclose(shown.given, matrix.toarray()[np.ix_(rows, shown.terms)])
    sums = matrix[rows].toarray().sum(axis=0)
    assert_allclose(sums[shown.terms], np.sort(sums)[::-1][:7])
    errors = squared_errors(matrix @ right[:6].T, float((matrix.data**2).sum()))
    assert_allclose(errors, [(values[k:] ** 2).sum() for k in range(7)])


def test_the_formulas_hold_the_numbers(world: Corpus, fit: Fit) -> None:
    pieces = LEARNER.explain(fit, world, {"document": 3, "other": 8})
    product = float(fit.main.vectors[3].astype(float) @ fit.main.vectors[8])
    assert f"= {product:.4f}" in pieces[0].formulas[0]
    given = float((LEARNER.matrix(world)[[3]] @ LEARNER.matrix(world)[[8]].T).sum())
    assert pieces[0].formulas[1].endswith(f"= {given:.4f}")
    assert pieces[1].formulas[1].endswith(f"= {product:.4f}")
    table = pieces[1].table
    assert_allclose(np.asarray(table["Weight a"]) * table["f · z of j"], table["adds"])


@pytest.mark.parametrize("scale", ["sigma", "none"])
def test_the_product_of_two_terms_is_that_of_their_columns(world: Corpus, scale: Literal["sigma", "none"]) -> None:
    whole = LSA(400, min_count=2, scale=scale)  # all of the matrix's rank
    fit, matrix = whole.fit(world), whole.matrix(world)
    dense = matrix.toarray()
    a = int(dense.sum(axis=0).argmax())
    b = int((dense[:, [a]] * np.delete(dense, a, axis=1)).sum(axis=0).argmax())
    b += b >= a
    by_dimension, by_document = whole.explain_terms(fit, world, (a, b))
    product = float(dense[:, a] @ dense[:, b])
    assert f"= {product:.4f}" in by_document.formulas[0]
    assert (f"= {product:.4f}" in by_dimension.formulas[0]) is (scale == "sigma")
    assert f"{np.count_nonzero(dense[:, a] * dense[:, b]):,}" in by_document.caption
    weights = [np.asarray(column) for name, column in by_document.table.items() if name.startswith("Weight")]
    assert_allclose(weights[0] * weights[1], by_document.table["adds"])
    assert_allclose(max(by_document.table["adds"]), (dense[:, a] * dense[:, b]).max())


def test_terms_that_no_document_has_both_are_told(world: Corpus, fit: Fit) -> None:
    dense = LEARNER.matrix(world).toarray()
    together = dense.T @ dense
    a, b = map(int, np.argwhere(together == 0)[0])
    pieces = LEARNER.explain_terms(fit, world, (a, b))
    assert not pieces[1].table and "have both: 0." in pieces[1].caption
