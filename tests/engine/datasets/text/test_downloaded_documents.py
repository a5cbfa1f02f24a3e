"""Labeled documents of the catalogue: stand-ins in their formats, and the real files where they are."""

import os
import zipfile
from pathlib import Path

import pytest

from engine.datasets.text.downloaded_documents import DOCUMENTS, READERS, DownloadedDocuments, news, reviews
from engine.files.downloads.fetch import missing


def told(found: object) -> list[tuple[str, str, str]]:
    return [(each.name, each.label, "".join(each.pieces)) for each in found]  # type: ignore[attr-defined]


def test_news(tmp_path: Path) -> None:
    path = tmp_path / "test.csv"
    path.write_text('"3","Fears, ""and"" more","One\\two."\n"1","Peace","At last."\n')
    assert told(news(path)) == [
        ("row 1", "Business", 'Fears, "and" more\nOne two.'),
        ("row 2", "World", "Peace\nAt last."),
    ]


def test_reviews(tmp_path: Path) -> None:
    path = tmp_path / "sentence_polarity.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("folder/README.txt", "who made it")
        archive.writestr("folder/rt.neg", "dull clich\xe9 .\n".encode("latin-1"))
        archive.writestr("folder/rt.pos", "a joy .\na touching film .\n")
    assert told(reviews(path)) == [
        ("negative 1", "negative", "dull clich\xe9 ."),
        ("positive 1", "positive", "a joy ."),
        ("positive 2", "positive", "a touching film ."),
    ]


DATA = os.environ.get("EMBEDDING_DATA", "")


@pytest.mark.parametrize(("entry", "n", "n_labels"), [("review_sentences", 10_662, 2), ("ag_news", 7_600, 4)])
def test_the_real_files(entry: str, n: int, n_labels: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EMBEDDING_DATA", DATA)
    if missing(DOCUMENTS[entry]):
        pytest.skip("the file is in no folder named by EMBEDDING_DATA")
    source = DownloadedDocuments(entry=entry)
    corpus = source.load()
    labels = corpus.document_labels
    assert len(labels) == n and len(set(labels)) == n_labels
    assert {labels.count(label) for label in set(labels)} == {n // n_labels}
    assert corpus.label_title == READERS[entry][1] and source.title() == DOCUMENTS[entry].title


def test_every_entry_has_a_reader() -> None:
    assert READERS.keys() == DOCUMENTS.keys()
