"""Seeds compared: all the same agree in all, random ones as by chance; shuffled data keep their counts alone."""

import numpy as np
import pytest

from engine.embedding import Embedding
from engine.errors import InputError
from engine.evaluation.embedding_group import EmbeddingGroup
from engine.evaluation.seed_agreement import SeedAgreement, ShuffledSeeds, Stability
from engine.evaluation.shuffled_data import shuffled
from engine.evaluation.trained_run import TrainedRun
from engine.learners.nodes.node2vec import Node2Vec
from engine.learners.words.skipgram import SkipGram
from tests import examples


def at_random(seed: int, n: int = 300) -> Embedding:
    vectors = np.random.default_rng(seed).normal(size=(n, 16)).astype(np.float32)
    return Embedding(vectors, [f"item {row}" for row in range(n)])


def test_identical_seeds_agree_in_all() -> None:
    found = Stability.from_fit(SeedAgreement().fit(EmbeddingGroup((at_random(0),) * 3)))
    np.testing.assert_array_equal(found.by_item, 1)
    np.testing.assert_array_equal(found.by_cluster, 1)
    assert found.together == 1 and len(np.unique(found.clusters)) == 8


def test_random_vectors_agree_as_by_chance() -> None:
    group = EmbeddingGroup(tuple(at_random(seed) for seed in range(4)))
    found = Stability.from_fit(SeedAgreement().fit(group))
    assert found.chance == 10 / 299
    assert found.by_item.mean() == pytest.approx(found.chance, abs=0.006)
    assert max(found.together, found.together_chance) < 0.002


def test_a_turned_copy_agrees_and_a_vector_of_zero_is_not_compared() -> None:
    first = at_random(0)
    turn = np.linalg.qr(np.random.default_rng(5).normal(size=(16, 16)))[0]
    vectors = (first.vectors @ turn).astype(np.float32)
    found = Stability.from_fit(SeedAgreement().fit(EmbeddingGroup((first, Embedding(vectors, first.labels)))))
    assert found.by_item.mean() > 0.999
    empty = first.vectors.copy()
    empty[7] = 0
    again = Stability.from_fit(SeedAgreement().fit(EmbeddingGroup((Embedding(empty, first.labels),) * 2)))
    assert np.isnan(again.by_item[7]) and np.delete(again.by_item, 7).min() == 1 and again.chance == 10 / 298
    assert again.clusters[7] == -1 and np.isnan(again.by_cluster[7])


def test_one_run_alone_and_other_items_are_refused() -> None:
    first = at_random(0)
    for group in ((first,), (first, first.first(200))):
        with pytest.raises(InputError) as refused:
            SeedAgreement().fit(EmbeddingGroup(group))
        assert refused.value.code == "E-EVL-62"


def test_on_a_shuffled_text_seeds_agree_less_than_on_the_text() -> None:
    corpus = examples.corpus()
    learner = SkipGram(n_components=8, n_epochs=10, min_count=1)
    fits = [learner.replace(seed=seed).fit(corpus) for seed in (0, 1)]
    own = SeedAgreement(n_neighbors=5).fit(EmbeddingGroup(tuple(fit.main for fit in fits)))
    null = ShuffledSeeds(n_neighbors=5).fit(TrainedRun(learner, fits[0], corpus))
    assert len(null.arrays["by_item"]) == corpus.n_words and null.summary["chance"] == own.summary["chance"]
    assert own.summary["agreement"] > null.summary["agreement"] + 0.05


def test_a_graph_is_shuffled_and_learned_from() -> None:
    graph, learner = examples.graph(), Node2Vec(n_components=8, n_walks=5, walk_length=20)
    found = ShuffledSeeds(n_neighbors=5).fit(TrainedRun(learner, learner.fit(graph), graph))
    assert 5 / 59 < found.summary["agreement"] < 1


# --- shuffled data -----------------------------------------------------------------------------------------------


def test_a_shuffled_text_keeps_counts_and_sentences() -> None:
    corpus = examples.corpus()
    mixed = shuffled(corpus, 0)
    np.testing.assert_array_equal(np.bincount(mixed.tokens), np.bincount(corpus.tokens))
    assert mixed.sentences is corpus.sentences and not np.array_equal(mixed.tokens, corpus.tokens)


def test_shuffled_ratings_keep_who_watched_how_many_and_nobody_watches_twice() -> None:
    ratings = examples.ratings()
    mixed = shuffled(ratings, 0)
    pairs = np.column_stack([mixed.users, mixed.items])
    assert len(np.unique(pairs, axis=0)) == len(pairs) >= 0.97 * len(ratings.users)
    assert np.abs(np.bincount(mixed.items, minlength=30) - np.bincount(ratings.items, minlength=30)).max() <= 3
    assert not np.array_equal(mixed.items, ratings.items[: len(mixed.items)])


@pytest.mark.parametrize("make", [examples.graph, examples.bipartite])
def test_a_shuffled_graph_keeps_degrees_and_sides(make) -> None:  # type: ignore[no-untyped-def]
    graph = make()
    mixed = shuffled(graph, 0)
    sources, targets, _ = mixed.edges()
    assert (sources != targets).all() and mixed.n_edges >= 0.97 * graph.n_edges
    assert np.abs(mixed.degrees - graph.degrees).max() <= 2
    assert not np.array_equal(mixed.targets, graph.targets)
    if len(graph.sides):
        assert (graph.sides[sources] != graph.sides[targets]).all()
    np.testing.assert_array_equal(np.sort(mixed.sources * 10_000 + mixed.targets),
                                  np.sort(mixed.targets * 10_000 + mixed.sources))  # fmt: skip


def test_shuffled_tables_pictures_and_pairs_keep_their_numbers() -> None:
    table, images, pairs = examples.table(), examples.images(), examples.pairs()
    np.testing.assert_array_equal(np.sort(shuffled(table, 0).channels, axis=1), np.sort(table.channels, axis=1))
    mixed = shuffled(images, 0)
    train = slice(0, images.n_train)
    np.testing.assert_array_equal(np.sort(mixed.raw[train], axis=0), np.sort(images.raw[train], axis=0))
    other = shuffled(pairs, 0).values
    np.testing.assert_array_equal(other, other.T)
    np.testing.assert_array_equal(np.sort(other.ravel()), np.sort(pairs.values.ravel()))
    assert not np.array_equal(mixed.raw, images.raw) and not np.array_equal(other, pairs.values)


def test_vectors_made_elsewhere_are_not_shuffled() -> None:
    with pytest.raises(InputError) as refused:
        shuffled(examples.vectors(), 0)
    assert refused.value.code == "E-EVL-61"
