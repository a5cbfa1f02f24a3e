"""Trainings and comparisons made again, in this process and by the scripts of sheets in another."""

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from engine.datasets.text.sources import UploadedText
from engine.datasets.text.toy_world import ToyWorld
from engine.errors import InputError
from engine.evaluation.embedding_pair import EmbeddingPair
from engine.evaluation.neighbor_drift import Drift, NeighborDrift
from engine.files import uploads
from engine.learners.words.ppmi_svd import PPMISVD
from engine.learners.words.skipgram import SkipGram
from engine.projections.pca import PCA
from engine.reproduce_several import (
    drift_again,
    drift_script,
    files_of,
    numbers_of,
    reproducible,
    runs_script,
    same_numbers,
    trained_again,
)
from engine.runs.recipe import EmbeddingOf, Recipe
from tests import ROOT

DATA = ToyWorld(n_tokens=20_000)
RECIPES = Recipe(DATA, PPMISVD(n_components=5)), Recipe(DATA, SkipGram(n_components=6, n_epochs=1))
A, B = (recipe.run_id for recipe in RECIPES)
TEST = Recipe(EmbeddingOf(A, "word"), NeighborDrift(run=B, embedding="word", second_metric="euclidean"))
SIDES = [{"recipe": recipe.to_json(), "embedding": "word", "moment": "", "map": None, "only": []} for recipe in RECIPES]


def run(script: str, folder: Path, *files: Path) -> tuple[int, str]:
    path = folder / "reproduce.py"
    path.write_text(script, encoding="utf-8")
    done = subprocess.run([sys.executable, path, *files], cwd=ROOT, capture_output=True, text=True, timeout=200)
    assert "Traceback" not in done.stderr, done.stderr
    return done.returncode, done.stdout


def test_a_comparison_made_again_is_that_of_the_vectors(tmp_path: Path) -> None:
    corpus = DATA.load()
    first, second = (recipe.learner.fit(corpus).main for recipe in RECIPES)  # type: ignore[union-attr]
    straight = Drift.from_fit(NeighborDrift(second_metric="euclidean").fit(EmbeddingPair(first, second)))
    again = drift_again(SIDES, TEST.to_json())
    np.testing.assert_array_equal(again.near, straight.near)
    agreed = 1 - float(straight.by_item(10).mean())
    for told, code in ((agreed, 0), (agreed + 0.01, 1)):
        assert run(drift_script(SIDES, TEST.to_json(), 10, told), tmp_path)[0] == code


def test_a_comparison_of_maps_makes_the_maps_again() -> None:
    corpus = DATA.load()
    first, second = (recipe.learner.fit(corpus).main for recipe in RECIPES)  # type: ignore[union-attr]
    only = list(first.labels[3:60])
    places = PCA().fit(first.among(first.rows_of(only))).main, PCA().fit(second.first(100)).main
    test = NeighborDrift(first_metric="euclidean", second_metric="euclidean", columns=2)
    straight = Drift.from_fit(test.fit(EmbeddingPair(*places)))
    sides = [
        SIDES[0] | {"map": Recipe(EmbeddingOf(A, "word", only="0" * 32), PCA()).to_json(), "only": only},
        SIDES[1] | {"map": Recipe(EmbeddingOf(B, "word", 100), PCA()).to_json()},
    ]
    again = drift_again(sides, Recipe(EmbeddingOf(A), test).to_json())
    np.testing.assert_array_equal(again.near, straight.near)
    np.testing.assert_array_equal(again.rows, straight.rows)


def test_several_runs_and_their_files(tmp_path: Path, home: Path) -> None:
    text = b"the cat sat on the mat and the dog sat on the log while ten other words go by here too " * 40
    sha256 = uploads.keep(text, "cats.txt").sha256
    own = [Recipe(UploadedText(sha256=sha256), PPMISVD(n_components=size)) for size in (3, 4)]
    documents = [recipe.to_json() for recipe in (RECIPES[0], *own)]
    assert files_of(documents) == {sha256: "cats.txt"}
    assert "cats.txt" in drift_script([SIDES[0], SIDES[1] | {"recipe": documents[1]}], TEST.to_json(), 10, 0.5)
    fits = list(trained_again(documents, [home / "uploads" / sha256]))
    assert [fit.main.n_components for fit in fits] == [5, 3, 4]
    runs = [
        {"run": recipe.run_id, "title": "cats", "recipe": recipe.to_json(), "numbers": numbers_of(fit.summary)}
        for recipe, fit in zip(own, fits[1:], strict=True)
    ]
    script = runs_script(runs)
    file = tmp_path / "any name.txt"
    file.write_bytes(text)
    assert "python reproduce.py FILE" in script
    code, told = run(script, tmp_path, file)
    assert code == 0 and "The same as on the sheet." in told and own[1].run_id in told
    name = next(iter(runs[0]["numbers"]))
    runs[0]["numbers"] |= {name: -1.0}
    code, told = run(runs_script(runs), tmp_path, file)
    assert code == 1 and "On the sheet" in told
    with pytest.raises(InputError, match="0 were given"):
        list(trained_again(documents))


def test_what_takes_time_is_no_figure_to_be_met() -> None:
    assert numbers_of({"loss": 0.5, "words": 3, "seconds": 1.2, "walk_seconds": 2.0, "note": "x"}) == {
        "loss": 0.5, "words": 3,
    }  # fmt: skip
    assert same_numbers({"loss": 0.5}, {"loss": 0.50001}) and not same_numbers({"loss": 0.5}, {"loss": 0.51})
    assert not same_numbers({"loss": 0.5}, {})


def test_what_is_made_again_is_a_training_on_data() -> None:
    assert all(map(reproducible, RECIPES))
    assert not reproducible(TEST) and not reproducible(Recipe(DATA))
