"""LSA against dense singular value decompositions, the figures of the lecture, and documents folded in."""

import numpy as np
import pytest
from numpy.testing import assert_allclose

from engine.algorithms.decompositions import svd
from engine.datasets.text.corpus import Corpus
from engine.datasets.text.documents import Document, TextInput
from engine.datasets.text.tokenizer import Tokenization
from engine.datasets.text.toy_world import ToyWorld
from engine.errors import InputError
from engine.learners.documents import lsa
from engine.learners.documents.lsa import LSA
from tests.examples import corpus as one_text

TERMS = ("data", "science", "spark", "stanford", "learning")
LECTURE = np.array(
    [
        [10, 15, 3, 0, 10],
        [0, 9, 2, 8, 2],
        [1, 2, 20, 0, 4],
        [14, 11, 1, 32, 2],
        [5, 1, 7, 12, 5],
        [6, 3, 5, 1, 1],
        [2, 3, 5, 2, 7],
    ]
)
"""Documents by terms."""
PLAIN = {"weighting": "counts", "unit_length": False, "min_count": 1, "stop_words": False}


def lecture() -> Corpus:
    """Seven documents with these counts. Words of one document each, left out by the vocabulary limit, fill up."""
    texts = [[term for term, n in zip(TERMS, row, strict=True) for _ in range(n)] for row in LECTURE.tolist()]
    fill = [f"filler{number}" for number in range(7)]
    return Corpus.from_sentences([[*text, fill[at]] for at, text in enumerate(texts)], [f"d{n}" for n in range(1, 8)])


def test_the_singular_values_of_the_lecture() -> None:
    fit = LSA(5, max_terms=5, **PLAIN).fit(lecture())
    assert_allclose(fit.arrays["singular_values"], [42.716, 23.895, 16.750, 7.104, 5.861], atol=5e-4)
    assert set(fit.embeddings["term"].labels) == set(TERMS)
    assert_allclose(np.abs(fit.main.vectors[0, :3]), [12.72, 9.81, 13.24], atol=5e-3)
    assert_allclose(fit.summary["explained_share"], 1)
    assert_allclose(fit.summary["squares"], (LECTURE**2).sum())


def test_all_dimensions_give_the_matrix_back() -> None:
    fit = LSA(5, max_terms=5, **PLAIN).fit(lecture())
    terms = fit.embeddings["term"]
    order = [terms.index[term] for term in TERMS]
    axes = terms.vectors / fit.arrays["singular_values"]
    assert_allclose(fit.main.vectors @ axes[order].T, LECTURE, atol=1e-4)
    unit = LSA(5, max_terms=5, scale="none", **PLAIN).fit(lecture())
    assert_allclose(unit.main.vectors.T @ unit.main.vectors, np.eye(5), atol=1e-5)
    assert_allclose(unit.main.vectors * fit.arrays["singular_values"], fit.main.vectors, atol=1e-4)


@pytest.fixture(scope="module")
def world() -> Corpus:
    return ToyWorld(n_tokens=20_000).load()


@pytest.mark.parametrize("weighting", ["counts", "tf", "tfidf", "log_entropy"])
@pytest.mark.parametrize("whole", [True, False], ids=["whole", "randomized"])
def test_against_a_dense_decomposition(
    world: Corpus, weighting: str, whole: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lsa, "WHOLE_UP_TO", 1_000 if whole else 0)
    learner = LSA(8, weighting=weighting, min_count=2, rounds=12)
    left, values, right = svd(learner.matrix(world).toarray())
    fit = learner.fit(world)
    assert_allclose(fit.arrays["singular_values"], values[:8], rtol=1e-4)
    assert_allclose(fit.main.vectors, left[:, :8] * values[:8], atol=5e-3 * values[0])
    made = fit.main.vectors @ (fit.embeddings["term"].vectors / fit.arrays["singular_values"]).T
    best = (left[:, :8] * values[:8]) @ right[:, :8].T
    assert np.linalg.norm(made - best) <= 0.02 * np.linalg.norm(best)


@pytest.mark.parametrize("scale", ["sigma", "none"])
@pytest.mark.parametrize("weighting", ["counts", "tf", "tfidf", "log_entropy"])
def test_a_training_document_folded_in_gets_its_own_row(world: Corpus, weighting: str, scale: str) -> None:
    learner = LSA(10, weighting=weighting, min_count=2, scale=scale)
    fit, found = learner.fit(world), learner.counted(world)
    for row in (0, 17, found.n_documents - 1):
        words = " ".join(found.text(row)).split()
        assert_allclose(learner.folded(fit, world, words), fit.main.vectors[row], rtol=1e-3, atol=1e-5)
    assert not learner.folded(fit, world, ["nowhere"]).any()


def test_neighbors_share_the_topic_of_the_toy_world(world: Corpus) -> None:
    fit = LSA(20, min_count=2).fit(world)
    topics = fit.main.metadata["topic"]
    products = fit.main.unit @ fit.main.unit.T
    np.fill_diagonal(products, -1)
    assert (topics[products.argmax(axis=1)] == topics).mean() > 0.8
    chance = np.mean([(topics == topic).mean() for topic in topics])
    assert chance < 0.1


def test_documents_without_a_common_word_can_be_near() -> None:
    texts = ["car engine wheel", "car engine road", "automobile engine wheel", "automobile engine road",
             "rose petal garden", "tulip petal garden", "rose soil garden", "tulip soil garden",
             "car", "automobile"]  # fmt: skip
    corpus = Corpus.from_sentences(texts, ["t"] * 10)
    learner = LSA(2, weighting="counts", min_count=1)
    fit, matrix = learner.fit(corpus), learner.matrix(corpus)
    assert (matrix[[8]] @ matrix[[9]].T).sum() == 0
    assert fit.main.unit[8] @ fit.main.unit[9] > 0.99


def test_columns_and_notes(world: Corpus) -> None:
    fit = LSA(5, min_count=2).fit(world)
    assert list(fit.main.metadata) == ["words", "leading_topic", "topic"]
    assert fit.main.metadata["words"].sum() == world.n_tokens
    assert len(set(fit.main.labels)) == fit.main.n_items
    assert "rank 5" in " ".join(LSA(40, max_terms=5, **PLAIN).fit(lecture()).notes)


def test_too_little_is_told() -> None:
    with pytest.raises(InputError, match="at least 2 are needed"):
        single = Corpus.from_sentences([[f"w{n}" for n in range(20)]])
        LSA(min_count=1).fit(single)
    with pytest.raises(InputError, match="terms are counted"):
        LSA(min_count=2, max_terms=1).fit(one_text())
    with pytest.raises(InputError, match="All weights are 0"):
        LSA(min_count=1).fit(Corpus.from_sentences(["x y z u v w a1 b1 c1 d1"] * 3, ["t"] * 3))
    assert LSA(min_count=10_000).advice(one_text())[0].severity == "error"


def test_a_text_of_one_piece_is_cut() -> None:
    single = Corpus.from_sentences([[f"w{n}" for n in range(40)]] * 20)
    assert LSA.suited(single) == {"piece": "window"} and LSA.suited(one_text()) == {}
    assert LSA(2, min_count=1, weighting="counts", piece="window", length=100).fit(single).main.n_items == 8


def test_pieces_are_told_apart_by_the_document_they_are_of() -> None:
    books = [
        Document(name, "", (f"{name} tells a long and winding tale of {name}s. " * 40,)) for name in ("whale", "spider")
    ]
    corpus = Corpus.from_text(TextInput(books), Tokenization())
    assert LSA.suited(corpus) == {"piece": "window"}
    fit = LSA(2, min_count=1, piece="window", length=80).fit(corpus)
    assert fit.main.metadata["document"].tolist() == ["whale"] * 4 + ["spider"] * 4
    assert list(LSA(2, min_count=1).fit(corpus).main.metadata) == ["words", "leading_topic"]


def test_paragraphs_get_a_vector_each_with_the_label_of_their_article() -> None:
    article = "\n\n".join(" ".join(f"{kind}{place}" for place in range(6)) for kind in ("apple", "pear", "plum"))
    other = "one nut\n\ntwo nuts one bowl"
    texts = [Document("fruit", "sweet", (article,)), Document("nuts", "dry", (other,))]
    corpus = Corpus.from_text(TextInput(texts), Tokenization())
    learner = LSA(2, min_count=1, piece="paragraph", stop_words=False)
    fit = learner.fit(corpus)
    assert fit.main.n_items == 5 == learner.n_documents(corpus) - 1
    assert fit.main.metadata["topic"].tolist() == ["sweet"] * 3 + ["dry"] * 2


def test_paragraphs_of_a_text_that_was_read_before_they_were_kept_are_asked_for_in_vain() -> None:
    arrays, document = one_text().pack()
    arrays.pop("paragraphs", None)
    old = Corpus.unpack(arrays, document)
    with pytest.raises(InputError, match="Delete it under Runs, Data") as caught:
        LSA(2, min_count=1, piece="paragraph").fit(old)
    assert caught.value.code == "E-TRN-29"
    assert LSA(2, min_count=1).fit(old).main.n_items
