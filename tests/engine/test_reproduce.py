"""A training made again from its recipe, in this process and by the script of a lab sheet in another."""

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from engine.by_name import most_similar
from engine.datasets.text.library_docs import LibraryDocs
from engine.datasets.text.sources import UploadedText
from engine.datasets.text.toy_world import ToyWorld
from engine.errors import InputError
from engine.files import uploads
from engine.learners.words.ppmi_svd import PPMISVD
from engine.projections.pca import PCA
from engine.reproduce import reproduced, script, uploaded
from engine.runs.recipe import EmbeddingOf, Recipe
from tests import ROOT

SMALL = Recipe(ToyWorld(), PPMISVD(n_components=5))


def test_the_same_vectors_come_again() -> None:
    again = reproduced(SMALL.to_json())
    first = PPMISVD(n_components=5).fit(ToyWorld().load())
    np.testing.assert_array_equal(again.main.vectors, first.main.vectors)


def test_only_a_training_on_data_is_made_again() -> None:
    for recipe in (Recipe(ToyWorld()), Recipe(EmbeddingOf(SMALL.run_id), PCA())):
        with pytest.raises(InputError, match="training on data"):
            reproduced(recipe.to_json())


def test_files_are_known_by_their_content(tmp_path: Path, home: Path) -> None:
    text = b"the cat sat on the mat and the dog sat on the log while ten other words go by here too " * 40
    source = UploadedText(sha256=uploads.keep(text, "cats.txt").sha256)
    document = Recipe(source, PPMISVD(n_components=3)).to_json()
    assert uploaded(document) == {source.sha256: "cats.txt"}
    assert uploaded(Recipe(LibraryDocs(), PPMISVD()).to_json()) == {}
    assert "python reproduce.py FILE" in script(document, "word") and "cats.txt" in script(document, "word")
    for kept in (home / "uploads").iterdir():
        kept.unlink()
    with pytest.raises(InputError, match=r"1 uploaded files \(a file\); 0 were given"):
        reproduced(document)
    (tmp_path / "another name.txt").write_bytes(text)
    assert reproduced(document, [tmp_path / "another name.txt"]).main.n_components == 3


def test_the_script_finds_what_the_sheet_has_or_says_that_it_does_not(tmp_path: Path) -> None:
    embedding = PPMISVD(n_components=5).fit(ToyWorld().load()).main
    near = most_similar(embedding, "king", 4)
    codes = []
    for pairs in (near, [(near[0][0], 0.1234), *near[1:]]):
        file = tmp_path / "reproduce.py"
        file.write_text(script(SMALL.to_json(), "word", "king", "cosine", pairs), encoding="utf-8")
        done = subprocess.run([sys.executable, file], cwd=ROOT, capture_output=True, text=True, timeout=120)
        codes.append(done.returncode)
        assert f"{near[0][0]} {near[0][1]:.4f}" in done.stdout, done.stderr
    assert codes == [0, 1]
