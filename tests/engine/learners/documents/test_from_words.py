"""Documents from the vectors of their words: against the formulas, and documents folded in."""

import numpy as np
import pytest
from numpy.testing import assert_allclose

from engine.datasets.text.corpus import Corpus
from engine.datasets.text.toy_world import ToyWorld
from engine.embedding import Embedding
from engine.errors import InputError
from engine.learners import LEARNERS
from engine.learners.documents.word_mean import WordMean
from engine.learners.documents.words_in_a_row import WordsInARow
from engine.learners.given_vectors import GivenVectors
from engine.learners.words.ppmi_svd import PPMISVD

TEXTS = ["cat cat dog", "dog ship", "ship u1 ship cat", "u1 u2 u3 u4 u5 u6 u7"]
GIVEN = Embedding(np.array([[1.0, 0, 2], [0, 1, 2], [3, 3, 2]]), ["cat", "Dog", "ship"])
VECTORS = {"cat": GIVEN.vectors[0], "dog": GIVEN.vectors[1], "ship": GIVEN.vectors[2]} | {
    f"u{n}": np.zeros(3) for n in range(1, 8)
}
PLAIN = {"min_count": 1, "stop_words": False, "vectors": "0" * 32}


def tiny() -> GivenVectors:
    return GivenVectors(Corpus.from_sentences([text.split() for text in TEXTS], ["a", "b", "c", "d"]), GIVEN)


@pytest.fixture(scope="module")
def world() -> Corpus:
    return ToyWorld(n_tokens=20_000).load()


@pytest.mark.parametrize("weights", ["equal", "idf", "sif"])
def test_the_mean_by_hand(weights: str) -> None:
    fit = WordMean(weights=weights, a=0.1, remove_first=False, **PLAIN).fit(tiny())
    words = " ".join(TEXTS).split()
    n = {word: words.count(word) for word in VECTORS}
    having = {word: sum(word in text.split() for text in TEXTS) for word in VECTORS}
    weight = {
        "equal": dict.fromkeys(n, 1.0),
        "idf": {word: np.log(4 / having[word]) for word in n},
        "sif": {word: 0.1 / (0.1 + n[word] / 16) for word in n},
    }[weights]
    expected = [np.mean([weight[word] * VECTORS[word] for word in text.split()], axis=0) for text in TEXTS]
    assert_allclose(fit.main.vectors, expected, rtol=1e-6)
    assert_allclose(fit.summary["coverage"], 8 / 16)
    assert "3 of 10 counted words" in fit.notes[0] and "which are 0: 1." in fit.notes[1]


def test_the_common_direction_is_the_first_singular_vector() -> None:
    with_it = WordMean(remove_first=False, **PLAIN).fit(tiny()).main.vectors.astype(float)
    fit = WordMean(**PLAIN).fit(tiny())
    axis = np.linalg.svd(with_it)[2][0]
    assert_allclose(fit.main.vectors, with_it - np.outer(with_it @ axis, axis), atol=1e-6)
    assert_allclose(np.abs(fit.arrays["removed"] @ axis), 1)


@pytest.mark.parametrize("blocks", ["first", "principal"])
def test_words_side_by_side(blocks: str) -> None:
    fit = WordsInARow(blocks=blocks, n_blocks=2, **PLAIN).fit(tiny())
    assert fit.main.vectors.shape == (4, 6) and not fit.main.vectors[3].any()
    if blocks == "first":
        pairs = (("cat", "cat"), ("dog", "ship"), ("ship", "ship"))
        assert_allclose(fit.main.vectors[:3], [np.concatenate([VECTORS[word] for word in pair]) for pair in pairs])
    else:  # the words of a document that its vector tells: their mean outer product, if there are two directions
        made = fit.main.vectors[0].reshape(2, 3)
        rows = np.array([VECTORS[word] for word in TEXTS[0].split()])
        assert_allclose(made.T @ made, rows.T @ rows / 3, atol=1e-6)


@pytest.mark.parametrize(
    "learner",
    [WordMean(20, min_count=2), WordMean(20, weights="idf", min_count=2, remove_first=False),
     WordsInARow(20, min_count=2), WordsInARow(20, blocks="principal", n_blocks=3, min_count=2)],
    ids=lambda learner: learner.name,
)  # fmt: skip
def test_a_training_document_folded_in_gets_its_own_row(world: Corpus, learner: WordMean) -> None:
    fit, found = learner.fit(world), learner.counted(world)
    for row in (0, 17, found.n_documents - 1):
        words = " ".join(found.text(row)).split()
        assert_allclose(learner.folded(fit, world, words), fit.main.vectors[row], rtol=1e-3, atol=1e-4)
    assert not learner.folded(fit, world, ["nowhere"]).any()


def test_vectors_made_here_are_those_of_words(world: Corpus) -> None:
    fit = WordMean(20, min_count=2, stop_words=False).fit(world)
    words = PPMISVD(20, min_count=2).fit(world).main
    assert fit.embeddings["term"].labels == words.labels
    assert_allclose(fit.embeddings["term"].vectors, words.vectors, atol=1e-4)
    assert fit.summary["coverage"] == 1


def test_the_sum_of_factors_is_the_document(world: Corpus) -> None:
    learner = WordMean(20, min_count=2)
    fit = learner.fit(world)
    assert_allclose(learner.matrix(world) @ learner.factors(fit), fit.main.vectors, atol=1e-5)


def test_neighbors_share_the_topic_of_the_toy_world(world: Corpus) -> None:
    for learner in (WordMean(20, min_count=2), WordsInARow(20, blocks="principal", n_blocks=3, min_count=2)):
        fit = learner.fit(world)
        topics, products = fit.main.metadata["topic"], fit.main.unit @ fit.main.unit.T
        np.fill_diagonal(products, -1)
        assert (topics[products.argmax(axis=1)] == topics).mean() > 0.7, learner.name


def test_what_is_explained_adds_up(world: Corpus) -> None:
    for cls in (WordMean, WordsInARow):
        learner = cls(20, min_count=2)
        fit = learner.fit(world)
        product = float(fit.main.vectors[0] @ fit.main.vectors[5])
        last = learner.explain(fit, world, {"document": 0, "other": 5})[-1]
        assert f"{product:.3f}" in last.formulas[-1] or f"{product:.4f}" in last.formulas[-1]


def test_vectors_of_another_language_are_refused() -> None:
    strange = GivenVectors(tiny().dataset, Embedding(np.eye(2), ["chat", "chien"]))
    with pytest.raises(InputError, match="has a vector") as caught:
        WordMean(**PLAIN).fit(strange)
    assert caught.value.code == "E-TRN-27"
    alone = Corpus.from_sentences(["x a b c", "y d e f", "x g h i", "y j k l"], ["a", "b", "c", "d"])
    with pytest.raises(InputError) as caught:
        WordMean(min_count=2).fit(alone)
    assert caught.value.code == "E-TRN-26"


def test_another_run_is_part_of_the_recipe() -> None:
    assert WordMean(vectors="1" * 32).begins_from == "1" * 32 and WordMean().begins_from == ""
    assert {cls.name for cls in LEARNERS.values() if cls.embeds == "document"} >= {"word_mean", "words_in_a_row"}
