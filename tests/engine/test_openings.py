"""What the pages open with, and the first maps of it."""

import pytest

from engine import openings
from engine.files.downloads.fetch import missing
from engine.learners import LEARNERS
from engine.learners.rows.row_pca import RowPCA
from engine.learners.words.ppmi_svd import PPMISVD
from engine.openings import FIRST_ITEMS, first_maps, map_of, usual
from engine.projections import PROJECTIONS
from engine.projections.pca import PCA
from engine.projections.tsne import TSNE
from engine.projections.umap import UMAP
from engine.runs.recipe import EmbeddingOf, Recipe

RUN = "0" * 32


def test_every_kind_of_item_has_one_opening() -> None:
    found = openings.openings()
    embedded = [recipe.learner.embeds for recipe in found if recipe.learner is not None]
    assert sorted(embedded) == sorted({cls.embeds for cls in LEARNERS.values() if cls.embeds})
    assert len({recipe.run_id for recipe in found}) == len(found)


def test_films_are_those_of_movielens_where_its_files_are_at_hand(monkeypatch: pytest.MonkeyPatch) -> None:
    usual = openings.MOVIES if missing(openings.RATED) else openings.MOVIES_RATED
    assert usual in openings.openings()
    for absent, expected in ((["a file"], openings.MOVIES), ([], openings.MOVIES_RATED)):
        monkeypatch.setattr(openings, "missing", lambda entry, absent=absent: absent)
        films = [recipe for recipe in openings.openings() if recipe in (openings.MOVIES, openings.MOVIES_RATED)]
        assert films == [expected]


@pytest.mark.parametrize(("n_items", "n_shown"), [(34, 0), (FIRST_ITEMS, 0), (FIRST_ITEMS + 1, FIRST_ITEMS)])
def test_a_map_is_of_all_items_or_of_the_first(n_items: int, n_shown: int) -> None:
    assert map_of(RUN, "word", n_items, PCA()) == Recipe(EmbeddingOf(RUN, "word", n_shown), PCA())
    opening = [cls() for cls in PROJECTIONS.values() if cls.opens]
    assert [recipe.learner for recipe in first_maps(RUN, "word", n_items)] == opening == [PCA(), TSNE()]
    assert {recipe.dataset for recipe in first_maps(RUN, "word", n_items)} == {EmbeddingOf(RUN, "word", n_shown)}


def test_a_map_begins_by_what_the_vectors_of_the_method_are_near() -> None:
    assert [recipe.learner for recipe in first_maps(RUN, "row", 9, RowPCA())] == [PCA(), TSNE(metric="euclidean")]
    assert [recipe.learner for recipe in first_maps(RUN, "word", 9, PPMISVD())] == [PCA(), TSNE()]
    assert usual(UMAP, RowPCA()).metric == "euclidean" and usual(UMAP, None).metric == "cosine"


def test_so_many_items_as_are_asked_for_are_on_a_map() -> None:
    assert map_of(RUN, "word", 5_000, PCA(), 250).dataset == EmbeddingOf(RUN, "word", 250)
    assert map_of(RUN, "word", 5_000, PCA(), 5_000).dataset == EmbeddingOf(RUN, "word")
