"""Labeled documents of the catalogue as sources of a Corpus."""

import csv
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from engine.datasets.text.documents import Document, TextInput
from engine.datasets.text.sources import TextSource
from engine.fields import choice
from engine.files import archives, encodings
from engine.files.downloads.entries import CATALOGUE
from engine.files.downloads.fetch import fetch
from engine.report import Report, Silent

DOCUMENTS = {key: entry for key, entry in CATALOGUE.items() if entry.kind == "documents"}
SECTIONS = ("World", "Sports", "Business", "Sci/Tech")
"""Of AG News, whose first column counts them from 1."""
VERDICTS = {".pos": "positive", ".neg": "negative"}
"""Of the review sentences, by the ending of their file."""


@dataclass(frozen=True)
class DownloadedDocuments(TextSource):
    """Well-known labeled documents, found on disk or downloaded from a fixed address."""

    name = "downloaded_documents"
    entry: str = choice(
        "review_sentences",
        {key: entry.title for key, entry in DOCUMENTS.items()},
        label="Documents",
        help="Downloaded once and kept; a copy in a folder named by EMBEDDING_DATA is found first.",
    )

    def title(self) -> str:
        """What the user calls it."""
        return DOCUMENTS[self.entry].title

    def texts(self, report: Report = Silent()) -> TextInput:
        """A document a row or line, with its label. Raises what `fetch` raises."""
        (path,) = [fetch(file, report) for file in DOCUMENTS[self.entry].files]
        read, label_title = READERS[self.entry]
        return TextInput(read(path), path.stat().st_size, label_title=label_title)


def news(path: Path) -> Iterator[Document]:
    """Rows of section, title and beginning of an article; a backslash stands where a line ended."""
    with archives.opened(path, []) as (entry,):
        lines = "".join(encodings.decoded(entry.blocks, "utf-8")).splitlines()
    for number, (section, title, text) in enumerate(csv.reader(lines), 1):
        yield Document(f"row {number}", SECTIONS[int(section) - 1], (f"{title}\n{text}".replace("\\", " "),))


def reviews(path: Path) -> Iterator[Document]:
    """A sentence a line, in a file for each verdict."""
    with archives.opened(path, []) as entries:
        for entry in entries:
            verdict = VERDICTS.get(PurePosixPath(entry.name).suffix)
            if verdict is None:
                continue
            for number, line in enumerate("".join(encodings.decoded(entry.blocks, "latin-1")).splitlines(), 1):
                yield Document(f"{verdict} {number}", verdict, (line,))


READERS: Mapping[str, tuple[Callable[[Path], Iterator[Document]], str]] = {
    "review_sentences": (reviews, "verdict"),
    "ag_news": (news, "section"),
}
"""Entry -> how its file is read, and what its labels are."""
