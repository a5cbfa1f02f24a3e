"""Texts of the catalogue as sources of a Corpus."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from engine.datasets.text import gutenberg
from engine.datasets.text.documents import Document, TextInput
from engine.datasets.text.gutenberg import LeftOut
from engine.datasets.text.sources import TextSource
from engine.fields import choice
from engine.files import archives, encodings
from engine.files.downloads.entries import CATALOGUE
from engine.files.downloads.fetch import fetch
from engine.report import Report, Silent

TEXTS = {key: entry for key, entry in CATALOGUE.items() if entry.kind == "text"}


@dataclass(frozen=True)
class DownloadedText(TextSource):
    """A well-known text, found on disk or downloaded from its official address."""

    name = "downloaded_text"
    entry: str = choice(
        "tiny_shakespeare",
        {key: entry.title for key, entry in TEXTS.items()},
        label="Text",
        help="Downloaded once and kept; a copy in a folder named by EMBEDDING_DATA is found first.",
    )
    leave_out_licence: bool = gutenberg.switch()

    def title(self) -> str:
        """What the user calls it."""
        return TEXTS[self.entry].title

    def texts(self, report: Report = Silent()) -> TextInput:
        """The text as one document, unpacked while it is read and never on disk. Raises what `fetch` raises."""
        paths = [fetch(file, report) for file in TEXTS[self.entry].files]
        size = 0
        for path in paths:
            with archives.opened(path, []) as entries:
                size += sum(entry.size for entry in entries)
        notes: list[str] = []
        pieces = self._without_licence(paths, notes) if self.leave_out_licence else _pieces(paths)
        return TextInput([Document(self.title(), "", pieces)], size, notes)

    def _without_licence(self, paths: list[Path], notes: list[str]) -> Iterator[str]:
        left_out = LeftOut()
        yield from gutenberg.body(_pieces(paths), left_out)
        notes.extend(left_out.told())


def _pieces(paths: list[Path]) -> Iterator[str]:
    for path in paths:
        with archives.opened(path, []) as entries:
            for entry in entries:
                yield from encodings.decoded(entry.blocks, "utf-8")
