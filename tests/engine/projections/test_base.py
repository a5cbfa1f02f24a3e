"""What every projection says of itself: how true its map is, its axes, and the fields that the space decides."""

import re

import numpy as np
import pytest
from numpy.testing import assert_allclose

from engine.embedding import Embedding
from engine.evaluation import maps
from engine.evaluation.maps import map_quality
from engine.fields import specs
from engine.projections import PROJECTIONS
from engine.projections.base import MapScores
from engine.projections.pca import PCA
from engine.projections.tsne import TSNE

POINTS = np.random.default_rng(4).normal(size=(60, 5)) * [5, 4, 3, 2, 1]
EMBEDDING = Embedding(POINTS.astype(np.float32), tuple(f"item {row}" for row in range(60)))


@pytest.mark.parametrize("axes", [(0, 1), (0, 1, 2)])
def test_the_caption_of_components_names_the_measured_shares(axes: tuple[int, ...]) -> None:
    projection = PCA(n_components=4)
    fit = projection.fit(EMBEDDING)
    variances = np.linalg.eigvalsh(np.cov(EMBEDDING.vectors.T))[::-1]
    share = variances[: len(axes)].sum() / variances.sum()
    quality = map_quality(EMBEDDING.vectors, fit.main.vectors[:, axes])
    assert quality is not None
    assert_allclose(projection.components(fit).share(axes), share, rtol=1e-5)
    assert projection.scores(fit.summary, axes) == MapScores(quality.trustworthiness, quality.neighbor_recall)
    told = [float(number) / 100 for number in re.findall(r"(\d+)%", projection.caption(fit, axes))]
    assert_allclose(told, [share, 1 - share, 0.95, quality.neighbor_recall], atol=0.005)
    n = int(np.argmax(np.cumsum(variances) / variances.sum() >= 0.95)) + 1
    assert n == 4 and f"takes {n} components to show 95%" in projection.caption(fit, axes)


def test_other_components_than_the_first_are_not_said_to_have_been_measured() -> None:
    fit = PCA().fit(EMBEDDING)
    assert PCA().scores(fit.summary, (0, 2)) is None
    assert "nearest" not in PCA().caption(fit, (0, 2)) and "variance" in PCA().caption(fit, (0, 2))
    assert_allclose(PCA().components(fit).share((1, 1)), fit.arrays["explained_variance_ratio"][1])


def test_a_map_of_too_few_items_to_measure_has_no_scores() -> None:
    few = Embedding(np.eye(3, 2, dtype=np.float32), ("a", "b", "c"))
    fit = TSNE().fit(few)
    assert TSNE().scores(fit.summary, (0, 1)) is None and TSNE().caption(fit, (0, 1)) == ""


def test_scores_outlive_the_summary_they_are_written_to() -> None:
    for scores in MapScores(0.75, 0.5), MapScores(0.75, 0.5, 0.002, 0.01, 300):
        assert MapScores.from_summary(scores.to_summary("_2d"), "_2d") == scores
        assert MapScores.from_summary(scores.to_summary("_2d")) is None


def test_what_a_sample_said_comes_with_its_standard_error(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = PCA().scores(PCA().fit(EMBEDDING).summary, (0, 1))
    assert whole is not None and "±" not in whole.sentence and not whole.n_sampled
    monkeypatch.setattr(maps, "N_SAMPLED", 30)
    scores = PCA().scores(PCA().fit(EMBEDDING).summary, (0, 1))
    assert scores is not None and scores.n_sampled == 30 and 0 < scores.recall_error < 0.1
    assert f"± {scores.recall_error:.1%} are among" in scores.sentence and "a sample of 30 items" in scores.sentence


@pytest.mark.parametrize("name", [name for name, cls in PROJECTIONS.items() if cls.available()])
@pytest.mark.parametrize("dims", [2, 3])
def test_the_space_decides_fields_that_exist_and_leaves_a_sound_projection(name: str, dims: int) -> None:
    cls = PROJECTIONS[name]
    fixed = cls.fixed(dims)
    assert fixed.keys() <= specs(cls).keys()
    assert cls(**fixed).fit(EMBEDDING).main.n_components >= dims


def test_other_seeds_and_a_narrower_perplexity_show_what_is_chance() -> None:
    found = TSNE(perplexity=30.0, seed=4).variants()
    assert [(each.perplexity, each.seed) for each in found] == [(w, s) for w in (30.0, 10.0) for s in (4, 5, 6)]
    assert found[0] == TSNE(seed=4) and TSNE(perplexity=3.0).variants()[-1].perplexity == 2.0
    assert TSNE(seed=2**32 - 1).variants(2)[1].seed == 0
    assert PCA().variants() == ()


def test_what_is_near_is_what_the_projection_takes_for_near() -> None:
    assert TSNE().compared(EMBEDDING) is EMBEDDING.unit
    assert TSNE(metric="euclidean").compared(EMBEDDING) is PCA().compared(EMBEDDING) is EMBEDDING.vectors
    assert all(cls.axes_told.endswith(".") for cls in PROJECTIONS.values())
