"""PaCMAP: planted clusters and frames where its package is installed, and a plain word where it is not."""

from typing import Any

import numpy as np
import pytest
from numpy.testing import assert_array_equal

from engine.embedding import Embedding
from engine.errors import InputError
from engine.projections import pacmap
from engine.projections.pacmap import FRAMES, PaCMAP
from tests.examples import embedding as three_clusters

installed = pytest.mark.skipif(not PaCMAP.available(), reason="the package pacmap is not installed")


def test_without_its_package_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pacmap, "find_spec", lambda name: None)
    assert not PaCMAP.available()
    with pytest.raises(InputError, match="pip install pacmap"):
        PaCMAP().fit(three_clusters())
    assert PaCMAP().estimate(three_clusters()).seconds > 0


@installed
@pytest.mark.parametrize("metric", ["cosine", "euclidean"])
@pytest.mark.parametrize("n_components", [2, 3])
def test_clusters_stay_together(metric: Any, n_components: int) -> None:
    data = three_clusters(150, 20)
    result = PaCMAP(n_components=n_components, metric=metric).fit(data)
    y, cluster = result.main.vectors, data.metadata["cluster"]
    near = np.argsort(np.linalg.norm(y[:, None] - y[None], axis=2), axis=1)[:, 1:11]
    assert y.shape == (150, n_components) and (cluster[near] == cluster[:, None]).mean() > 0.98
    assert result.snapshots is not None and result.snapshots.steps.tolist() == list(FRAMES)
    assert_array_equal(result.snapshots.frames[-1], y)


@installed
def test_the_seed_decides_and_few_items_have_fewer_neighbors() -> None:
    maps = [PaCMAP(seed=seed).fit(three_clusters(20)) for seed in (1, 1, 2)]
    assert maps[0].notes == ("10 neighbors are too many for 20 items; 6 were used.",)
    assert_array_equal(maps[0].main.vectors, maps[1].main.vectors)
    assert not np.array_equal(maps[0].main.vectors, maps[2].main.vectors)
    few = PaCMAP().fit(three_clusters(11))
    assert "laid out by PCA" in few.notes[0] and few.main.vectors.shape == (11, 2)


@installed
def test_equal_rows_are_refused() -> None:
    with pytest.raises(InputError, match="points are the same"):
        PaCMAP(metric="euclidean").fit(Embedding(np.ones((50, 4)), ("",) * 50))
