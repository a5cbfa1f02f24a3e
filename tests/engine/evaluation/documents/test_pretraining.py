"""Pre-training: the ways on the same labels, the text that holds nothing of what is asked, each by another route."""

from dataclasses import replace

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal
from scipy.sparse import csr_array

from engine.algorithms import logistic
from engine.datasets.text.corpus import Corpus
from engine.datasets.text.document_terms import Counting, document_terms
from engine.datasets.text.toy_world import ToyWorld
from engine.datasets.vectors.vectors import Vectors
from engine.embedding import Embedding
from engine.errors import InputError
from engine.evaluation.documents.labeled_parts import by_words, scaled, unasked_text
from engine.evaluation.documents.pretraining import (
    RATES,
    WAYS,
    PretrainingScores,
    PretrainingTest,
    gentlest,
)
from engine.evaluation.trained_run import TrainedRun
from engine.fit import Fit
from engine.learners.documents.word_mean import WordMean
from engine.learners.vectors.as_given import AsGiven
from engine.learners.words.skipgram import SkipGram
from engine.report import Silent

LEARNER = WordMean(20, min_count=2)
TEST = PretrainingTest(n_seeds=2, n_components=16, n_epochs=8, most=120, n_steps=60)


@pytest.fixture(scope="module")
def world() -> Corpus:
    """The paragraphs of the toy world, its topics gathered into three classes."""
    found = ToyWorld(n_tokens=20_000).load()
    topics = sorted(set(found.document_labels))
    return replace(found, document_labels=tuple(f"class {topics.index(each) % 3}" for each in found.document_labels))


def run_on(corpus: Corpus, beside: TrainedRun | None = None) -> TrainedRun:
    return TrainedRun(LEARNER, Fit({"document": Embedding(np.ones((1, 1)), ["none"])}), corpus, beside)


@pytest.fixture(scope="module")
def scores(world: Corpus) -> PretrainingScores:
    return PretrainingScores.from_fit(TEST.fit(run_on(world)))


def words_run(corpus: Corpus) -> TrainedRun:
    learner = SkipGram(n_components=6, n_epochs=1, min_count=2)
    return TrainedRun(learner, learner.fit(corpus), corpus)


def test_labels_are_told_the_better_the_more_there_are(scores: PretrainingScores) -> None:
    assert scores.sizes == (10, 30, 80) and scores.n_asked == 40
    assert scores.accuracies.shape == (len(WAYS), 3, 2) == (*scores.seconds.shape, 2)
    means = scores.accuracies.mean(axis=2)
    assert (means[:, -1] > scores.majority + 0.1).all() and (means[:, -1] > means[:, 0]).all()
    assert scores.pretraining > 0 and scores.covered > 0.9


def test_the_same_numbers_again(world: Corpus, scores: PretrainingScores) -> None:
    assert_array_equal(PretrainingScores.from_fit(TEST.fit(run_on(world))).accuracies, scores.accuracies)
    other = PretrainingScores.from_fit(TEST.replace(seed=1).fit(run_on(world)))
    assert (other.accuracies != scores.accuracies).any()


def test_shuffled_labels_are_not_told(world: Corpus) -> None:
    labels = tuple(np.random.default_rng(0).permutation(world.document_labels).tolist())
    found = PretrainingScores.from_fit(TEST.replace(most=300).fit(run_on(replace(world, document_labels=labels))))
    assert (found.accuracies.mean(axis=2)[:, -1] < found.majority + 0.12).all()


def test_frozen_is_logistic_regression_on_averaged_vectors(world: Corpus) -> None:
    """By another route: the run's vectors averaged word by word, centered, and another minimizer."""
    beside = words_run(world)
    test = TEST.replace(n_steps=1_500, most=60)
    found = PretrainingScores.from_fit(test.fit(run_on(world, beside)))
    data = test._prepared(run_on(world, beside), Silent())
    terms = LEARNER.counted(world)
    words = beside.fit.main
    rows = list(range(terms.n_documents))
    means = np.zeros((terms.n_documents, 6))
    for row in rows:
        counted = [word for word in " ".join(terms.text(row)).split() if word in terms.words]
        means[row] = np.mean([words.vectors[words.index[word]] for word in counted], axis=0)
    order = np.random.default_rng([test.seed, 0]).permutation(data.pool)
    labels = {name: code for code, name in enumerate(data.classes)}
    kept = [row for row in rows if terms.classes[row] in labels]
    kept = kept if len(kept) <= 60 else np.sort(np.random.default_rng(0).choice(kept, 60, replace=False)).tolist()
    means = means[kept]
    targets = np.array([labels[terms.classes[row]] for row in kept])
    assert_array_equal(targets, data.targets)
    means -= means[data.pool].mean(axis=0)
    means /= np.sqrt(np.square(means[data.pool]).sum(axis=1).mean())
    weights = logistic.fit_classes(means[order], targets[order], len(labels), 1.0, 2_000)
    told = logistic.scores(means[data.asked], weights).argmax(axis=1)
    assert found.accuracies[1, -1, 0] == pytest.approx((told == targets[data.asked]).mean(), abs=0.051)
    assert_allclose(data.shares[[3]].toarray()[0].sum(), 1, atol=1e-6)


def test_the_text_that_is_read_holds_nothing_of_what_is_asked(world: Corpus) -> None:
    found = document_terms(world, Counting())
    asked = found.offsets[[2, 5]]
    rest = unasked_text(world, asked)
    hidden = np.zeros(world.n_tokens, bool)
    for first, last in asked:
        hidden[first:last] = True
    expected = [world.words[token] for token in world.tokens[~hidden]]
    assert [rest.words[token] for token in rest.tokens] == expected
    window = np.array([[world.sentences[3] + 1, world.sentences[4]]])  # a part of a sentence takes all of it
    assert unasked_text(world, window).n_tokens == world.n_tokens - (world.sentences[4] - world.sentences[3])


def test_vectors_are_centered_and_of_length_one_on_the_mean(world: Corpus) -> None:
    terms = document_terms(world, Counting())
    shares = terms.counts.multiply(1 / terms.counts.sum(axis=1)[:, None]).tocsr()
    rng = np.random.default_rng(0)
    vectors = rng.normal(size=(len(terms.terms), 5)) + 3
    known = np.ones(len(vectors), bool)
    means = shares @ scaled(shares, vectors, known)
    assert_allclose(means.mean(axis=0), 0, atol=1e-5)
    assert np.square(means).sum(axis=1).mean() == pytest.approx(1, abs=1e-5)
    columns = rng.permutation(len(vectors))
    columns[4] = -1
    moved = by_words(shares, columns, len(vectors)).toarray()
    kept = columns >= 0
    assert_array_equal(moved[:, columns[kept]], shares.toarray()[:, kept])


def test_a_run_gives_its_vectors_and_its_text(world: Corpus, scores: PretrainingScores) -> None:
    beside = words_run(world)
    found = PretrainingScores.from_fit(TEST.fit(run_on(world, beside)))
    assert found.pretraining == 0 and found.n_words > scores.n_words
    words = beside.fit.main
    given = TrainedRun(AsGiven(), Fit({"vector": words}), Vectors(words.vectors, tuple(words.labels)))
    alone = PretrainingScores.from_fit(TEST.fit(run_on(world, given)))
    assert_array_equal(alone.accuracies[1:3], found.accuracies[1:3])  # the same vectors
    assert alone.n_words == scores.n_words


def test_of_a_large_text_as_much_is_read_as_is_asked_for(world: Corpus) -> None:
    found = PretrainingScores.from_fit(TEST.replace(n_words=10_000).fit(run_on(world, words_run(world))))
    assert found.n_words == pytest.approx(10_000, rel=0.1)


def test_without_labels_it_is_refused(world: Corpus) -> None:
    for labels in ((), ("one",) * len(world.document_names)):
        with pytest.raises(InputError) as caught:
            TEST.fit(run_on(replace(world, document_labels=labels)))
        assert caught.value.code == "E-EVL-43"


def test_vectors_of_another_language_are_refused(world: Corpus) -> None:
    strange = TrainedRun(AsGiven(), Fit({"vector": Embedding(np.ones((2, 3)), ["ÿœ", "þð"])}), None)
    with pytest.raises(InputError) as caught:
        TEST.fit(run_on(world, strange))
    assert caught.value.code == "E-TRN-27"
    with pytest.raises(InputError) as caught:
        TEST.fit(run_on(world, TrainedRun(AsGiven(), Fit({}), None)))
    assert caught.value.code == "E-EVL-65"


def test_two_words_are_enough() -> None:
    rows = [f"{word} {number}x" for number in range(40) for word in ("cat", "dog")]
    corpus = Corpus.from_sentences(rows, ["pets", "more"] * 40)
    found = PretrainingScores.from_fit(TEST.fit(TrainedRun(WordMean(2, min_count=3), Fit({}), corpus)))
    assert (found.accuracies[[0, 2, 3], -1] == 1).all()


def test_the_rate_of_fine_tuning_is_chosen_on_a_fifth_of_the_labels() -> None:
    """Vectors that tell nothing must be left, by a class that one word gives away; few labels keep what was taught."""
    n = 100
    targets = np.arange(n) % 2
    words = np.where(np.arange(n) % 4 < 2, targets, 1 - targets)
    shares = csr_array(np.eye(4)[2 * (np.arange(n) % 4 < 2) + words])
    targets = (words + (np.arange(n) % 4 < 2)) % 2
    same = np.ones((4, 2)) + 1e-3
    assert gentlest(same, (shares, targets, 2), 100, [0]) == RATES[1]
    assert gentlest(same, (shares[:20], targets[:20], 2), 100, [0]) == RATES[0]
    telling = np.array([[1.0, 0.0], [-1.0, 0.0], [-1.0, 0.0], [1.0, 0.0]])
    assert gentlest(telling, (shares, targets, 2), 100, [0]) == RATES[0]


def test_a_short_text_is_read_more_often() -> None:
    test = PretrainingTest()
    assert [test._settings(8, n, 0).n_epochs for n in (1_000, 200_000, 5e7)] == [30, 15, 5]
    assert test.replace(n_epochs=3)._settings(8, 1_000, 0).n_epochs == 3


def test_windows_of_one_sentence_leave_nothing_to_read() -> None:
    corpus = Corpus.from_sentences([list("abcdefgh") * 50, list("ijklmnop") * 50], ["first", "second"])
    learner = WordMean(2, min_count=1, piece="window", length=10)
    with pytest.raises(InputError) as caught:
        TEST.fit(TrainedRun(learner, Fit({}), corpus))
    assert caught.value.code == "E-EVL-66"
