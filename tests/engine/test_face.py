"""The package as a notebook sees it: its names, what importing costs, datasets from memory, answers by name."""

import ast
import doctest
import importlib
import inspect
import subprocess
import sys
from typing import Any

import numpy as np
import pytest

import engine
from engine.datasets import SOURCES
from engine.datasets.ratings.builder import Item
from engine.datasets.ratings.splits import Split
from engine.datasets.text.tokenizer import Tokenization
from engine.errors import InputError
from engine.runs.recipe import TASKS
from tests import ROOT

SENTENCES = [
    f"{verb} the {noun}" for verb in ("see", "hear", "find") for noun in ("cat", "dog", "owl", "fox", "ant", "bee")
]
EDGES = [("a", "b"), ("b", "c"), ("c", "d"), ("d", "a"), ("d", "e")]


def test_every_name_of_the_face_is_there() -> None:
    assert sorted(engine.__all__) == sorted(engine._HOMES)
    for name, home in engine._HOMES.items():
        assert getattr(engine, name) is getattr(importlib.import_module(home), name)
        assert name in dir(engine)
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        engine.nothing  # noqa: B018


def test_importing_the_package_imports_nothing_else() -> None:
    script = "import sys; before = {*sys.modules}; import engine; print(sorted({*sys.modules} - before))"
    result = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True)
    assert not [name for name in ast.literal_eval(result.stdout) if name.split(".")[0] in ("numpy", "streamlit")]
    assert "engine.datasets" not in result.stdout


def test_nothing_inside_imports_from_the_face() -> None:
    for path in (ROOT / "engine").rglob("*.py"):
        tree = ast.parse(path.read_text())
        taken = [node for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) and node.module == "engine"]
        assert not {alias.name for node in taken for alias in node.names} & {*engine.__all__}, path


@pytest.mark.parametrize("cls", [*SOURCES.values(), *TASKS.values()], ids=lambda cls: cls.name)
def test_everything_can_be_asked_without_a_report(cls: type[Any]) -> None:
    method = cls.fit if cls in TASKS.values() else cls.load
    assert inspect.signature(method).parameters["report"].default is not inspect.Parameter.empty


@pytest.mark.parametrize("home", sorted({*engine._HOMES.values()} - {"engine.learners", "engine.projections"}))
def test_examples_in_docstrings(home: str) -> None:
    assert doctest.testmod(importlib.import_module(home)).failed == 0


def test_corpus_of_strings_is_what_the_reader_makes_of_a_text() -> None:
    corpus = engine.Corpus.from_sentences(f"{sentence}." for sentence in SENTENCES)
    assert corpus.n_sentences == len(SENTENCES) and corpus.n_tokens == 3 * len(SENTENCES)
    assert corpus.counts[corpus.index["the"]] == len(SENTENCES) and corpus.words[0] == "the"
    assert len(corpus.documents) == 2 and corpus.document_labels == ()


def test_words_are_taken_as_they_are_and_labels_make_documents() -> None:
    sentences = [["New York", "is", "C++", ""], ["so\u200b", "is", "x" * 300], *(["word", f"w{n}"] for n in range(9))]
    corpus = engine.Corpus.from_sentences(sentences, labels=["a", "b", *"ccccccccc"])
    assert {"New York", "C++", "so"} <= {*corpus.words}
    assert np.diff(corpus.sentences).tolist() == [3, 2] + [2] * 9
    assert corpus.document_labels[:3] == ("a", "b", "c") and len(corpus.documents) == 12
    assert any("dropped" in note for note in corpus.notes)


def test_corpus_takes_the_options_of_the_tokenizer() -> None:
    corpus = engine.Corpus.from_sentences(
        ["The CAT sat. The cat ran", *SENTENCES], options=Tokenization(lower_case=False)
    )
    assert {"The", "the", "CAT"} <= {*corpus.words}
    assert corpus.n_sentences == len(SENTENCES) + 2


def test_what_is_no_corpus_is_refused() -> None:
    with pytest.raises(TypeError, match="one string"):
        engine.Corpus.from_sentences("a single string")
    with pytest.raises(TypeError, match="3 is no word"):
        engine.Corpus.from_sentences([["a", 3]])  # type: ignore[list-item]
    with pytest.raises(ValueError, match="1 labels for 18 sentences"):
        engine.Corpus.from_sentences(SENTENCES, labels=["x"])
    with pytest.raises(InputError, match="No words found"):
        engine.Corpus.from_sentences([])


def test_graph_adds_up_and_keeps_names_and_labels() -> None:
    graph = engine.Graph.from_edges([*EDGES, ("b", "a")], weights=[1, 1, 1, 1, 1, 2], labels={"a": "x", "z": "y"})
    assert graph.n_edges == 5 and graph.label_column == "label"
    first = graph.offsets[graph.index["a"]]
    assert dict(zip(graph.neighbors(graph.index["a"]), graph.weights[first : first + 2], strict=True)) == {
        graph.index["b"]: 3,
        graph.index["d"]: 1,
    }
    assert graph.attributes["label"][graph.index["a"]] == "x"
    assert any("without an edge left out: 1" in note for note in graph.notes)
    numbered = engine.Graph.from_edges(np.array([(0, 1), (1, 2), (2, 3), (3, 4)]), directed=True)  # type: ignore[arg-type]
    assert numbered.directed and numbered.has_edge(numbered.index["0"], numbered.index["1"])


def test_what_is_no_graph_is_refused() -> None:
    with pytest.raises(ValueError, match="edge 1 is"):
        engine.Graph.from_edges([("a", "b"), ("a", "b", "c")])  # type: ignore[list-item]
    with pytest.raises(ValueError, match="for 5 edges"):
        engine.Graph.from_edges(EDGES, weights=[1, 2])
    with pytest.raises(InputError, match="negative weight"):
        engine.Graph.from_edges(EDGES, weights=[1, 1, 1, 1, -1])
    with pytest.raises(InputError, match="at least 5 nodes"):
        engine.Graph.from_edges([])


def triples() -> list[tuple[str, str, float]]:
    return [(f"viewer {v}", f"f{(v + n) % 8}", 1 + (v + n) % 5) for v in range(12) for n in range(4)]


def test_ratings_know_viewers_items_and_what_is_said_of_them() -> None:
    items = {"f0": Item("Big Sleep, The (1946)", ("Noir",))}
    ratings = engine.Ratings.from_triples(triples(), items, split=Split(split="none"), liked_from=4)
    assert (ratings.n_users, ratings.n_items, len(ratings.users)) == (12, 8, 48)
    row = ratings.index["The Big Sleep (1946)"]
    assert ratings.years[row] == 1946 and ratings.item_genres[row].tolist() == [True]
    wanted = sorted((v, i, s) for v, i, s in triples() if i != "f0")
    found = zip(ratings.users, ratings.items, ratings.stars, strict=True)
    assert sorted((ratings.user_names[u], ratings.item_names[i], s) for u, i, s in found if i != row) == wanted
    assert len(ratings.liked.items) == sum(stars >= 4 for *_, stars in triples())


def test_what_are_no_ratings_is_refused() -> None:
    with pytest.raises(ValueError, match="rating 0 is"):
        engine.Ratings.from_triples([("v", "f")])  # type: ignore[list-item]
    with pytest.raises(ValueError, match="no finite number"):
        engine.Ratings.from_triples([*triples(), ("v", "f", float("nan"))])
    with pytest.raises(ValueError, match="1 times for 48 ratings"):
        engine.Ratings.from_triples(triples(), times=[1])
    with pytest.raises(InputError, match="at least 5 users"):
        engine.Ratings.from_triples([])


def test_images_keep_brightness_and_classes() -> None:
    pixels = np.random.default_rng(0).random((30, 3, 6, 5))
    images = engine.ImageSet.from_arrays(pixels, ["b", "a"] * 15, test_share=0)
    assert images.shape == (6, 5, 3) and images.n_test == 0
    assert images.class_names == ("a", "b") and images.class_of(0) == "b"
    np.testing.assert_allclose(images.pixels()[0], pixels[0].transpose(1, 2, 0).ravel(), atol=0.5 / 255 + 1e-6)


def test_what_are_no_images_is_refused() -> None:
    pixels = np.random.default_rng(0).random((30, 6, 5))
    with pytest.raises(ValueError, match="targets lie outside"):
        engine.ImageSet.from_arrays(pixels, [0, 1, 2] * 10, class_names=["a", "b"])
    with pytest.raises(InputError, match="30 images but 2 labels"):
        engine.ImageSet.from_arrays(pixels, [0, 1])
    with pytest.raises(InputError, match="Pixels must lie within"):
        engine.ImageSet.from_arrays(pixels - 1)


def test_answers_by_name() -> None:
    vectors = np.array([[1, 0, 0], [0, 1, 0], [1, 0, 1], [0, 1, 1], [-1, -1, 0]], dtype=np.float32)
    square = engine.Embedding(vectors, ["man", "woman", "king", "queen", "stone"])
    assert engine.analogy(square, "king - man + woman", k=1)[0][0] == "queen"
    assert engine.most_similar(square, "king", k=1, metric="euclidean") == [("man", 1.0)]
    with pytest.raises(InputError, match="quene"):
        engine.most_similar(square, "quene")
    assert engine.project(square, "pca", n_components=2).vectors.shape == (5, 2)


def test_methods_by_name() -> None:
    corpus = engine.Corpus.from_sentences(SENTENCES)
    fit = engine.train("ppmi_svd", corpus, n_components=3, min_count=1)
    assert fit.main.vectors.shape == (corpus.n_words, 3)
    with pytest.raises(ValueError, match="no method 'word2vec'; there are skipgram"):
        engine.train("word2vec", corpus)
    with pytest.raises(ValueError, match="takes 'graph', not 'corpus'; what takes that: skipgram"):
        engine.train("node2vec", corpus)
    with pytest.raises(TypeError, match="no_such_setting"):
        engine.train("ppmi_svd", corpus, no_such_setting=1)
