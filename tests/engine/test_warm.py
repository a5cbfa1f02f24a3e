"""What the first visitor would wait for is made beforehand, once."""

import pytest

from engine import warm
from engine.datasets.graphs.sources import ClassicGraph
from engine.fit import Fit
from engine.learners import LEARNERS
from engine.learners.nodes.laplacian import LaplacianEigenmaps
from engine.learners.words.ppmi_svd import PPMISVD
from engine.openings import first_maps
from engine.projections import PROJECTIONS
from engine.runs import catalogue, jobs, store
from engine.runs.recipe import Recipe

KERNELS = warm.COMPILED
CLUB = Recipe(ClassicGraph("karate"), LaplacianEigenmaps(n_components=2))
IMPOSSIBLE = Recipe(ClassicGraph("karate"), PPMISVD())
"""A method of words has nothing to say of a graph."""


@pytest.fixture(autouse=True)
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """One small opening, and no kernels."""
    monkeypatch.setattr(warm, "openings", lambda: (CLUB,))
    monkeypatch.setattr(warm, "COMPILED", {})
    monkeypatch.setattr(warm, "MAPS", {})
    monkeypatch.setattr(warm, "LAYOUTS", ())
    monkeypatch.setattr(warm, "ASKED", 0)


def test_openings_are_made_with_their_maps_and_only_once(capsys: pytest.CaptureFixture[str]) -> None:
    assert warm.main() == 0
    fit = store.load(CLUB.run_id)
    assert isinstance(fit, Fit)
    name, embedding = next(iter(fit.embeddings.items()))
    drawn = [recipe.run_id for recipe in first_maps(CLUB.run_id, name, embedding.n_items)]
    assert len(drawn) == sum(cls.opens for cls in PROJECTIONS.values()) and all(map(store.exists, drawn))
    told = capsys.readouterr().out.splitlines()
    assert len(told) == 1 + len(drawn) + 1 and told[0].startswith(f"{store.title(CLUB)}: ")
    assert told[-1].startswith("Ready in ")
    made = {row.run_id: row.created for row in catalogue.runs()}
    assert {CLUB.run_id, *drawn} <= made.keys()
    assert warm.main() == 0
    assert {row.run_id: row.created for row in catalogue.runs()} == made
    assert len(capsys.readouterr().out.splitlines()) == 1 and not jobs.active("")


def test_what_fails_is_told_and_does_not_keep_from_the_rest(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(warm, "openings", lambda: (IMPOSSIBLE, CLUB))
    assert warm.main() == 1
    assert store.exists(CLUB.run_id) and not store.exists(IMPOSSIBLE.run_id)
    failed = jobs.status(IMPOSSIBLE.run_id)
    assert failed is not None and failed.state == "failed" and failed.error in capsys.readouterr().out


def test_a_kernel_that_cannot_be_compiled_is_passed_over(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(warm, "COMPILED", {"skipgram": ClassicGraph("karate"), "laplacian": ClassicGraph("karate")})
    assert warm.main() == 0


@pytest.mark.parametrize("name", KERNELS)
def test_what_is_compiled_is_a_method_with_data_of_its_kind(name: str) -> None:
    assert KERNELS[name].kind == LEARNERS[name].takes
