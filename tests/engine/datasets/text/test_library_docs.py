"""The documentation of installed libraries as a text with labelled documents."""

import pytest

from engine.datasets import SOURCES
from engine.datasets.text.corpus import Corpus
from engine.datasets.text.library_docs import LibraryDocs
from engine.errors import InputError
from engine.fields import from_json
from engine.learners.words.contract import word_metadata
from engine.report import Silent

SOURCE = LibraryDocs(libraries="networkx,streamlit")


@pytest.fixture(scope="module")
def corpus() -> Corpus:
    return SOURCE.load(Silent())


def test_each_docstring_is_a_document_labeled_with_its_library(corpus: Corpus) -> None:
    labels = dict(zip(corpus.document_names, corpus.document_labels, strict=True))
    assert labels["networkx.algorithms.shortest_paths.weighted.dijkstra_path"] == "networkx"
    assert "streamlit" in labels.values()
    assert corpus.n_tokens > 100_000
    assert "networkx 3" in corpus.notes[0] and "BSD" in corpus.notes[0]


def test_no_document_comes_twice(corpus: Corpus) -> None:
    assert len(set(corpus.document_names)) == len(corpus.document_names)


def test_a_word_has_the_library_in_which_it_is_over_represented(corpus: Corpus) -> None:
    library = dict(zip(corpus.words, word_metadata(corpus)["library"], strict=True))
    assert library["digraph"] == "networkx" and library["widget"] == "streamlit" and library["the"] == "everywhere"


def test_what_it_was_made_from_is_in_the_recipe() -> None:
    assert SOURCE.digest and from_json(SOURCES, SOURCE.to_json()) == SOURCE
    assert SOURCE.digest != LibraryDocs(libraries="networkx").digest


def test_another_text_than_that_of_the_recipe_is_refused() -> None:
    with pytest.raises(InputError, match="Other versions") as refused:
        LibraryDocs(libraries="networkx", digest="0" * 64).load()
    assert refused.value.code == "E-LIB-03"


@pytest.mark.parametrize(("libraries", "code"), [("", "E-LIB-01"), ("no-such-library", "E-PAR-18")])
def test_libraries_that_do_not_serve_are_refused(libraries: str, code: str) -> None:
    with pytest.raises(InputError) as refused:
        LibraryDocs(libraries=libraries)
    assert refused.value.code == code


def test_a_library_that_is_missing_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    source = LibraryDocs(libraries="plotly")
    monkeypatch.setattr("engine.files.libraries.source_files", lambda library: {})
    with pytest.raises(InputError, match="plotly is not installed"):
        source.load()
